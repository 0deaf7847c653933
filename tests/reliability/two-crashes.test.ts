/** G1, G2 and G5 when two things go wrong in one story, on top of disorder: sampled, where crash-points.test.ts is exhaustive. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from './support/crash-sweep.ts';
import type { Chaos, Fate, Wave } from './support/invocation.ts';
import { mulberry32 } from './support/random.ts';
import { broken, play, SCENARIOS } from './support/scenarios.ts';
import { templateSettings } from './support/template-settings.ts';

const settings = templateSettings();

/** Two things go wrong in one story, effects overtake each other, and what is delivered at least once comes twice. */
const turmoil = fc.record({
  scenario: fc.constantFrom(...SCENARIOS),
  strikes: fc.array(
    fc.record({
      invocation: fc.nat(16),
      wave: fc.nat(4),
      subset: fc.nat(31),
      fate: fc.constantFrom<Fate | 'killed'>('killed', 'killed', 'fails-before', 'fails-after', 'twice'),
    }),
    { minLength: 2, maxLength: 2 },
  ),
  seed: fc.nat(),
  isShuffled: fc.boolean(),
});

function chaosOf({ strikes, seed, isShuffled }: typeof turmoil extends fc.Arbitrary<infer T> ? T : never): Chaos {
  const random = mulberry32(seed);
  const strikeOf = ({ invocation, wave }: Wave) =>
    strikes.find((strike) => strike.invocation === invocation && strike.wave === wave);
  return {
    strike(wave) {
      const strike = strikeOf(wave);
      return strike?.fate === 'killed' ? (index) => holds(strike.subset, index) : undefined;
    },
    fate(_effect, wave, index) {
      const strike = strikeOf(wave);
      return strike === undefined || strike.fate === 'killed' || !holds(strike.subset, index) ? 'works' : strike.fate;
    },
    latency: () => (isShuffled ? 5 + Math.floor(random() * 60) : 10),
    straggles: () => random() < 0.5,
    deliveries: () => (isShuffled && random() < 0.2 ? [random() * 1_000, random() * 5_000] : [0]),
  };
}

describe('two crashes in one story, with everything out of order', () => {
  it('lose no call, make none twice, and tell the CRM how it ended', async () => {
    await fc.assert(
      fc.asyncProperty(turmoil, async ({ scenario, ...chaos }) => {
        expect(broken(scenario, await play(scenario, settings, chaosOf({ scenario, ...chaos })))).toEqual([]);
      }),
      { numRuns: 1_500, seed: 20_261_124 },
    );
  }, 120_000);
});
