import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CallMessage, DialQueueMessage } from '../../../functions/core/contracts/queue-messages.ts';
import { callbackRequestId, callIdOf } from '../../../functions/core/ids.ts';
import { DAY, MINUTE, SECOND } from '../../../functions/core/policy.ts';
import type { StoredCall } from '../../../functions/core/ports/call-store.ts';
import { acceptCallRequest } from '../../../functions/core/use-cases/accept-call-request.ts';
import { arrangeCallback } from '../../../functions/core/use-cases/arrange-callback.ts';
import { cancelCall } from '../../../functions/core/use-cases/cancel-call.ts';
import { dialCall } from '../../../functions/core/use-cases/dial-call.ts';
import { moveCall } from '../../../functions/core/use-cases/move-call.ts';
import { saveOutcome } from '../../../functions/core/use-cases/save-outcome.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { contact } from '../../functions/support/opportunities.ts';
import { portsInMemory } from '../support/ports-in-memory.ts';

const key = { sourceId: 'demo-crm', opportunityId: 'opp-1001' };
const original = 'call-original';
const callbackId = (number?: number) => callIdOf(key.sourceId, callbackRequestId(original, number));
const CALLBACK = callbackId();
const START = Date.parse('2026-11-24T10:00:00.000Z');
const at = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();
const dana = { ...contact('c-1', { name: 'Dana Reyes', phones: [{ number: '+14155550101' }] }), version: 1 };

let memory: ReturnType<typeof portsInMemory>;
beforeEach(() => {
  memory = prepared();
});

/** A call with Dana that ana has just ended. */
function prepared(rules: object = {}): ReturnType<typeof portsInMemory> {
  const prepared = portsInMemory(at(0));
  const { state, ports } = prepared;
  ports.sources.set(key.sourceId, rules);
  const person = { ...dana, updatedAt: at(0), updatedBy: 'ana', pendingWriteBackVersion: undefined };
  state.contacts.set('c-1', person);
  const { opportunity, contacts, documents } = callRequested().data;
  const view = { ...opportunity, id: key.opportunityId, sourceId: key.sourceId, updatedAt: at(0), version: 1 };
  state.opportunities.set('demo-crm opp-1001', view);
  state.projected.set('demo-crm opp-1001', { contacts, documents });
  const ended: StoredCall = {
    ...{ ...key, callId: original, direction: 'outbound', state: 'ended', contactId: 'c-1', phone: '+14155550199' },
    ...{ agentUsername: 'ana', mode: 'customer-first', connectContactId: 'contact-0', requestedAt: at(-5), version: 3 },
    topic: 'Lot 2',
    history: [{ state: 'ended', at: at(-1) }],
  };
  state.calls.set(original, ended);
  return prepared;
}

const record = (callId = CALLBACK) => memory.state.calls.get(callId);
const save = (followUpAt: string | null, by = 'ana', notes = '') => {
  const ports = { ...memory.ports, dispositionsOf: () => undefined };
  return saveOutcome(ports, original, { disposition: 'follow-up', notes, followUpAt }, by);
};
const dial = (message: CallMessage) => dialCall(memory.ports)(message);
const arrange = () => arrangeCallback(memory.ports, dial)({ type: 'follow-up', ...key, callId: original });
const move = (minutes: number, callId = CALLBACK) => moveCall(memory.ports)(callId, { notBefore: at(minutes) }, 'ana');
const cancel = (callId = CALLBACK) => cancelCall(memory.ports)(callId);
const handle = (message: DialQueueMessage): Promise<void> => {
  if (!('type' in message)) return dial(message);
  return message.type === 'follow-up' ? arrange() : Promise.resolve();
};
const later = (milliseconds: number) => {
  memory.state.now = new Date(memory.state.now.getTime() + milliseconds);
};

const repeat = (work: () => Promise<unknown>, attempts = 2): Promise<unknown> =>
  attempts === 1 ? work() : work().catch(() => repeat(work, attempts - 1));

/** Queue and schedules, until nothing is left; returns the minutes at which Connect was asked. */
async function run(days = 2, attempts = 1): Promise<number[]> {
  const { state } = memory;
  const end = state.now.getTime() + days * DAY;
  const due = new Map<DialQueueMessage, number>();
  const dialled: number[] = [];
  for (;;) {
    for (const { message, delaySeconds } of state.dialMessages.splice(0)) {
      due.set(message, state.now.getTime() + delaySeconds * SECOND);
    }
    const queued = [...due].sort(([, one], [, two]) => one - two)[0];
    const woken = [...state.wakeUps].sort(([, one], [, two]) => one.at.getTime() - two.at.getTime())[0];
    const isWoken = woken !== undefined && (queued === undefined || woken[1].at.getTime() < queued[1]);
    const [message, time] = isWoken ? [woken[1].message, woken[1].at.getTime()] : (queued ?? [undefined, end]);
    if (message === undefined || time > end) return dialled;
    if (isWoken) state.wakeUps.delete(woken[0]);
    else due.delete(message);
    state.now = new Date(Math.max(time, state.now.getTime()));
    const before = state.orders.length;
    await repeat(() => handle(message), attempts);
    if (state.orders.length > before) dialled.push((state.now.getTime() - START) / MINUTE);
  }
}

describe('a follow-up', () => {
  it('is a call of its own: same person, number, topic and mode, by the agent who saved it, at its time', async () => {
    expect(await save(at(30), 'ben')).toMatchObject({ followUpCallId: CALLBACK });
    expect(await run()).toEqual([30]);
    expect(record()).toMatchObject({
      ...{ ...key, contactId: 'c-1', contactName: 'Dana Reyes', phone: '+14155550199', mode: 'customer-first' },
      topic: 'Lot 2',
      ...{ agentUsername: 'ben', followUpOf: original, notBefore: at(30), connectContactId: 'contact-1' },
    });
    expect(memory.state.orders).toMatchObject([{ clientToken: CALLBACK, phone: '+14155550199' }]);
    expect(memory.state.projections).toEqual([]);
  });

  it('is scheduled when the queue cannot delay it so long', async () => {
    await save(at(60 * 24 * 30));
    await run(1);
    expect(record()).toMatchObject({ state: 'scheduled', reason: 'not-before', dueAt: at(60 * 24 * 30) });
    expect(memory.state.wakeUps.get(CALLBACK)?.at.toISOString()).toBe(at(60 * 24 * 30));
  });

  it('obeys the calling rules like any request', async () => {
    memory = prepared({ callingHours: { start: '08:00', end: '21:00' } });
    memory.state.contacts.set('c-1', { ...(memory.state.contacts.get('c-1') ?? missing()), timeZone: 'Asia/Tokyo' });
    // 20:00 in Tokyo is allowed, 22:00 is not: the next morning at 8 is 23:00 UTC.
    await save(at(180));
    expect(await run()).toEqual([13 * 60]);
    memory = prepared();
    memory.state.contacts.set('c-1', { ...(memory.state.contacts.get('c-1') ?? missing()), doNotCall: true });
    await save(at(30));
    expect(await run()).toEqual([]);
    expect(record()).toMatchObject({ state: 'blocked', reason: 'do-not-call' });
  });

  it('saved twice is one call, and at the time that was saved last', async () => {
    await save(at(30));
    await save(at(30));
    await Promise.all([arrange(), arrange()]);
    await save(at(20));
    expect(await run()).toEqual([20]);
    expect(memory.state.contactsStarted.size).toBe(1);
  });

  it('taken away is cancelled, and its source is told', async () => {
    await save(at(30));
    await arrange();
    await save(null);
    expect(await run()).toEqual([]);
    expect(record()).toMatchObject({ state: 'failed', reason: 'cancelled' });
    expect(memory.state.writeBacks).toContainEqual(expect.objectContaining({ type: 'call.failed', callId: CALLBACK }));
    expect(memory.state.requests.get(`demo-crm ${callbackRequestId(original)}`)?.answer?.status).toBe('failed');
  });

  it('taken away and agreed on again is another call, and the original tells its id', async () => {
    memory.state.calls.set(original, { ...(record(original) ?? missing()), state: 'completed' });
    await save(at(30));
    await arrange();
    later(SECOND);
    await save(null);
    await arrange();
    later(SECOND);
    await save(at(40));
    memory.state.writeBacks.length = 0;
    expect(await run()).toEqual([40]);
    expect(record(callbackId(2))).toMatchObject({ connectContactId: 'contact-1' });
    const { followUpCallId, version } = record(original) ?? missing();
    expect(followUpCallId).toBe(callbackId(2));
    expect(memory.state.writeBacks).toContainEqual({ type: 'call.completed', ...key, callId: original, version });
  });

  it('agreed on anew after the callback was made is another callback', async () => {
    await save(at(30));
    await run();
    const made = record() ?? missing();
    memory.state.calls.set(CALLBACK, {
      ...made,
      state: 'completed',
      history: [...made.history, { state: 'completed', at: memory.state.now.toISOString() }],
    });
    const next = (memory.state.now.getTime() - START) / MINUTE + 45;
    await save(at(next));
    expect(await run()).toEqual([next]);
    expect(memory.state.contactsStarted.size).toBe(2);
  });

  it('changed while the callback is dialled was too late, and nobody is called twice', async () => {
    await save(at(0));
    await arrange();
    expect(memory.state.contactsStarted.size).toBe(1);
    await save(at(50));
    expect(await run()).toEqual([]);
    expect(memory.state.contactsStarted.size).toBe(1);
  });

  it('of a time in the past or beyond a year, or with nobody to call, is refused by name and nothing is stored', async () => {
    const refused = { code: 'invalid-fields', fieldErrors: [{ field: 'followUpAt' }] };
    await expect(save(at(-2))).rejects.toMatchObject(refused);
    await expect(save(at(367 * 24 * 60))).rejects.toMatchObject(refused);
    memory.state.contacts.clear();
    await expect(save(at(30))).rejects.toMatchObject(refused);
    expect(record(original)).not.toHaveProperty('outcome');
    expect(memory.state.dialMessages).toEqual([]);
  });

  it('whose time has come does not keep notes from being saved', async () => {
    await save(at(1));
    later(10 * MINUTE);
    expect(await save(at(1), 'ana', 'They were out')).toMatchObject({ outcome: { notes: 'They were out' } });
  });

  it('of an erased opportunity is not made', async () => {
    await save(at(30));
    memory.state.erased.set('demo-crm opp-1001', { at: at(1), markedAt: at(1) });
    expect(await run()).toEqual([]);
    expect(record()).toBeUndefined();
  });

  it.each(['calls.change', 'dialQueue.send', 'requests.accept', 'wakeUps.set', 'calls.get'] as const)(
    'is neither lost nor doubled when %s fails anywhere on the way and what failed is repeated',
    async (operation) => {
      for (let skip = 0; skip < 4; skip += 1) {
        memory = prepared();
        const { ports } = memory;
        const [role, method] = operation.split('.') as ['calls', 'change'];
        let seen = 0;
        const original = ports[role][method] as (...parts: unknown[]) => Promise<unknown>;
        Object.assign(ports[role], {
          [method]: (...parts: unknown[]) => {
            seen += 1;
            return seen === skip + 1 ? Promise.reject(new Error('fails')) : original(...parts);
          },
        });
        await repeat(() => save(at(30)));
        const due = memory.state.dialMessages.splice(0);
        for (const { message } of due) await repeat(() => handle(message));
        expect(await run(2, 2), `${operation} ${skip}`).toEqual([30]);
      }
    },
  );
});

function missing(): never {
  throw new Error('there is no such record');
}

describe('a call that waits', () => {
  const ask = (requestId: string, notBefore?: string) => {
    const { call, ...data } = callRequested().data;
    const message = { ...data, call: { ...call, ...(notBefore !== undefined && { notBefore }) } };
    return acceptCallRequest(memory.ports)({ source: { id: key.sourceId }, requestId, message });
  };

  it('is moved to a later time, for which its request is kept', async () => {
    const { callId } = await ask('msg_1', at(30));
    const moved = await move(60 * 24 * 20, callId);
    expect(moved).toMatchObject({ state: 'scheduled', reason: 'not-before', notBefore: at(60 * 24 * 20) });
    expect(memory.state.keptUntil.get('demo-crm msg_1')?.toISOString()).toBe(at(60 * 24 * 20));
    expect(await run(30)).toEqual([60 * 24 * 20]);
    expect(memory.state.activity).toMatchObject([
      { type: 'call.moved', by: 'ana', changes: [{ field: 'notBefore', from: at(30), to: at(60 * 24 * 20) }] },
    ]);
  });

  it('is moved to an earlier time, and a time in the past means now', async () => {
    const { callId } = await ask('msg_1', at(60 * 24 * 2));
    await move(120, callId);
    await run(0.01);
    await move(-5, callId);
    expect(await run()).toEqual([1]);
  });

  it('leaves its line when it is moved, and others dial in its slot', async () => {
    memory.state.slots.tat = START + 60_000;
    const { callId } = await ask('msg_1');
    const other = await ask('msg_2');
    const slot = record(callId)?.dueAt ?? '';
    await move(10, callId);
    const dialled = await run();
    expect(dialled).toHaveLength(2);
    expect(dialled[1]).toBe(10);
    const [first, second] = memory.state.orders.map(({ clientToken }) => clientToken);
    expect([first, second]).toEqual([other.callId, callId]);
    expect(Date.parse(record(other.callId)?.dialingAt ?? '') - Date.parse(slot)).toBeLessThan(60_000);
  });

  it('leaves its line when it is cancelled: who is behind it has its slot', async () => {
    memory.state.slots.tat = START + 60_000;
    const { callId } = await ask('msg_1');
    const other = await ask('msg_2');
    await cancel(callId);
    expect([...memory.state.slots.waiting.values()].flat().map(({ call }) => call.requestId)).toEqual(['msg_2']);
    await cancel(callId);
    await run();
    expect(memory.state.orders.map(({ clientToken }) => clientToken)).toEqual([other.callId]);
  });

  it('is moved in vain once it is being dialled, and its answer says so', async () => {
    const { callId } = await ask('msg_1');
    await expect(move(30, callId)).rejects.toMatchObject({ code: 'not-ready' });
    await expect(move(30, 'call-nowhere')).rejects.toMatchObject({ code: 'not-found' });
    const waiting = await ask('msg_2', at(30));
    await expect(move(367 * 24 * 60, waiting.callId)).rejects.toMatchObject({ fieldErrors: [{ field: 'notBefore' }] });
  });
});

describe('an attempt', () => {
  const rules = {
    callingRules: {
      unknownTimeZone: 'none' as const,
      whenBlocked: 'hold' as const,
      attemptCaps: { perPersonPerDay: 1 },
    },
  };
  const ask = async (requestId: string) => {
    const source = { id: key.sourceId, ...rules };
    return acceptCallRequest(memory.ports)({ source, requestId, message: callRequested().data });
  };
  const counted = () => [...memory.state.attempts.days.values()].flatMap((calls) => [...calls]);
  beforeEach(() => {
    memory = prepared(rules);
  });

  it('counts when it rang, whatever came of it', async () => {
    const { callId } = await ask('msg_1');
    expect(counted()).toEqual([callId]);
    expect(await ask('msg_2')).toMatchObject({ status: 'held', reason: 'attempt-cap' });
  });

  it('that was cancelled in its slot does not count, however often that is said', async () => {
    memory.state.slots.tat = START + 60_000;
    const { callId } = await ask('msg_1');
    expect(counted()).toEqual([callId]);
    await cancel(callId);
    const next = await ask('msg_2');
    await cancel(callId);
    expect(counted()).toEqual([next.callId]);
  });

  it('that Connect refused does not count, at once and from the queue', async () => {
    memory.state.connectSays = () => ({ outcome: 'refused', reason: 'destination-not-allowed', detail: 'no' });
    expect(await ask('msg_1')).toMatchObject({ status: 'failed' });
    memory.state.slots.tat = START + 60_000;
    await ask('msg_2');
    await run();
    expect(counted()).toEqual([]);
  });

  it('that expired does not count, on the day on which it had its slot', async () => {
    memory.state.slots.tat = START + 60_000;
    const { callId } = await ask('msg_1');
    memory.state.dialMessages.length = 0;
    later(2 * DAY);
    await dial({ sourceId: key.sourceId, requestId: 'msg_1' });
    expect(record(callId)).toMatchObject({ state: 'expired' });
    expect(counted()).toEqual([]);
  });

  it('that was moved to another day counts there only', async () => {
    memory.state.slots.tat = START + 60_000;
    const { callId } = await ask('msg_1');
    await move(60 * 24, callId);
    for (const { message } of memory.state.dialMessages.splice(0)) await handle(message);
    expect(counted()).toEqual([]);
    expect(await run(3)).toEqual([60 * 24]);
    expect(counted()).toEqual([callId]);
  });
});

describe('whatever agents and the dialler do to a callback at the same time', () => {
  const minutes = fc.integer({ min: 0, max: 40 });
  const act = fc.oneof(
    fc.record({ does: fc.constantFrom('save' as const, 'move' as const, 'wait' as const), minutes }),
    fc.record({ does: fc.constantFrom('remove' as const, 'cancel' as const) }),
    fc.record({ does: fc.constant('deliver' as const) }),
  );
  /** `turns`: how many round trips others make before it begins. */
  const steps = fc.array(fc.record({ act, turns: fc.integer({ min: 0, max: 12 }), isAwaited: fc.boolean() }), {
    maxLength: 14,
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  /** Too late, too early, or, as the clock goes on meanwhile, a time in the past. */
  const isRefusal = ({ code = '' }: { code?: string }) => ['not-ready', 'not-found', 'invalid-fields'].includes(code);
  const perform = async (one: typeof act extends fc.Arbitrary<infer Act> ? Act : never): Promise<unknown> => {
    const { state } = memory;
    const now = (state.now.getTime() - START) / MINUTE;
    switch (one.does) {
      case 'save':
        return save(at(now + one.minutes));
      case 'move':
        return move(now + one.minutes);
      case 'wait':
        return later(one.minutes * MINUTE);
      case 'remove':
        return save(null);
      case 'cancel':
        return cancel();
      case 'deliver': {
        const [sent] = state.dialMessages.splice(0, 1);
        return sent === undefined ? undefined : handle(sent.message);
      }
    }
  };

  it('it is made at most once, and not after it was taken back', async () => {
    let [made, takenBack, several] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        memory = prepared();
        const { state } = memory;
        const running: Promise<unknown>[] = [];
        for (const { act: one, turns, isAwaited } of all) {
          const work = (async () => {
            for (let waited = 0; waited < turns; waited += 1) await turn();
            later(1);
            await perform(one).catch((error) => {
              if (!isRefusal(error)) throw error;
            });
          })();
          running.push(work);
          if (isAwaited) await work;
        }
        await Promise.all(running);
        const before = state.contactsStarted.size;
        await run();
        // Calls under way are never over here: a second one would ring while the first is talking.
        expect(state.contactsStarted.size).toBeLessThanOrEqual(1);
        const callbacks = [...state.calls.values()].filter(({ followUpOf }) => followUpOf === original);
        const wish = record(original)?.outcome?.followUpAt;
        if (wish === undefined) expect(state.contactsStarted.size).toBe(before);
        expect(callbacks.filter(({ state: reached }) => reached !== 'failed').length).toBe(state.contactsStarted.size);
        // A last wish that nobody has cancelled comes true.
        const last = callbacks.toSorted((one, two) => (one.followUpRevision ?? 0) - (two.followUpRevision ?? 0)).at(-1);
        if (wish !== undefined && state.contactsStarted.size === 0) expect(last?.reason).toBe('cancelled');
        made += state.contactsStarted.size;
        takenBack += wish === undefined ? 1 : 0;
        several += callbacks.length > 1 ? 1 : 0;
      }),
      { numRuns: 2_000, seed: 20_261_127 },
    );
    expect([made, takenBack, several].every((count) => count > 5)).toBe(true);
  }, 60_000);
});
