/** The crash points of stories in which an agent says what an inbound call is about: see crash-points.test.ts, beside which this runs. */
import { describe, expect, it } from 'vitest';
import { ATTACHING_EFFECTS, EFFECTS, swept, sweptAll } from './support/crash-sweep.ts';
import { SCENARIOS } from './support/scenarios.ts';

const STORIES = SCENARIOS.filter(({ attachedAfter }) => attachedAfter !== undefined);

describe('a function that dies or is refused at any single point, while a call is attached', () => {
  it.each(STORIES)('keeps every promise of $name', { timeout: 60_000 }, async (story) => {
    expect((await swept(story)).failures).toEqual([]);
  });

  it('is killed before and after each of its effects', { timeout: 120_000 }, async () => {
    const { effects, killedAfter, killedBefore, runs } = await sweptAll(STORIES);
    expect(effects).toEqual(expect.arrayContaining(ATTACHING_EFFECTS));
    expect([...EFFECTS, ...ATTACHING_EFFECTS]).toEqual(expect.arrayContaining(effects));
    expect(killedAfter).toEqual(effects);
    expect(killedBefore).toEqual(effects);
    expect(runs).toBeGreaterThan(500);
  });
});
