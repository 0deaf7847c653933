import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, type CallStep, isFinal, isInProgress, learn, mergeCall, newStates } from '#core/call-state.ts';
import { CALL_STATES, type CallReason } from '#core/contracts/call.ts';
import { forgottenCall } from '#core/model/forget-person.ts';
import type { StoredCall } from '#core/ports/call-store.ts';

const minute = (number: number) => new Date(Date.UTC(2026, 10, 24, 10, number)).toISOString();

const stub: StoredCall = {
  callId: 'call-1',
  sourceId: 'crm',
  opportunityId: 'opp-1',
  direction: 'outbound',
  state: 'requested',
  requestedAt: minute(2),
  history: [],
  version: 0,
};
const projection: StoredCall = {
  ...stub,
  requestId: 'msg-1',
  contactName: 'Dana Reyes',
  agentUsername: 'ana',
  requestedAt: minute(1),
  history: [{ state: 'requested', at: minute(1) }],
};

const reasons: readonly CallReason[] = ['no-answer', 'busy', 'calling-hours', 'pacing'];
const steps: fc.Arbitrary<CallStep> = fc
  .record({
    state: fc.constantFrom(...CALL_STATES),
    at: fc.integer({ min: 0, max: 9 }).map(minute),
    reason: fc.option(fc.constantFrom(...reasons), { nil: undefined }),
  })
  .map(({ state, at, reason }) => ({
    ...{ state, at },
    ...(reason !== undefined && { reason }),
    ...(['held', 'scheduled', 'queued'].includes(state) && { dueAt: at.replace('2026', '2027') }),
  }));

const told = (call: StoredCall, list: readonly CallStep[]) =>
  list.reduce((current, step) => advance(current, step), call);
const rank = (call: StoredCall) => {
  const tiers = [['requested'], ['held', 'scheduled', 'queued'], ['blocked', 'expired', 'failed']];
  const tier = tiers.findIndex((states) => states.includes(call.state));
  return tier >= 0 ? tier : CALL_STATES.indexOf(call.state) - CALL_STATES.indexOf('dialing') + tiers.length;
};

describe('the life of a call', () => {
  it('ends in the same record whatever the order and however often each step is told', () => {
    fc.assert(
      fc.property(
        fc
          .array(steps, { maxLength: 10 })
          .chain((list) =>
            fc.tuple(
              fc.constant(list),
              fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2, maxLength: list.length * 2 }),
            ),
          ),
        ([list, shuffledTwice]) => {
          expect(told(stub, shuffledTwice)).toEqual(told(stub, list));
        },
      ),
    );
  });

  it('never moves back, has each state once, and stays the same object when nothing is new', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 12 }), (list) => {
        let call = stub;
        for (const step of list) {
          const next = advance(call, step);
          expect(rank(next)).toBeGreaterThanOrEqual(rank(call));
          expect(advance(next, step)).toBe(next);
          call = next;
        }
        const states = call.history.map(({ state }) => state);
        expect(new Set(states).size).toBe(states.length);
        if (list.length > 0) expect(states.at(-1)).toBe(call.state);
      }),
    );
  });

  it('is the same whether the projection or the contact events are written first', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 6 }), fc.array(steps, { maxLength: 6 }), (early, late) => {
        const one = told(stub, early);
        const other = told(projection, late);
        expect(mergeCall(one, other)).toEqual(mergeCall(other, one));
        const merged = mergeCall(one, other);
        expect(mergeCall(merged, other)).toBe(merged);
        expect(mergeCall(merged, one)).toBe(merged);
        expect(merged).toMatchObject({ requestId: 'msg-1', contactName: 'Dana Reyes', requestedAt: minute(1) });
      }),
    );
  });

  it('fills the gap of a late event without moving the call back', () => {
    const ended = told(projection, [
      { state: 'dialing', at: minute(2) },
      { state: 'ended', at: minute(5), reason: 'customer-hung-up' },
    ]);
    const filled = advance(ended, { state: 'answered', at: minute(3) });
    expect(filled).toMatchObject({
      state: 'ended',
      reason: 'customer-hung-up',
      answeredAt: minute(3),
      endedAt: minute(5),
    });
    expect(filled.history.map(({ state }) => state)).toEqual(['requested', 'dialing', 'answered', 'ended']);
  });

  it('keeps the earliest time of a state, and the reason of the end when it is completed', () => {
    const call = told(projection, [
      { state: 'ended', at: minute(5), reason: 'no-answer' },
      { state: 'ended', at: minute(4) },
      { state: 'completed', at: minute(6) },
    ]);
    expect(call).toMatchObject({ state: 'completed', endedAt: minute(4), completedAt: minute(6), reason: 'no-answer' });
  });

  it('says when a waiting call is due, by its latest word, and forgets it when the call is dialled', () => {
    const held = advance(projection, { state: 'held', at: minute(2), reason: 'calling-hours', dueAt: minute(30) });
    const queued = advance(held, { state: 'queued', at: minute(31), reason: 'pacing', dueAt: minute(32) });
    const heldAgain = advance(queued, { state: 'held', at: minute(33), reason: 'calling-hours', dueAt: minute(59) });
    expect(queued).toMatchObject({ state: 'queued', reason: 'pacing', dueAt: minute(32) });
    expect(heldAgain).toMatchObject({ state: 'held', reason: 'calling-hours', dueAt: minute(59) });
    const dialing = advance(heldAgain, { state: 'dialing', at: minute(59) });
    expect(dialing).not.toHaveProperty('dueAt');
    expect(dialing).not.toHaveProperty('reason');
  });

  it('believes a contact event more than a failure that was noted before it', () => {
    const failed = advance(projection, { state: 'failed', at: minute(2), reason: 'service-error' });
    expect(isFinal(failed.state)).toBe(true);
    const dialing = advance(failed, { state: 'dialing', at: minute(2) });
    expect(dialing.state).toBe('dialing');
    expect(isInProgress(dialing.state)).toBe(true);
  });

  it('names only the states that are new, and learns only what is unknown', () => {
    const dialing = advance(projection, { state: 'dialing', at: minute(2) });
    expect(newStates(projection, dialing)).toEqual(['dialing']);
    expect(newStates(stub, dialing)).toEqual(['requested', 'dialing']);
    expect(learn(projection, { agentUsername: 'ben' })).toBe(projection);
    expect(learn(projection, { connectContactId: 'cc-1' })).toEqual({ ...projection, connectContactId: 'cc-1' });
  });
});

describe('a call whose person was erased', () => {
  const made = { ...projection, contactId: 'c-1', phone: '+14155550101', topic: 'Dana asks' };
  const outcome = { disposition: 'connected', notes: 'private', savedAt: minute(5), savedBy: 'ana' };

  it('learns nothing of a person any more, whoever joins it with whom', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 5 }), fc.boolean(), (known, isFirst) => {
        const whole = known.reduce<StoredCall>((one, step) => advance(one, step), { ...made, outcome });
        const erased = forgottenCall(whole, minute(6));
        const merged = isFirst ? mergeCall(erased, whole) : mergeCall(whole, erased);
        expect(JSON.stringify(merged)).not.toMatch(/Dana|1415555|c-1|private/);
        expect(merged).toMatchObject({
          erasedAt: minute(6),
          agentUsername: 'ana',
          outcome: { disposition: 'connected' },
        });
        expect(merged.history).toEqual(whole.history);
        expect(mergeCall(merged, whole)).toBe(merged);
        expect(forgottenCall(merged, minute(7))).toBe(merged);
      }),
    );
  });

  it('goes on as a call', () => {
    const ended = advance(forgottenCall(made, minute(6)), { state: 'ended', at: minute(7) });
    expect(ended).toMatchObject({ state: 'ended', endedAt: minute(7), erasedAt: minute(6) });
  });
});
