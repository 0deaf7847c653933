import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isWithinOwnQuota,
  LONG_LINE,
  mayBeTakenOver,
  mayTakeOver,
  TAKE_OVER_MARGIN,
} from '../../functions/core/fair-slots.ts';
import { dialTimeOf, type Pacing, pacingOf, tatOfDialTime } from '../../functions/core/pacing.ts';
import { STORE_TIMEOUTS } from '../../functions/core/policy.ts';
import { noSlots, slotsInMemory } from './support/slots-in-memory.ts';

const START = 1_700_000_000_000;
const rate = { perSecond: 2, burst: 5 };

interface Arrival {
  readonly sourceId: string;
  readonly isInteractive: boolean;
  readonly gap: number;
}

interface Dialled {
  readonly arrival: Arrival;
  readonly askedAt: number;
  readonly dialledAt: number;
  readonly displaced: number;
}

/** Everybody asks, waits for the slot, claims it, and asks again when it was taken over: the order of time, nothing else. */
function play(arrivals: readonly Arrival[], pacing: Pacing) {
  const state = noSlots();
  const slots = slotsInMemory(state, pacing);
  const dialled: Dialled[] = [];
  let asked = START;
  const events = arrivals.map((arrival, index) => {
    asked += arrival.gap;
    return {
      at: asked,
      askedAt: asked,
      callId: `call-${index}`,
      arrival,
      displaced: 0,
      slot: undefined as Date | undefined,
    };
  });
  while (events.length > 0) {
    events.sort((one, two) => one.at - two.at);
    const next = events.shift();
    if (next === undefined) break;
    const { at, callId, arrival, slot } = next;
    const now = new Date(at);
    const isLost = slot !== undefined && !slots.claim(slot, callId);
    if (slot !== undefined && !isLost) {
      dialled.push({ arrival, askedAt: next.askedAt, dialledAt: at, displaced: next.displaced });
      continue;
    }
    const { dialAt } = slots.reserve(now, {
      callId,
      ...arrival,
      ...(isLost && { isDisplaced: true, hasWaited: at - next.askedAt > 2 * LONG_LINE }),
    });
    const displaced = next.displaced + (isLost ? 1 : 0);
    if (dialAt > now) events.push({ ...next, at: dialAt.getTime(), slot: dialAt, displaced });
    else dialled.push({ arrival, askedAt: next.askedAt, dialledAt: at, displaced });
  }
  return { dialled, state };
}

const importOf = (calls: number): Arrival[] =>
  Array.from({ length: calls }, () => ({ sourceId: 'import', isInteractive: false, gap: 2 }));
const arrivalsOf = fc.array(
  fc.record({
    sourceId: fc.constantFrom('a', 'a', 'a', 'b', 'c'),
    isInteractive: fc.boolean(),
    gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4_000 })),
  }),
  { minLength: 1, maxLength: 250 },
);
const rates = fc.record({
  perSecond: fc.double({ min: 0.3, max: 20, noNaN: true }),
  burst: fc.integer({ min: 1, max: 10 }),
});

describe('slots that may be taken over', () => {
  it('are used once each, never faster than the quota, and nobody loses one twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 150 }), arrivalsOf, rates, (imported, arrivals, quota) => {
        const pacing = pacingOf(quota);
        const all = [...importOf(imported), ...arrivals];
        const { dialled } = play(all, pacing);
        expect(dialled).toHaveLength(all.length);
        expect(Math.max(...dialled.map(({ displaced }) => displaced))).toBeLessThanOrEqual(1);
        let [tokens, before] = [quota.burst, START];
        for (const { dialledAt } of dialled) {
          tokens = Math.min(quota.burst, tokens + ((dialledAt - before) * quota.perSecond) / 1_000) - 1;
          before = dialledAt;
          expect(tokens).toBeGreaterThanOrEqual(-1e-6);
        }
      }),
    );
  });

  it('waste nothing: an import with clicks in it takes as long as without them', () => {
    const pacing = pacingOf(rate);
    const clicks = Array.from({ length: 20 }, (): Arrival => ({ sourceId: 'a', isInteractive: true, gap: 7_000 }));
    const { dialled } = play([...importOf(400), ...clicks], pacing);
    const last = Math.max(...dialled.map(({ dialledAt }) => dialledAt));
    expect((last - START) / 1_000).toBeLessThanOrEqual((420 - rate.burst) / rate.perSecond + 1);
  });

  it('let a click and a small source go before an import of thousands, which keeps half of the pace at least', () => {
    const pacing = pacingOf(rate);
    const others = fc.array(
      fc.record({
        sourceId: fc.constantFrom('b', 'c'),
        isInteractive: fc.boolean(),
        gap: fc.integer({ min: 2_000, max: 9_000 }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(others, (small) => {
        const { dialled } = play([...importOf(2_000), ...small], pacing);
        const waits = dialled
          .filter(({ arrival }) => arrival.sourceId !== 'import')
          .map(({ dialledAt, askedAt }) => dialledAt - askedAt);
        expect(Math.max(...waits)).toBeLessThanOrEqual(TAKE_OVER_MARGIN + 2 * 2 * pacing.interval);
      }),
      { numRuns: 30 },
    );
    const flood = Array.from({ length: 2_000 }, (): Arrival => ({ sourceId: 'b', isInteractive: true, gap: 20 }));
    const { dialled } = play([...importOf(300), ...flood], pacing);
    const lastOfImport = Math.max(
      ...dialled
        .filter(({ arrival, displaced }) => arrival.sourceId === 'import' && displaced === 0)
        .map(({ dialledAt }) => dialledAt),
    );
    expect(lastOfImport - START).toBeLessThanOrEqual(300 * pacing.interval);
  });

  it('stay with a source that asks for more than the quota by itself', () => {
    const pacing = pacingOf(rate);
    const { dialled } = play([...importOf(500), ...importOf(500)], pacing);
    expect(dialled.map(({ displaced }) => displaced).filter((displaced) => displaced > 0).length).toBeLessThan(5);
    expect(isWithinOwnQuota(undefined, START, pacing)).toBe(true);
    expect(isWithinOwnQuota(START + (rate.burst - 1) * pacing.interval, START, pacing)).toBe(true);
    expect(isWithinOwnQuota(START + (rate.burst - 1) * pacing.interval + 1, START, pacing)).toBe(false);
  });

  it('are not for who lost one after a long wait, though its source asks for little by now', () => {
    const pacing = pacingOf(rate);
    const call = { callId: 'call-1', sourceId: 'import' };
    expect(mayTakeOver(call, undefined, START, pacing)).toBe(true);
    expect(mayTakeOver({ ...call, isDisplaced: true }, undefined, START, pacing)).toBe(true);
    expect(mayTakeOver({ ...call, isDisplaced: true, hasWaited: true }, undefined, START, pacing)).toBe(false);
  });

  it('are every second one of the line', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 0, max: 10_000 }), (quota, from) => {
        const pacing = pacingOf(quota);
        const slots = Array.from({ length: 20 }, (_, index) => START + from + index * pacing.interval);
        const free = slots.map((slot) => mayBeTakenOver(slot, pacing));
        expect(free.every((one, index) => index === 0 || one !== free[index - 1])).toBe(true);
        expect(tatOfDialTime(dialTimeOf(START, pacing), pacing)).toBe(START);
      }),
    );
  });

  it('are not nearer than the longest time between a look at the clock and one at the line', () => {
    const { connection, request, attempts } = STORE_TIMEOUTS;
    expect(TAKE_OVER_MARGIN).toBeGreaterThanOrEqual((connection + request) * attempts);
    expect(TAKE_OVER_MARGIN).toBeLessThan(LONG_LINE);
  });
});
