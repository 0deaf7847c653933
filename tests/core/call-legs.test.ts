import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallLeg, CallLegs } from '#core/call-legs.ts';
import { mergeCall, newStates, withLegs } from '#core/call-state.ts';
import { forgottenCall } from '#core/model/forget-person.ts';
import type { StoredCall } from '#core/ports/call-store.ts';

const minute = (number: number) => new Date(Date.UTC(2026, 10, 24, 10, number)).toISOString();

const requested: StoredCall = {
  ...{ callId: 'call-1', sourceId: 'crm', opportunityId: 'opp-1', direction: 'outbound', state: 'requested' },
  ...{ requestedAt: minute(0), history: [{ state: 'requested', at: minute(0) }], version: 0 },
};
const told = (news: readonly CallLegs[], call = requested) => news.reduce(withLegs, call);
const shuffledTwice = <T>(list: readonly T[]) =>
  fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2, maxLength: list.length * 2 });

/** Two or three legs, each as one of Connect's three ways to go on, with any of their facts known. */
const time = fc.integer({ min: 0, max: 30 }).map(minute);
const recording = fc.record(
  { startedAt: time, stoppedAt: time, deleted: fc.constantFrom('DELETED', 'retention') },
  { requiredKeys: [] },
);
const facts = (id: string, previous: readonly string[]): fc.Arbitrary<CallLegs> =>
  fc
    .record(
      {
        ...{ startedAt: time, answeredAt: time, withAgentAt: time, endedAt: time, completedAt: time },
        disconnectReason: fc.constantFrom('CUSTOMER_DISCONNECT', 'AGENT_DISCONNECT', 'CONTACT_FLOW_DISCONNECT'),
        takenBy: fc.constantFrom('ana', 'ben'),
        answeredBy: fc.constant('machine' as const),
        ...(previous.length > 0 && { continues: fc.constantFrom(...previous) }),
        recordings: fc.dictionary(fc.constantFrom('bucket/one.wav', 'bucket/two.wav'), recording),
      },
      { requiredKeys: [] },
    )
    .map((leg) => ({ [id]: leg }));
const news = fc.array(
  fc.oneof(
    facts('leg-1', []),
    facts('leg-2', ['leg-1']),
    facts('leg-3', ['leg-1', 'leg-2']),
    fc.constant({ 'leg-1': {} }),
  ),
  { maxLength: 9 },
);

describe('the legs of a call', () => {
  it('end in the same record whatever the order and however often each fact is told', () => {
    const orders = news.chain((list) => fc.tuple(fc.constant(list), shuffledTwice(list)));
    fc.assert(
      fc.property(orders, ([list, shuffled]) => {
        expect(told(shuffled)).toEqual(told(list));
      }),
      { numRuns: 300 },
    );
  });

  it('are the same record whoever of two writers was first, and write nothing that is known', () => {
    fc.assert(
      fc.property(news, news, (early, late) => {
        const one = told(early);
        const other = told(late, { ...requested, requestId: 'msg-1' });
        const merged = mergeCall(one, other);
        expect(mergeCall(other, one)).toEqual(merged);
        expect(merged).toEqual(told([...late, ...early], { ...requested, requestId: 'msg-1' }));
        expect(mergeCall(merged, one)).toBe(merged);
        expect(told([...late, ...early], merged)).toBe(merged);
      }),
      { numRuns: 300 },
    );
  });

  it('keep the call alive as long as one of them goes on', () => {
    const moved = (id: string, all: CallLegs) => Object.values(all).some(({ continues }) => continues === id);
    fc.assert(
      fc.property(news, (list) => {
        const call = told(list);
        const legs = call.legs ?? {};
        const goesOn = ([id, leg]: [string, CallLeg]) => !leg.endedAt && !leg.completedAt && !moved(id, legs);
        if (Object.entries(legs).some(goesOn)) expect(call).not.toHaveProperty('endedAt');
        for (const { endedAt = '' } of Object.values(legs)) {
          if (call.endedAt !== undefined) expect(call.endedAt >= endedAt).toBe(true);
        }
        if (call.completedAt !== undefined) expect(call.endedAt).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe('the recordings of an erased person', () => {
  it('are known to nobody, whoever of two writers has heard of the erasure, and whatever is told afterwards', () => {
    fc.assert(
      fc.property(news, news, (early, late) => {
        const erased = forgottenCall(told(early), minute(12));
        const merged = [mergeCall(told(late), erased), mergeCall(erased, told(late)), told(late, erased)];
        for (const call of merged) expect(JSON.stringify(call)).not.toContain('.wav');
        expect(told(late, told(late, erased))).toEqual(told(late, erased));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a call that moves', () => {
  const first = { startedAt: minute(0), answeredAt: minute(1) };
  const withAna = { ...first, withAgentAt: minute(2), takenBy: 'ana' };
  const withBen = { startedAt: minute(4), withAgentAt: minute(5), takenBy: 'ben' };

  it('takes a premature end back, and ends with the leg that ends last', () => {
    const early = told([{ one: { ...first, endedAt: minute(3), completedAt: minute(3) } }]);
    expect(early).toMatchObject({ state: 'completed', endedAt: minute(3) });
    const goesOn = withLegs(early, { two: { startedAt: minute(3), continues: 'one' } });
    expect(goesOn).toMatchObject({ state: 'answered', answeredAt: minute(1) });
    expect(goesOn).not.toHaveProperty('endedAt');
    expect(goesOn).not.toHaveProperty('completedAt');
    expect(newStates(early, goesOn)).toEqual(['answered']);
    const over = withLegs(goesOn, { two: { ...withBen, endedAt: minute(9), disconnectReason: 'AGENT_DISCONNECT' } });
    expect(over).toMatchObject({ state: 'ended', endedAt: minute(9), reason: 'agent-hung-up', takenBy: 'ben' });
    expect(newStates(goesOn, over)).toEqual(['with_agent', 'ended']);
    const done = withLegs(over, { two: { completedAt: minute(11) } });
    expect(done).toMatchObject({ state: 'completed', completedAt: minute(11), reason: 'agent-hung-up' });
    expect(newStates(over, done)).toEqual(['completed']);
  });

  it('names the end again when it was another than it seemed', () => {
    const early = told([{ one: { ...first, endedAt: minute(3) } }]);
    const later = withLegs(early, { two: { ...withBen, endedAt: minute(9) } });
    expect(newStates(early, later)).toEqual(['with_agent', 'ended']);
    expect(newStates(later, later)).toEqual([]);
  });

  it('is over for the leg that it was moved away from, even when nobody says so', () => {
    const legs = { one: first, two: { ...withBen, continues: 'one', endedAt: minute(9), completedAt: minute(10) } };
    expect(told([legs])).toMatchObject({ state: 'completed', endedAt: minute(9), completedAt: minute(10) });
  });

  it('belongs to the agent who stays: after a transfer the second, after a mere question the first', () => {
    const both = { one: withAna, two: withBen };
    expect(told([both]).takenBy).toBe('ben');
    expect(told([both, { one: { endedAt: minute(6) } }])).toMatchObject({ state: 'with_agent', takenBy: 'ben' });
    expect(told([both, { two: { endedAt: minute(6) } }])).toMatchObject({ state: 'with_agent', takenBy: 'ana' });
    expect(told([both, { one: { endedAt: minute(8) }, two: { endedAt: minute(6) } }])).toMatchObject({
      ...{ state: 'ended', endedAt: minute(8), withAgentAt: minute(2), takenBy: 'ana' },
    });
  });

  it('names nobody rather than the wrong agent', () => {
    const { takenBy: _unknown, ...unnamed } = withBen;
    expect(told([{ one: withAna, two: unnamed }])).not.toHaveProperty('takenBy');
  });

  it('in vain says so: the reason is that of the last leg', () => {
    const legs = {
      one: { ...first, endedAt: minute(3) },
      two: { startedAt: minute(3), endedAt: minute(5), disconnectReason: 'CONTACT_FLOW_DISCONNECT' },
    };
    expect(told([legs])).toMatchObject({ state: 'ended', reason: 'no-agent' });
  });
});
