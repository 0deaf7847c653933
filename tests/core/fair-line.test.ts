import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pacing, pacingOf } from '../../functions/core/pacing.ts';
import type { CallIdentity } from '../../functions/core/ports/dial-line.ts';
import { noSlots, slotsInMemory } from './support/slots-in-memory.ts';

const START = 1_700_000_000_000;
const rate = { perSecond: 2, burst: 5 };

interface Arrival {
  readonly sourceId: string;
  readonly agentUsername?: string;
  readonly isInteractive?: boolean;
  /** Milliseconds after the one before it. */
  readonly gap: number;
  /** Its message comes so late. */
  readonly late?: number;
}

interface Dialled {
  readonly arrival: Arrival;
  readonly askedAt: number;
  readonly expectedAt: number;
  readonly dialledAt: number;
}

/** Everybody asks; when a slot comes, the call whose turn it is has it: the order of time, nothing else. */
function play(arrivals: readonly Arrival[], pacing: Pacing) {
  const slots = slotsInMemory(noSlots(), pacing);
  const dialled: Dialled[] = [];
  const asked = new Map<string, Omit<Dialled, 'dialledAt'>>();
  let time = START;
  const events = arrivals.map((arrival, index) => {
    time += arrival.gap;
    return { at: time, index, slot: undefined as Date | undefined };
  });
  const dial = ({ requestId }: CallIdentity, dialledAt: number): void => {
    const call = asked.get(requestId);
    if (call === undefined) throw new Error('dialled twice, or never asked for');
    asked.delete(requestId);
    dialled.push({ ...call, dialledAt });
  };
  while (events.length > 0) {
    const next = events.reduce((first, event) => (event.at < first.at ? event : first));
    events.splice(events.indexOf(next), 1);
    const { at, index, slot } = next;
    const arrival = arrivals[index];
    if (arrival === undefined) throw new Error('no such arrival');
    const identity = { sourceId: arrival.sourceId, requestId: `msg_${index}` };
    if (slot !== undefined) {
      dial(slots.claim(slot, identity), at);
      continue;
    }
    const call = { ...identity, agentUsername: 'ana', ...arrival };
    const { dialAt, wait } = slots.reserve(new Date(at), call);
    asked.set(identity.requestId, { arrival, askedAt: at, expectedAt: wait?.expectedAt.getTime() ?? at });
    if (wait === undefined) {
      dial(identity, at);
      continue;
    }
    slots.join(wait.place, identity);
    events.push({ at: dialAt.getTime() + (arrival.late ?? 0), index, slot: dialAt });
  }
  return dialled;
}

const importOf = (calls: number, sourceId = 'import', others: Partial<Arrival> = {}): Arrival[] =>
  Array.from({ length: calls }, () => ({ sourceId, gap: 2, ...others }));
const arrivalsOf = fc.array(
  fc.record({
    sourceId: fc.constantFrom('a', 'a', 'a', 'b', 'c'),
    agentUsername: fc.constantFrom('ana', 'ben'),
    isInteractive: fc.boolean(),
    gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4_000 })),
  }),
  { minLength: 1, maxLength: 150 },
);
const rates = fc.record({
  perSecond: fc.double({ min: 0.3, max: 20, noNaN: true }),
  burst: fc.integer({ min: 1, max: 10 }),
});
const waitsOf = (dialled: readonly Dialled[], is: (arrival: Arrival) => boolean): number[] =>
  dialled.filter(({ arrival }) => is(arrival)).map(({ dialledAt, askedAt }) => dialledAt - askedAt);

describe('the line for dial slots', () => {
  it('lets everybody dial once, never faster than the quota, and no slot is wasted while somebody waits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), arrivalsOf, rates, (imported, arrivals, quota) => {
        const pacing = pacingOf(quota);
        const all = [...importOf(imported), ...arrivals];
        const dialled = play(all, pacing);
        expect(dialled).toHaveLength(all.length);
        let [tokens, before] = [quota.burst, START];
        for (const { dialledAt } of dialled) {
          tokens = Math.min(quota.burst, tokens + ((dialledAt - before) * quota.perSecond) / 1_000) - 1;
          before = dialledAt;
          expect(tokens).toBeGreaterThanOrEqual(-1e-6);
        }
        // The same times as if all were one line, first come, first served.
        const times = play(
          all.map(({ gap }) => ({ sourceId: 'one', gap })),
          pacing,
        ).map(({ dialledAt }) => dialledAt);
        expect(dialled.map(({ dialledAt }) => dialledAt)).toEqual(times);
      }),
    );
  });

  it('gives each of several imports the same share from the moment it joins, whatever was asked for before', () => {
    const pacing = pacingOf(rate);
    const imports = fc.array(fc.record({ calls: fc.integer({ min: 1, max: 120 }), gap: fc.nat(30_000) }), {
      ...{ minLength: 2, maxLength: 4 },
    });
    fc.assert(
      fc.property(imports, (sizes) => {
        const arrivals = sizes.flatMap(({ calls, gap }, source) =>
          importOf(calls, `source-${source}`).map((arrival, index) => (index === 0 ? { ...arrival, gap } : arrival)),
        );
        const dialled = play(arrivals, pacing);
        for (const one of sizes.keys()) for (const two of sizes.keys()) expectEqualShares(dialled, one, two);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps no click and no small source waiting for an import, nor one agent for another', () => {
    const pacing = pacingOf(rate);
    const others = fc.array(
      fc.record({
        sourceId: fc.constantFrom('b', 'c'),
        isInteractive: fc.boolean(),
        gap: fc.integer({ min: 2_000, max: 9_000 }),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(others, (small) => {
        const dialled = play([...importOf(500), ...small], pacing);
        // One in each of the other three lines, and the slot itself.
        expect(Math.max(...waitsOf(dialled, ({ sourceId }) => sourceId !== 'import'))).toBeLessThanOrEqual(
          4 * pacing.interval,
        );
      }),
      { numRuns: 20 },
    );
    const clicks = [
      ...importOf(50, 'crm', { isInteractive: true }),
      ...importOf(1, 'crm', { isInteractive: true, agentUsername: 'ben' }),
    ];
    const [ben] = waitsOf(play([...importOf(500), ...clicks], pacing), ({ agentUsername }) => agentUsername === 'ben');
    expect(ben).toBeLessThanOrEqual(5 * pacing.interval);
    const webhook = importOf(1, 'import', { agentUsername: 'ben' });
    const [own] = waitsOf(play([...importOf(500), ...webhook], pacing), ({ agentUsername }) => agentUsername === 'ben');
    expect(own).toBeLessThanOrEqual(2 * pacing.interval);
  });

  it('leaves an import its share however many clicks come', () => {
    const pacing = pacingOf(rate);
    const dialled = play([...importOf(100), ...importOf(600, 'crm', { isInteractive: true, gap: 20 })], pacing);
    expect(Math.max(...waitsOf(dialled, ({ sourceId }) => sourceId === 'import'))).toBeLessThanOrEqual(
      2 * 100 * pacing.interval,
    );
  });

  it('saves up nothing: a source that was idle for an hour gets no more than its share', () => {
    const pacing = pacingOf(rate);
    const idle = [...importOf(10, 'b'), ...importOf(1, 'a', { gap: 3_600_000 }), ...importOf(100, 'a')];
    const dialled = play([...idle, ...importOf(100, 'b')], pacing);
    const second = dialled.filter(({ askedAt }) => askedAt > START + 3_600_000);
    expectEqualShares(
      second.map((one) => ({
        ...one,
        arrival: { ...one.arrival, sourceId: `source-${one.arrival.sourceId === 'a' ? 0 : 1}` },
      })),
      0,
      1,
    );
  });

  it('tells an import exactly when it will be dialled, if nobody joins', () => {
    const pacing = pacingOf(rate);
    const dialled = play(importOf(200, 'import', { gap: 0 }), pacing);
    expect(dialled.map(({ expectedAt }) => expectedAt)).toEqual(dialled.map(({ dialledAt }) => dialledAt));
  });
});

/** While both have somebody waiting, neither is more than two ahead of the other (Goyal 1996, theorem 1, calls of size one). */
function expectEqualShares(dialled: readonly Dialled[], one: number, two: number): void {
  const [first, second] = [one, two].map((source) =>
    dialled.filter(({ arrival }) => arrival.sourceId === `source-${source}`),
  );
  if (first === undefined || second === undefined || one === two) return;
  let [lead, least, most] = [0, 0, 0];
  for (const { arrival, dialledAt } of dialled) {
    const isWaiting = (calls: readonly Dialled[]) =>
      calls.some((call) => call.askedAt < dialledAt && call.dialledAt >= dialledAt);
    if (!isWaiting(first) || !isWaiting(second)) {
      [lead, least, most] = [0, 0, 0];
      continue;
    }
    if (arrival.sourceId === `source-${one}`) lead += 1;
    if (arrival.sourceId === `source-${two}`) lead -= 1;
    [least, most] = [Math.min(least, lead), Math.max(most, lead)];
    expect(most - least).toBeLessThanOrEqual(2);
  }
}
