import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUsable, pacingOf, takeSlot } from '../../functions/core/pacing.ts';

const rates = fc.record({
  perSecond: fc.double({ min: 0.1, max: 50, noNaN: true }),
  burst: fc.integer({ min: 1, max: 20 }),
});
const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 80 });

/** When each of the requests, coming after these gaps, is dialled. */
function dialTimes(arrivals: readonly number[], rate: { perSecond: number; burst: number }): number[] {
  const pacing = pacingOf(rate);
  let tat: number | undefined;
  return arrivals.map((now) => {
    const slot = takeSlot(tat, now, pacing);
    tat = slot.tat;
    return Math.max(slot.dialAt, now);
  });
}
const arrivalsOf = (between: readonly number[]): number[] => {
  let at = 1_000_000;
  return between.map((gap) => {
    at += gap;
    return at;
  });
};

describe('pacing', () => {
  it('never dials more than the burst and the rate allow in any window', () => {
    fc.assert(
      fc.property(gaps, rates, (between, rate) => {
        const dials = dialTimes(arrivalsOf(between), rate);
        for (const [first, from] of dials.entries()) {
          for (const [last, until] of dials.entries()) {
            if (last < first) continue;
            const allowed = rate.burst + (rate.perSecond * (until - from)) / 1_000;
            expect(last - first + 1).toBeLessThanOrEqual(allowed + 1e-6);
          }
        }
      }),
    );
  });

  it('wastes nothing: 40 requests at once with 2/s and burst 5 take 17.5 seconds', () => {
    const dials = dialTimes(Array(40).fill(1_000_000), { perSecond: 2, burst: 5 });
    expect(dials.filter((at) => at === 1_000_000)).toHaveLength(5);
    expect(Math.max(...dials) - 1_000_000).toBe(17_500);
  });

  it('gives an idle account its burst back, and no more', () => {
    const dials = dialTimes([...Array(5).fill(0), ...Array(6).fill(1_000_000)], { perSecond: 2, burst: 5 });
    expect(dials.slice(5)).toEqual([...Array(5).fill(1_000_000), 1_000_500]);
  });

  /** Connect's own bucket, which is not told when a call was planned. */
  it('stays within the quota when every call is late, by as much as a slot is still usable', () => {
    const pacing = pacingOf({ perSecond: 2, burst: 5 });
    const delays = fc.array(fc.integer({ min: 0, max: 1_999 }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(delays, (late) => {
        const planned = dialTimes(Array(60).fill(1_000_000), { perSecond: 2, burst: 5 });
        const dials = planned
          .map((at, index) => (at === 1_000_000 ? at : at + (late[index] ?? 0)))
          .sort((one, two) => one - two);
        let [tokens, before] = [5, 1_000_000];
        for (const at of dials) {
          tokens = Math.min(5, tokens + ((at - before) * 2) / 1_000);
          before = at;
          tokens -= 1;
          expect(tokens).toBeGreaterThanOrEqual(-1e-9);
        }
      }),
    );
    expect(isUsable(0, 2_000, pacing)).toBe(true);
    expect(isUsable(0, 2_001, pacing)).toBe(false);
  });
});
