/**
 * G1, G2 and G5 at every crash point: each function is killed in every wave of effects it has, with every part of the wave
 * done and the rest not; what is retried is retried as AWS and the CRM do it; then the promises are looked at.
 */
import { describe, expect, it } from 'vitest';
import { EFFECTS, swept, sweptAll } from './support/crash-sweep.ts';
import { SCENARIOS } from './support/scenarios.ts';

const STORIES = SCENARIOS.filter(({ cancelledAfter, callback, noted, attachedAfter }) =>
  [cancelledAfter, callback, noted, attachedAfter].every((special) => special === undefined),
);

describe('a function that dies or is refused at any single point', () => {
  it.each(STORIES)('keeps every promise of $name', { timeout: 60_000 }, async (story) => {
    expect((await swept(story)).failures).toEqual([]);
  });

  it('is killed before and after each of its effects', { timeout: 120_000 }, async () => {
    const { effects, killedAfter, killedBefore, runs } = await sweptAll(STORIES);
    expect(effects).toEqual(EFFECTS);
    expect(killedAfter).toEqual(EFFECTS);
    expect(killedBefore).toEqual(EFFECTS);
    expect(runs).toBeGreaterThan(5_000);
  });
});
