import { beforeEach, describe, expect, it } from 'vitest';
import type { CallRequested } from '../../../functions/core/contracts/call-request.ts';
import type { CallingRules } from '../../../functions/core/contracts/calling-rules.ts';
import { callIdOf } from '../../../functions/core/ids.ts';
import { acceptCallRequest } from '../../../functions/core/use-cases/accept-call-request.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { type Operation, portsInMemory } from '../support/ports-in-memory.ts';

let memory: ReturnType<typeof portsInMemory>;
const source = { id: 'demo-crm', callingHours: { start: '08:00', end: '21:00' } };
const ask = (requestId = 'msg_1', changes: Partial<CallRequested['data']> = {}) =>
  acceptCallRequest(memory.ports)({ source, requestId, message: callRequested(changes).data });
const person = callRequested().data.contacts[0] ?? expect.fail();

beforeEach(() => {
  memory = portsInMemory();
});

describe('accepting a call request', () => {
  it('takes two round trips, one after the other, and leaves a safety net', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ status: 'dialing', connectContactId: 'contact-1' });
    expect(memory.state.roundTrips).toBe(2);
    expect(memory.state.dialMessages).toEqual([
      { message: { sourceId: 'demo-crm', requestId: 'msg_1' }, delaySeconds: 60 },
    ]);
    expect(memory.state.projections).toEqual(['opp-1001']);
    expect(memory.state.files).toMatchObject([{ documentId: 'd-1', url: 'http://localhost:1/d-1' }]);
  });

  it('answers a duplicate after one round trip and takes no slot for it', async () => {
    await ask();
    memory.state.roundTrips = 0;
    const again = await ask();
    expect(again).toEqual({ callId: callIdOf('demo-crm', 'msg_1'), status: 'requested' });
    expect([memory.state.roundTrips, memory.state.reservations, memory.state.orders.length]).toEqual([1, 1, 1]);
  });

  it('tells a duplicate the Connect id although the contact event had come before the call was written', async () => {
    const callId = callIdOf('demo-crm', 'msg_1');
    memory.state.calls.set(callId, {
      ...{ callId, sourceId: 'demo-crm', opportunityId: 'opp-1001', direction: 'outbound', state: 'dialing' },
      ...{ connectContactId: 'contact-1', requestedAt: memory.state.now.toISOString(), history: [], version: 1 },
    });
    await ask();
    expect(await ask()).toMatchObject({ callId, status: 'dialing', connectContactId: 'contact-1' });
  });

  it('tells one source’s id from the same id of another', async () => {
    await ask();
    await acceptCallRequest(memory.ports)({
      source: { id: 'other' },
      requestId: 'msg_1',
      message: callRequested().data,
    });
    expect(new Set(memory.state.orders.map(({ clientToken }) => clientToken)).size).toBe(2);
  });

  it('dials a burst of five and queues the sixth for its slot', async () => {
    const answers = [];
    for (let count = 1; count <= 6; count += 1) answers.push(await ask(`msg_${count}`));
    expect(answers.map(({ status }) => status)).toEqual([...Array(5).fill('dialing'), 'queued']);
    const dueAt = '2026-11-24T10:00:00.500Z';
    expect(answers[5]).toMatchObject({ reason: 'pacing', dueAt });
    expect(memory.state.dialMessages).toContainEqual({
      message: { sourceId: 'demo-crm', requestId: 'msg_6', dialAt: dueAt },
      delaySeconds: 1,
    });
    memory.state.roundTrips = 0;
    expect(await ask('msg_6')).toMatchObject({ status: 'queued', reason: 'pacing', dueAt });
    expect(memory.state.roundTrips).toBe(1);
  });

  it.each([
    ['a call that somebody waits for', { interactive: true }, 'clicks'],
    ['a call like the import’s', {}, 'source#demo-crm'],
    [
      'a call of later on, for which nobody waits',
      { interactive: true, notBefore: '2026-11-24T09:00:00Z' },
      'source#demo-crm',
    ],
  ])('lines up, behind an import of the same agent: %s', async (_what, more, line) => {
    for (let count = 1; count <= 25; count += 1) await ask(`import_${count}`);
    const call = { ...callRequested().data.call, ...more };
    expect(await ask('one', { call })).toMatchObject({ status: 'queued', reason: 'pacing' });
    const own = memory.state.calls.get(callIdOf('demo-crm', 'one'));
    expect(own?.place?.line).toBe(line);
    const ahead = Date.parse(own?.dueAt ?? '') - memory.state.now.getTime();
    expect(ahead < 2_000, `due in ${ahead} ms`).toBe(line === 'clicks');
  });

  it('holds a call outside the person’s hours, without a slot; the safety net schedules it', async () => {
    const contacts = [{ ...person, timeZone: 'America/Los_Angeles' }];
    const answer = await ask('msg_1', { contacts });
    expect(answer).toMatchObject({ status: 'held', reason: 'calling-hours', dueAt: '2026-11-24T16:00:00.000Z' });
    expect([memory.state.reservations, memory.state.orders]).toEqual([0, []]);
    expect(memory.state.dialMessages).toMatchObject([{ delaySeconds: 60 }]);
    expect(memory.state.writeBacks).toEqual([]);
  });

  it('refuses instead of holding when the source wants that, and the call says until when', async () => {
    const callingRules = { unknownTimeZone: 'number', whenBlocked: 'refuse' } as const;
    const answer = await acceptCallRequest(memory.ports)({
      ...{ source: { ...source, callingRules }, requestId: 'msg_1', message: callRequested().data },
    });
    const told = { reason: 'calling-hours', dueAt: '2026-11-24T16:00:00.000Z' };
    expect(answer).toMatchObject({ status: 'blocked', ...told });
    expect(memory.state.calls.get(answer.callId)).toMatchObject({ state: 'blocked', ...told });
    expect(memory.state.writeBacks).toMatchObject([{ type: 'call.blocked' }]);
    expect(await ask()).toMatchObject({ status: 'blocked', ...told });
  });

  describe('of a source that counts attempts', () => {
    const limited = (attemptCaps: CallingRules['attemptCaps'] = {}, minimumGapMinutes = 30) => ({
      id: 'demo-crm',
      callingRules: { unknownTimeZone: 'number', whenBlocked: 'hold', attemptCaps, minimumGapMinutes } as const,
    });
    const askLimited = (requestId: string, rules = limited({ perPersonPerDay: 1 })) =>
      acceptCallRequest(memory.ports)({ source: rules, requestId, message: callRequested().data });

    it('still takes two round trips', async () => {
      expect(await askLimited('msg_1')).toMatchObject({ status: 'dialing' });
      expect(memory.state.roundTrips).toBe(2);
    });

    it('lets one of ten requests at once pass a cap of one, and holds the others until the person’s next day', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, (_, count) => askLimited(`msg_${count}`)));
      expect(answers.filter(({ status }) => status === 'dialing')).toHaveLength(1);
      // Midnight in San Francisco; the gap is over by then.
      const held = { status: 'held', reason: 'attempt-cap', dueAt: '2026-11-25T08:00:00.000Z' };
      expect(answers.filter(({ status }) => status !== 'dialing')).toMatchObject(Array(9).fill(held));
      expect(memory.state.orders).toHaveLength(1);
    });

    it('counts a repeated request once', async () => {
      await askLimited('msg_1', limited({ perPersonPerDay: 2 }, 1));
      await askLimited('msg_1', limited({ perPersonPerDay: 2 }, 1));
      memory.state.now = new Date(memory.state.now.getTime() + 60_000);
      expect(await askLimited('msg_2', limited({ perPersonPerDay: 2 }, 1))).toMatchObject({ status: 'dialing' });
    });

    it('holds a second call to the same number until the gap is over', async () => {
      await askLimited('msg_1', limited());
      const told = { status: 'held', reason: 'minimum-gap', dueAt: '2026-11-24T10:30:00.000Z' };
      expect(await askLimited('msg_2', limited())).toMatchObject(told);
    });

    it('does not count a call that may not be made after all', async () => {
      const edited = { doNotCall: true, version: 2, updatedAt: '', updatedBy: 'ana', pendingWriteBackVersion: 2 };
      memory.state.contacts.set('c-1', { ...person, ...edited });
      expect(await askLimited('msg_1')).toMatchObject({ status: 'blocked' });
      expect([...memory.state.attempts.days.values()].flatMap((calls) => [...calls])).toEqual([]);
    });
  });

  it('blocks a number that the source has listed', async () => {
    memory.state.attempts.listed.add('demo-crm +14155550101');
    expect(await ask()).toMatchObject({ status: 'blocked', reason: 'do-not-call' });
    expect(memory.state.orders).toEqual([]);
  });

  it('blocks a person who an agent has just marked, although the CRM does not know it yet', async () => {
    memory.state.contacts.set('c-1', {
      ...person,
      ...{ doNotCall: true, version: 2, updatedAt: '', updatedBy: 'ana', pendingWriteBackVersion: 2 },
    });
    expect(await ask()).toMatchObject({ status: 'blocked', reason: 'do-not-call' });
    expect(memory.state.orders).toEqual([]);
    expect(memory.state.writeBacks).toMatchObject([{ type: 'call.blocked', callId: callIdOf('demo-crm', 'msg_1') }]);
  });

  it.each([
    [{ outcome: 'throttled' } as const, { status: 'queued', reason: 'service-throttled' }, 5],
    [new Error('socket hang up'), { status: 'queued', reason: 'service-error' }, 60],
  ])('comes back when Connect answers %o', async (said, expected, delaySeconds) => {
    memory.state.connectSays = () => said;
    expect(await ask()).toMatchObject(expected);
    expect(Math.min(...memory.state.dialMessages.map((sent) => sent.delaySeconds))).toBe(delaySeconds);
  });

  it('tells the source of a refusal for good', async () => {
    memory.state.connectSays = () => ({ outcome: 'refused', reason: 'destination-not-allowed', detail: '' });
    expect(await ask()).toMatchObject({ status: 'failed', reason: 'destination-not-allowed' });
    expect(memory.state.writeBacks).toMatchObject([{ type: 'call.failed' }]);
    expect(memory.state.calls.get(callIdOf('demo-crm', 'msg_1'))).toMatchObject({
      state: 'failed',
      history: [{ state: 'requested' }, { state: 'failed', reason: 'destination-not-allowed' }],
    });
  });

  it.each<Operation>(['requests.accept', 'dialQueue.send', 'slots.reserve', 'contacts.get', 'doNotCall.isListed'])(
    'says nothing before the request is durable: %s fails',
    async (operation) => {
      memory.state.failing.set(operation, 1);
      await expect(ask()).rejects.toThrow(operation);
      expect(memory.state.orders).toEqual([]);
      expect(await ask()).toHaveProperty('callId');
      expect(memory.state.dialMessages.length).toBeGreaterThan(0);
    },
  );

  it('has the opportunity written later when it cannot be written now: the call goes on', async () => {
    memory.state.failing.set('opportunities.project', 1);
    expect(await ask()).toMatchObject({ status: 'dialing' });
    expect(memory.state.dialMessages).toContainEqual({
      message: { sourceId: 'demo-crm', requestId: 'msg_1', project: true },
      delaySeconds: 5,
    });
  });
});
