/**
 * G1, G2 and G5 at every crash point: each function is killed in every wave of effects it has, with every part of the wave
 * done and the rest not; what is retried is retried as AWS and the CRM do it; then the promises are looked at.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Chaos, calm, type Fate, type Wave } from './support/invocation.ts';
import { mulberry32 } from './support/random.ts';
import { broken, play, SCENARIOS, type Scenario } from './support/scenarios.ts';
import { templateSettings } from './support/template-settings.ts';

/** Every effect that one of the functions has on something outside: a new one has to be listed, and so is covered. */
const EFFECTS = [
  ...['attempts.claim', 'attempts.release'],
  ...['calls.change', 'calls.find', 'calls.findByConnectContact', 'calls.get'],
  ...['cancel.answer', 'circuits.get', 'circuits.replace', 'connect.attributes', 'connect.describe', 'connect.start'],
  ...['contactEvent.acknowledge', 'contacts.get', 'crm.post'],
  ...['dialQueue.delete', 'dialQueue.send', 'doNotCall.isListed', 'documentQueue.send', 'erasures.of'],
  ...['opportunities.loadContext', 'opportunities.project'],
  ...['requests.accept', 'requests.get', 'requests.recordAnswer'],
  ...[
    'slots.claim',
    'slots.giveBack',
    'slots.join',
    'slots.lastSlotFor',
    'slots.leave',
    'slots.passOn',
    'slots.reserve',
  ],
  ...['users.usernameOf', 'wakeUps.cancel', 'wakeUps.set', 'webhook.answer'],
  ...['writeBackQueue.delete', 'writeBackQueue.postpone', 'writeBackQueue.send'],
];

interface Sweep {
  readonly runs: number;
  readonly failures: ReadonlyMap<string, readonly string[]>;
  /** Effects after which, and instead of which, a function died at least once. */
  readonly killedAfter: ReadonlySet<string>;
  readonly killedBefore: ReadonlySet<string>;
  readonly effects: ReadonlySet<string>;
}

const settings = templateSettings();

async function wavesOf(scenario: Scenario): Promise<readonly Wave[]> {
  const waves: Wave[] = [];
  const deployment = await play(scenario, settings, {
    ...calm,
    strike: (wave) => {
      waves.push(wave);
      return undefined;
    },
  });
  expect(broken(scenario, deployment), `${scenario.name}, undisturbed`).toEqual([]);
  return waves;
}

const isSame = (one: Wave, other: Wave): boolean => one.invocation === other.invocation && one.wave === other.wave;
/** All of them; of a wave of more effects than `EXHAUSTIVE` a sample, always with none, with all, and with each effect. */
function subsetsOf(count: number): readonly number[] {
  const total = 2 ** count;
  if (count <= EXHAUSTIVE) return Array.from({ length: total }, (_, subset) => subset);
  const random = mulberry32(count);
  const single = Array.from({ length: count }, (_, index) => 1 << index);
  const sampled = Array.from({ length: 2 ** EXHAUSTIVE }, () => Math.floor(random() * total));
  return [...new Set([0, total - 1, ...single, ...single.map((subset) => total - 1 - subset), ...sampled])];
}
const EXHAUSTIVE = 6;
const holds = (subset: number, index: number): boolean => (subset & (1 << index)) !== 0;

async function sweep(): Promise<Sweep> {
  const failures = new Map<string, string[]>();
  const [killedAfter, killedBefore, effects] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let runs = 0;
  for (const scenario of SCENARIOS) {
    const found: string[] = [];
    failures.set(scenario.name, found);
    const attempt = async (what: string, chaos: Partial<Chaos>): Promise<void> => {
      runs += 1;
      const deployment = await play(scenario, settings, { ...calm, ...chaos });
      found.push(...broken(scenario, deployment).map((promise) => `${what}: not so: ${promise}`));
    };
    for (const wave of await wavesOf(scenario)) {
      for (const effect of wave.effects) effects.add(effect);
      for (const subset of subsetsOf(wave.effects.length)) {
        const done = wave.effects.filter((_, index) => holds(subset, index));
        for (const effect of wave.effects) (done.includes(effect) ? killedAfter : killedBefore).add(effect);
        const what = `${wave.name} #${wave.invocation} killed in [${wave.effects}] after [${done}]`;
        await attempt(what, {
          strike: (seen) => (isSame(seen, wave) ? (index) => holds(subset, index) : undefined),
        });
      }
      for (const [position, effect] of wave.effects.entries()) {
        for (const fate of ['fails-before', 'fails-after', 'twice'] satisfies Fate[]) {
          await attempt(`${wave.name} #${wave.invocation}: ${effect} ${fate}`, {
            fate: (_effect, seen, index) => (isSame(seen, wave) && index === position ? fate : 'works'),
          });
        }
      }
    }
  }
  return { runs, failures, killedAfter, killedBefore, effects };
}

let once: Promise<Sweep> | undefined;
const swept = (): Promise<Sweep> => {
  once ??= sweep();
  return once;
};

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

describe('a function that dies or is refused at any single point', () => {
  beforeAll(async () => void (await swept()), 120_000);

  it.each(SCENARIOS.map(({ name }) => name))('keeps every promise of %s', async (name) => {
    const { failures } = await swept();
    expect(failures.get(name)).toEqual([]);
  });

  it('is killed before and after each of its effects', async () => {
    const { effects, killedAfter, killedBefore, runs } = await swept();
    expect([...effects].sort()).toEqual(EFFECTS);
    expect([...killedAfter].sort()).toEqual(EFFECTS);
    expect([...killedBefore].sort()).toEqual(EFFECTS);
    expect(runs).toBeGreaterThan(2_500);
  });
});

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
