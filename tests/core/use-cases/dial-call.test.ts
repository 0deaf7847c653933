import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CallRequested } from '../../../functions/core/contracts/call-request.ts';
import type { CallMessage, DialQueueMessage } from '../../../functions/core/contracts/queue-messages.ts';
import { callIdOf } from '../../../functions/core/ids.ts';
import { SERVICE_ATTEMPTS } from '../../../functions/core/policy.ts';
import { acceptCallRequest } from '../../../functions/core/use-cases/accept-call-request.ts';
import { dialCall } from '../../../functions/core/use-cases/dial-call.ts';
import { watchCall } from '../../../functions/core/use-cases/watch-call.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { type Operation, portsInMemory } from '../support/ports-in-memory.ts';

let memory: ReturnType<typeof portsInMemory>;
const source = { id: 'demo-crm', callingHours: { start: '08:00', end: '21:00' } };
const message: CallMessage = { sourceId: 'demo-crm', requestId: 'msg_1' };
const callId = callIdOf('demo-crm', 'msg_1');
const ask = (requestId = 'msg_1', changes: Partial<CallRequested['data']> = {}) =>
  acceptCallRequest(memory.ports)({ source, requestId, message: callRequested(changes).data });
const dial = (sent: DialQueueMessage = message) => {
  if (!('type' in sent)) return dialCall(memory.ports)(sent);
  return sent.type === 'watch' ? watchCall(memory.ports)(sent) : Promise.reject(new Error('no call has an outcome'));
};
const later = (seconds: number) => {
  memory.state.now = new Date(memory.state.now.getTime() + seconds * 1_000);
};
/** A message whose handling failed comes back after the queue's visibility timeout. */
const VISIBILITY = 90_000;

/** Delivers what is due until nothing is left, as the queue does; returns when each call was dialled. */
async function drain(maxSeconds: number, { retries = false, lag = 0 } = {}): Promise<number[]> {
  const start = memory.state.now.getTime();
  let waiting = memory.state.dialMessages
    .splice(0)
    .map((sent) => ({ ...sent, at: start + sent.delaySeconds * 1_000 + lag }));
  const dialled: number[] = [];
  while (waiting.length > 0) {
    waiting.sort((one, two) => one.at - two.at);
    const [next] = waiting.splice(0, 1);
    if (next === undefined || next.at > start + maxSeconds * 1_000) break;
    memory.state.now = new Date(Math.max(next.at, memory.state.now.getTime()));
    const before = memory.state.contactsStarted.size;
    try {
      await dial(next.message);
    } catch (error) {
      if (!retries) throw error;
      waiting.push({ ...next, at: memory.state.now.getTime() + VISIBILITY });
    }
    if (memory.state.contactsStarted.size > before) dialled.push(memory.state.now.getTime() - start);
    const sent = memory.state.dialMessages.splice(0);
    waiting = [
      ...waiting,
      ...sent.map((one) => ({ ...one, at: memory.state.now.getTime() + one.delaySeconds * 1_000 + lag })),
      ...[...memory.state.wakeUps.values()].map(({ message: woken, at }) => ({
        ...{ message: woken, delaySeconds: 0, at: at.getTime() },
      })),
    ];
    memory.state.wakeUps.clear();
  }
  return dialled;
}

beforeEach(() => {
  memory = portsInMemory();
});

describe('the dial queue', () => {
  it.each<Operation>(['connect.start', 'calls.change', 'opportunities.project', 'slots.reserve'])(
    'finishes what a request could not because of %s, with one call',
    async (operation) => {
      memory.state.failing.set(operation, 1);
      await ask().catch(() => undefined);
      later(60);
      await dial();
      await dial();
      expect([...memory.state.contactsStarted.keys()]).toEqual([callId]);
      expect(memory.state.calls.get(callId)).toMatchObject({ state: 'dialing', connectContactId: 'contact-1' });
      expect(memory.state.requests.get('demo-crm msg_1')?.answer).toMatchObject({ connectContactId: 'contact-1' });
      expect(memory.state.projections).toContain('opp-1001');
      expect(memory.state.writeBacks).toMatchObject([{ type: 'call.dialing' }]);
    },
  );

  it('makes exactly one call of whatever fails, is repeated or crashes on the way, once a delivery was answered', async () => {
    const operations: Operation[] = [
      ...([
        'requests.accept',
        'requests.recordAnswer',
        'calls.change',
        'contacts.get',
        'opportunities.project',
      ] as const),
      ...(['slots.reserve', 'dialQueue.send', 'connect.start', 'documents.send', 'calls.get', 'requests.get'] as const),
    ];
    const faults = fc.array(fc.tuple(fc.constantFrom(...operations), fc.integer({ min: 1, max: 3 })), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(faults, fc.integer({ min: 1, max: 4 }), fc.boolean(), async (failing, deliveries, lostEvent) => {
        memory = portsInMemory();
        for (const [operation, count] of failing) memory.state.failing.set(operation, count);
        const answers = [];
        for (let delivery = 0; delivery < deliveries; delivery += 1) {
          answers.push(await ask().catch((error: unknown) => error));
        }
        const call = memory.state.calls.get(callId);
        const connectContactId = memory.state.contactsStarted.get(callId);
        if (!lostEvent && call !== undefined && connectContactId !== undefined) {
          memory.state.calls.set(callId, { ...call, connectContactId });
        }
        await drain(3_600, { retries: true });
        const wasAnswered = answers.some((one) => !(one instanceof Error));
        if (wasAnswered) expect([...memory.state.contactsStarted]).toEqual([[callId, 'contact-1']]);
        expect(new Set(memory.state.orders.map(({ clientToken }) => clientToken)).size).toBeLessThanOrEqual(1);
        if (wasAnswered) {
          expect(memory.state.calls.get(callId)).toMatchObject({ connectContactId: 'contact-1', requestId: 'msg_1' });
          expect(memory.state.opportunities.has('demo-crm opp-1001')).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('lets a call alone that the contact event has recorded', async () => {
    await ask();
    const call = memory.state.calls.get(callId) ?? expect.fail();
    memory.state.calls.set(callId, { ...call, connectContactId: 'contact-1', state: 'completed' });
    later(60);
    await dial();
    expect(memory.state.orders).toHaveLength(1);
    expect(memory.state.projections).toHaveLength(1);
  });

  it('asks Connect again with the same token when nobody has recorded the contact', async () => {
    await ask();
    later(60);
    await dial();
    expect(new Set(memory.state.orders.map(({ clientToken }) => clientToken))).toEqual(new Set([callId]));
    expect(memory.state.calls.get(callId)).toMatchObject({ connectContactId: 'contact-1' });
  });

  it('paces a burst: 40 at once are all dialled, once each, in the least time the quota allows', async () => {
    for (let count = 1; count <= 40; count += 1) await ask(`msg_${count}`);
    expect(memory.state.contactsStarted.size).toBe(5);
    const dialled = await drain(600);
    expect(memory.state.contactsStarted.size).toBe(40);
    expect(dialled.at(-1)).toBeLessThanOrEqual(18_500);
    let [tokens, before] = [0, 0];
    for (const at of dialled) {
      tokens = Math.min(5, tokens + ((at - before) * 2) / 1_000) - 1;
      before = at;
      expect(tokens).toBeGreaterThanOrEqual(-1e-9);
    }
  });

  it('dials in a slot that it holds, and takes another when it comes too late for it', async () => {
    memory.state.connectSays = () => ({ outcome: 'throttled' });
    await ask();
    memory.state.connectSays = undefined;
    const held = { ...message, dialAt: new Date(memory.state.now.getTime() + 500).toISOString() };
    const { reservations } = memory.state;
    later(1);
    await dial(held);
    expect(memory.state.reservations).toBe(reservations);
    memory.state.calls.clear();
    later(10);
    await dial(held);
    expect(memory.state.reservations).toBe(reservations + 1);
  });

  it('dials everybody even when the queue is slower than every slot', async () => {
    for (let count = 1; count <= 40; count += 1) await ask(`msg_${count}`);
    const dialled = await drain(600, { lag: 10_000 });
    expect(memory.state.contactsStarted.size).toBe(40);
    expect(dialled.at(-1)).toBeLessThan(60_000);
  });

  it('schedules a call that is due in hours, and dials it when they open', async () => {
    const [person] = callRequested().data.contacts;
    const contacts = [{ ...(person ?? expect.fail()), timeZone: 'America/Los_Angeles' }];
    await ask('msg_1', { contacts });
    const [at] = await drain(8 * 3_600);
    expect(at).toBe(6 * 3_600_000);
    expect(memory.state.operations.filter((one) => one === 'wakeUps.set')).toHaveLength(1);
  });

  it('leaves a wait to the queue that the queue can delay', async () => {
    await ask('msg_1', { call: { ...callRequested().data.call, notBefore: '2026-11-24T10:15:00Z' } });
    const [at] = await drain(3_600);
    expect(at).toBe(900_000);
    expect(memory.state.operations).not.toContain('wakeUps.set');
  });

  it('keeps the message while the schedule cannot be made', async () => {
    await ask('msg_1', { call: { ...callRequested().data.call, notBefore: '2026-12-24T10:00:00Z' } });
    later(60);
    memory.state.failing.set('wakeUps.set', 1);
    await expect(dial()).rejects.toThrow('wakeUps.set fails');
    await dial();
    expect(memory.state.wakeUps.get(callId)?.at).toEqual(new Date('2026-12-24T10:00:00Z'));
  });

  it('reads nothing of a call whose time has not come', async () => {
    await ask();
    memory.state.operations.length = 0;
    memory.state.dialMessages.length = 0;
    const held = { ...message, dialAt: new Date(memory.state.now.getTime() + 1_000_000).toISOString() };
    await dial(held);
    expect(memory.state.operations).toEqual(['dialQueue.send']);
    expect(memory.state.dialMessages).toEqual([{ message: held, delaySeconds: 900 }]);
  });

  it('asks Connect once for a slot whose message comes twice, and looks again later', async () => {
    for (let count = 1; count <= 6; count += 1) await ask(`msg_${count}`);
    const held = { ...message, requestId: 'msg_6', dialAt: new Date(memory.state.now.getTime() + 500).toISOString() };
    later(1);
    memory.state.dialMessages.length = 0;
    await Promise.all([dial(held), dial(held)]);
    expect(memory.state.orders).toHaveLength(6);
    expect(memory.state.dialMessages).toMatchObject([{ message: { requestId: 'msg_6' }, delaySeconds: 60 }]);
  });

  it('asks the rules again at the moment of dialling', async () => {
    for (let count = 1; count <= 6; count += 1) await ask(`msg_${count}`);
    const person = callRequested().data.contacts[0] ?? expect.fail();
    memory.state.contacts.set('c-1', {
      ...person,
      ...{ doNotCall: true, version: 2, updatedAt: '', updatedBy: 'ana', pendingWriteBackVersion: undefined },
    });
    later(1);
    await dial({ ...message, requestId: 'msg_6', dialAt: memory.state.now.toISOString() });
    expect(memory.state.orders).toHaveLength(5);
    expect(memory.state.calls.get(callIdOf('demo-crm', 'msg_6'))).toMatchObject({
      state: 'blocked',
      reason: 'do-not-call',
    });
    expect(memory.state.writeBacks).toMatchObject([{ type: 'call.blocked' }]);
  });

  it('tells the source of an end whose teller crashed, once', async () => {
    memory.state.connectSays = () => ({ outcome: 'refused', reason: 'destination-not-allowed', detail: '' });
    memory.state.failing.set('writeBacks.send', 1);
    await expect(ask()).rejects.toThrow('writeBacks.send');
    later(60);
    await dial();
    await dial();
    expect(memory.state.writeBacks).toMatchObject([{ type: 'call.failed', callId }]);
    expect(memory.state.orders).toHaveLength(1);
  });

  it('comes back later when Connect is busy, and also when it is down: then the call may be ringing, and stays claimed', async () => {
    memory.state.connectSays = () => ({ outcome: 'throttled' });
    await ask();
    memory.state.dialMessages.length = 0;
    await dial();
    const again = memory.state.dialMessages.splice(0);
    expect(again).toEqual([{ message: { ...message, throttled: 1 }, delaySeconds: 5 }]);
    later(5);
    await dial(again[0]?.message);
    expect(memory.state.dialMessages).toEqual([{ message: { ...message, throttled: 2 }, delaySeconds: 10 }]);
    expect(memory.state.calls.get(callId)).not.toHaveProperty('claimedSlot');
    memory.state.connectSays = () => new Error('connection refused');
    const next = memory.state.dialMessages.splice(0);
    later(10);
    await dial(next[0]?.message);
    expect(memory.state.dialMessages).toEqual([{ message: { ...message, throttled: 3 }, delaySeconds: 20 }]);
    expect(memory.state.calls.get(callId)).toMatchObject({
      ...{ state: 'queued', reason: 'service-error', claimedSlot: expect.any(String) },
    });
  });

  it.each([
    ['has had no capacity', { outcome: 'throttled' } as const, { state: 'expired', reason: 'service-throttled' }],
    ['has not answered', new Error('connection refused'), { state: 'failed', reason: 'service-error' }],
  ])('gives a call up when Connect %s for a day', async (_case, answer, end) => {
    memory.state.connectSays = () => answer;
    await ask();
    memory.state.dialMessages.length = 0;
    later(60);
    await dial({ ...message, throttled: SERVICE_ATTEMPTS });
    expect(memory.state.calls.get(callId)).toMatchObject(end);
    expect(memory.state.dialMessages).toEqual([]);
    expect(memory.state.writeBacks).toMatchObject([{ type: 'call.failed', callId }]);
  });

  it('does not bring back an opportunity that was erased meanwhile, and does not call its people', async () => {
    memory.state.connectSays = () => ({ outcome: 'throttled' });
    await ask();
    memory.state.erased.set('demo-crm opp-1001', {
      at: '2026-11-24T10:00:03.000Z',
      markedAt: '2026-11-24T10:00:03.000Z',
    });
    memory.state.opportunities.clear();
    memory.state.calls.clear();
    memory.state.connectSays = undefined;
    later(60);
    await dial();
    expect(memory.state.contactsStarted.size).toBe(0);
    expect(memory.state.opportunities.size).toBe(0);
  });

  it('calls nobody a day after the call was due', async () => {
    memory.state.connectSays = () => ({ outcome: 'throttled' });
    await ask();
    memory.state.connectSays = undefined;
    later(25 * 3_600);
    await dial();
    expect(memory.state.contactsStarted.size).toBe(0);
    expect(memory.state.calls.get(callId)?.state).toBe('expired');
  });
});
