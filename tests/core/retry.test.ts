import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CallReason, CallView } from '../../functions/core/contracts/call.ts';
import type { RetryPolicy } from '../../functions/core/contracts/retry-policy.ts';
import type { StoredCall } from '../../functions/core/ports/call-store.ts';
import { followUpOf } from '../../functions/core/retry.ts';
import { acceptCallRequest } from '../../functions/core/use-cases/accept-call-request.ts';
import { dialCall } from '../../functions/core/use-cases/dial-call.ts';
import { followUpCall } from '../../functions/core/use-cases/follow-up-call.ts';
import { callRequested } from '../functions/support/call-requested.ts';
import { type Operation, portsInMemory } from './support/ports-in-memory.ts';

const policy: RetryPolicy = {
  busy: { after: [5, 15] },
  noAnswer: { after: [60], max: 3 },
  voicemail: { after: [240], dispositions: ['left-voicemail'] },
};
const endedAt = '2026-11-24T10:01:00.000Z';
const call = (reason: CallReason | undefined, changes: Partial<CallView> = {}): CallView => ({
  ...{ callId: 'call-1', sourceId: 'demo-crm', opportunityId: 'opp-1001', direction: 'outbound', state: 'completed' },
  ...{ requestedAt: '2026-11-24T10:00:00.000Z', endedAt, history: [], version: 1 },
  ...(reason !== undefined && { reason }),
  ...changes,
});
const saved = { notes: '', savedAt: endedAt, savedBy: 'ana' };

describe('an attempt that reached nobody', () => {
  it.each([
    ['busy', {}, { outcome: 'retry', attempt: 2, dueAt: new Date('2026-11-24T10:06:00Z') }],
    ['busy', { attempt: 2 }, { outcome: 'retry', attempt: 3, dueAt: new Date('2026-11-24T10:16:00Z') }],
    ['busy', { attempt: 3 }, { outcome: 'give-up' }],
    ['no-answer', { attempt: 3 }, { outcome: 'retry', attempt: 4, dueAt: new Date('2026-11-24T11:01:00Z') }],
    ['no-answer', { attempt: 4 }, { outcome: 'give-up' }],
    ['service-error', {}, undefined],
    ['invalid-number', {}, undefined],
    ['cancelled', { state: 'failed' }, undefined],
    ['customer-hung-up', { answeredAt: endedAt }, undefined],
    ['voicemail', { answeredAt: endedAt }, { outcome: 'retry', attempt: 2, dueAt: new Date('2026-11-24T14:01:00Z') }],
    ['voicemail', { answeredAt: endedAt, attempt: 2 }, { outcome: 'give-up' }],
    ['no-answer', { state: 'ended' }, undefined],
    [
      'agent-hung-up',
      { answeredAt: endedAt, outcome: { ...saved, disposition: 'left-voicemail' } },
      { outcome: 'retry', attempt: 2, dueAt: new Date('2026-11-24T14:01:00Z') },
    ],
    ['agent-hung-up', { answeredAt: endedAt, outcome: { ...saved, disposition: 'connected' } }, undefined],
  ] as const)('because of %s, %o, is followed by %o', (reason, changes, expected) => {
    expect(followUpOf(call(reason, changes), policy)).toEqual(expected);
  });

  it('is followed by no more attempts than the policy says, each later than the one before', () => {
    const retry = fc.record(
      {
        after: fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 5 }),
        max: fc.integer({ min: 1, max: 20 }),
      },
      { requiredKeys: ['after'] },
    );
    fc.assert(
      fc.property(retry, (busy) => {
        let [attempts, at] = [1, endedAt];
        for (;;) {
          const next = followUpOf(call('busy', { attempt: attempts, endedAt: at }), { busy });
          if (next?.outcome !== 'retry') break;
          expect(next.dueAt.getTime()).toBeGreaterThan(Date.parse(at));
          expect(next.attempt).toBe(attempts + 1);
          [attempts, at] = [next.attempt, next.dueAt.toISOString()];
        }
        expect(attempts - 1).toBe(busy.max ?? busy.after.length);
      }),
    );
  });
});

describe('the next attempt', () => {
  let memory: ReturnType<typeof portsInMemory>;
  let first: StoredCall;
  const tell = (ended: StoredCall = first) => followUpCall(memory.ports, ended, { retry: policy });
  const deliver = async () => {
    for (const { message } of memory.state.dialMessages.splice(0))
      if (!('type' in message)) await dialCall(memory.ports)(message);
  };

  beforeEach(async () => {
    memory = portsInMemory();
    const { callId } = await acceptCallRequest(memory.ports)({
      ...{ source: { id: 'demo-crm' }, requestId: 'msg_1', message: callRequested().data },
    });
    const known = memory.state.calls.get(callId) ?? expect.fail();
    first = { ...known, state: 'completed', reason: 'busy', endedAt };
    memory.state.calls.set(callId, first);
    memory.state.dialMessages.length = 0;
  });

  it('is a call of its own that waits for its time, linked to the first, and then rings the same number', async () => {
    const { nextAttempt } = await tell();
    expect(nextAttempt).toMatchObject({ attempt: 2, dueAt: '2026-11-24T10:06:00.000Z' });
    const second = () => memory.state.calls.get(nextAttempt?.callId ?? '');
    memory.state.now = new Date(endedAt);
    await deliver();
    const linked = { attemptOf: first.callId, attempt: 2 };
    expect(second()).toMatchObject({ state: 'scheduled', dueAt: nextAttempt?.dueAt, ...linked, phone: first.phone });
    memory.state.now = new Date('2026-11-24T10:06:00Z');
    await deliver();
    expect(memory.state.orders.map(({ phone }) => phone)).toEqual([first.phone, first.phone]);
    expect(second()).toMatchObject({ state: 'dialing', ...linked });
    // Only the CRM's own request says what the opportunity is.
    expect(memory.state.projections).toEqual(['opp-1001']);
  });

  it.each<Operation>(['requests.get', 'requests.accept', 'dialQueue.send'])(
    'is one, however often the end is told and although %s fails at first',
    async (operation) => {
      memory.state.failing.set(operation, 1);
      await expect(tell()).rejects.toThrow(operation);
      const told = await tell();
      expect(await tell()).toEqual(told);
      for (const at of [endedAt, '2026-11-24T10:06:00Z', '2026-11-24T10:08:00Z']) {
        memory.state.now = new Date(at);
        await deliver();
      }
      expect(memory.state.contactsStarted.size).toBe(2);
      expect(await tell()).toEqual(told);
      expect(memory.state.calls.size).toBe(2);
    },
  );

  it('obeys the rules: who does not want to be called by then is not', async () => {
    const { nextAttempt } = await tell();
    memory.state.attempts.listed.add(`demo-crm ${first.phone}`);
    await deliver();
    expect(memory.state.calls.get(nextAttempt?.callId ?? '')).toMatchObject({
      state: 'blocked',
      reason: 'do-not-call',
    });
  });

  it('does not come when the policy’s are used up, and that is told', async () => {
    expect(await tell({ ...first, attempt: 3 })).toEqual({ gaveUp: true });
    expect(await followUpCall(memory.ports, first, {})).toEqual({});
    expect(memory.state.dialMessages).toEqual([]);
  });
});
