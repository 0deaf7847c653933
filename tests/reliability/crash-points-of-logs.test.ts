/** The crash points of calls for a CRM whose log is written once: see crash-points.test.ts, beside which this runs. */
import { describe, expect, it } from 'vitest';
import { CALLBACK_EFFECTS, EFFECTS, swept, sweptAll } from './support/crash-sweep.ts';
import { SCENARIOS } from './support/scenarios.ts';

const STORIES = SCENARIOS.filter(({ noted }) => noted !== undefined);

describe('a function that dies or is refused at any single point, for a log that is written once', () => {
  it.each(STORIES)('keeps every promise of $name', { timeout: 60_000 }, async (story) => {
    expect((await swept(story)).failures).toEqual([]);
  });

  it('is killed before and after each of its effects', { timeout: 120_000 }, async () => {
    const { effects, killedAfter, killedBefore, runs } = await sweptAll(STORIES);
    expect([...EFFECTS, ...CALLBACK_EFFECTS]).toEqual(expect.arrayContaining(effects));
    expect(effects).toEqual(expect.arrayContaining(['crm.post', 'outcome.answer']));
    expect(killedAfter).toEqual(effects);
    expect(killedBefore).toEqual(effects);
    expect(runs).toBeGreaterThan(500);
  });
});
