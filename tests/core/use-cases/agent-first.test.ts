/** Agent-first calls: a task to the agent, who looks and dials; rules again at that moment; an end for every task. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CallRequested } from '../../../functions/core/contracts/call-request.ts';
import { callIdOf } from '../../../functions/core/ids.ts';
import { type PreviewFacts, withPreview } from '../../../functions/core/model/with-preview.ts';
import { DAY, WATCH_INTERVAL } from '../../../functions/core/policy.ts';
import type { StoredCall } from '../../../functions/core/ports/call-store.ts';
import { acceptCallRequest } from '../../../functions/core/use-cases/accept-call-request.ts';
import { cancelCall } from '../../../functions/core/use-cases/cancel-call.ts';
import { dialCall } from '../../../functions/core/use-cases/dial-call.ts';
import { dialPreview } from '../../../functions/core/use-cases/dial-preview.ts';
import { discardPreview } from '../../../functions/core/use-cases/discard-preview.ts';
import { watchCall } from '../../../functions/core/use-cases/watch-call.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { portsInMemory } from '../support/ports-in-memory.ts';

const START = '2026-11-24T10:00:00.000Z';
const callId = callIdOf('demo-crm', 'msg_1');
const task = `task-of-${callId}`;
const source = { id: 'demo-crm', callingHours: { start: '08:00', end: '21:00' } };
const KEY = { sourceId: 'demo-crm', opportunityId: 'opp-1001', callId };

let memory: ReturnType<typeof portsInMemory>;
beforeEach(() => {
  memory = portsInMemory(START);
});

const ask = (requestId = 'msg_1', changes: Partial<CallRequested['data']> = {}) => {
  const { data } = callRequested(changes);
  const message = { ...data, call: { ...data.call, mode: 'agent-first' as const } };
  return acceptCallRequest(memory.ports)({ source, requestId, message });
};
const net = () => dialCall(memory.ports)({ sourceId: 'demo-crm', requestId: 'msg_1' });
const look = () => watchCall(memory.ports)({ type: 'watch', ...KEY, wakeAt: memory.state.now.toISOString() });
const later = (milliseconds: number) => {
  memory.state.now = new Date(memory.state.now.getTime() + milliseconds);
};
const call = () => memory.state.calls.get(callId);
const told = () => memory.state.writeBacks.map(({ type }) => type);

/** As the task's events tell it. */
async function previewed(facts: Partial<PreviewFacts> = {}): Promise<void> {
  await ask();
  const known = call();
  if (known === undefined) throw new Error('the call was not written');
  const told = { connectContactId: task, startedAt: START, agentUsername: 'ana', acceptedAt: START, ...facts };
  memory.state.calls.set(callId, withPreview(known, told));
}
const dial = async () => (await dialPreview(memory.ports)(callId, 'ana')).permission;
const discard = () => discardPreview(memory.ports)(callId, { reason: 'bad-timing', note: 'in a meeting' }, 'ana');
const limited = {
  callingRules: { attemptCaps: { perPersonPerDay: 1 }, unknownTimeZone: 'number', whenBlocked: 'hold' },
} as const;

describe('an agent-first request', () => {
  it('gives the agent a task with the attributes and links, in two round trips, and rings nobody', async () => {
    expect(await ask()).toMatchObject({ callId, status: 'queued', reason: 'agent-preview' });
    expect(memory.state.orders).toEqual([]);
    expect(memory.state.previews).toMatchObject([
      {
        ...{ clientToken: callId, name: 'Dana Reyes: Fleet renewal 2027', description: 'Dana Reyes, CFO, Northwind' },
        attributes: { callId, sourceId: 'demo-crm', contactId: 'c-1', agentUsername: 'ana' },
        links: { Desktop: `https://desktop.example/#opportunity/demo-crm/opp-1001/call/${callId}` },
      },
    ]);
    expect(JSON.stringify(memory.state.previews)).not.toContain('+14155550101');
    expect(memory.state.roundTrips).toBe(2);
  });

  it('takes no slot of the calls: a full line of tasks holds up no call', async () => {
    for (let index = 1; index <= 20; index += 1) await ask(`msg_${index}`);
    expect(memory.state.previews).toHaveLength(5);
    expect(memory.state.slots.tat).toBeUndefined();
    const { data } = callRequested();
    expect(await acceptCallRequest(memory.ports)({ source, requestId: 'call', message: data })).toMatchObject({
      status: 'dialing',
    });
  });

  it('is told apart when it is repeated, and starts no second task', async () => {
    await ask();
    later(60_000);
    await net();
    expect(call()).toMatchObject({ state: 'queued', reason: 'agent-preview', preview: { connectContactId: task } });
    expect(await ask()).toMatchObject({ status: 'queued', reason: 'agent-preview' });
    await net();
    expect(new Set(memory.state.previews.map(({ clientToken }) => clientToken))).toEqual(new Set([callId]));
    expect(memory.state.dialMessages.filter(({ message }) => 'type' in message)).not.toEqual([]);
  });

  it.each([
    [{ outcome: 'refused', reason: 'invalid-request', detail: '' } as const, 'failed', 'invalid-request'],
    [{ outcome: 'throttled' } as const, 'queued', 'service-throttled'],
    [new Error('no answer'), 'queued', 'service-error'],
  ])('says what became of it when Connect gives no task: %j', async (said, state, reason) => {
    memory.state.connectSays = () => said;
    expect(await ask()).toMatchObject({ status: state, reason });
    expect(call()).toMatchObject({ state, reason });
  });

  it('is no attempt yet', async () => {
    const asked = callRequested().data;
    const message = { ...asked, call: { ...asked.call, mode: 'agent-first' as const } };
    await acceptCallRequest(memory.ports)({ source: { ...source, ...limited }, requestId: 'msg_1', message });
    expect(memory.state.operations).not.toContain('attempts.claim');
    expect(memory.state.attempts).toMatchObject(portsInMemory().state.attempts);
  });
});

describe('an agent who wants to dial what they preview', () => {
  it('gets the number and the task to relate the call to', async () => {
    await previewed();
    expect(await dial()).toEqual({ outcome: 'allowed', phone: '+14155550101', relatedContactId: task });
    expect(call()?.preview).toMatchObject({ dialledAt: START, agentUsername: 'ana' });
  });

  it('may ask again after a dial that failed in the browser, and is counted once', async () => {
    memory.ports.sources.set('demo-crm', limited);
    await previewed();
    expect(await dial()).toMatchObject({ outcome: 'allowed' });
    expect(await dial()).toMatchObject({ outcome: 'allowed' });
  });

  it('is told that the person has been tried often enough, and keeps the task', async () => {
    memory.ports.sources.set('demo-crm', limited);
    await previewed();
    const other = { ...callRequested().data };
    await acceptCallRequest(memory.ports)({
      source: { id: 'demo-crm', ...limited },
      requestId: 'other',
      message: other,
    });
    expect(await dial()).toMatchObject({ outcome: 'refused', reason: 'attempt-cap', state: 'queued' });
    expect(call()).toMatchObject({ state: 'queued', reason: 'agent-preview' });
    expect(memory.state.stopped).toEqual([]);
  });

  it('is refused when the number came on the do-not-call list meanwhile: the call ends, and its task', async () => {
    await previewed();
    memory.state.attempts.listed.add('demo-crm +14155550101');
    expect(await dial()).toEqual({ outcome: 'refused', reason: 'do-not-call', state: 'blocked' });
    expect(call()).toMatchObject({ state: 'blocked', reason: 'do-not-call' });
    expect(memory.state.stopped).toEqual([task]);
    expect(told()).toEqual(['call.blocked']);
    await expect(dial()).rejects.toMatchObject({ code: 'not-ready' });
  });

  it('waits for the calling hours with the task on the desk', async () => {
    const berlin = callRequested().data.contacts.map((one) => ({ ...one, timeZone: 'Europe/Berlin' }));
    await ask('msg_1', { contacts: berlin });
    await net();
    memory.state.now = new Date('2026-11-24T20:30:00.000Z');
    expect(await dial()).toEqual({
      ...{ outcome: 'refused', reason: 'calling-hours', state: 'queued' },
      dueAt: '2026-11-25T07:00:00.000Z',
    });
    memory.state.now = new Date('2026-11-25T07:00:00.000Z');
    expect(await dial()).toMatchObject({ outcome: 'allowed' });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['before there is a task', () => ask()],
    ['of a call that was cancelled', () => previewed().then(() => cancelCall(memory.ports)(callId))],
    ['of a task that has ended', () => previewed({ endedAt: START })],
  ])('has nothing to dial %s', async (_when, prepare) => {
    await prepare();
    await expect(dial()).rejects.toMatchObject({ code: 'not-ready' });
  });

  it('is refused, or keeps the call, when it is cancelled at the same moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        memory = portsInMemory(START);
        await previewed();
        const run = <T>(act: () => Promise<T>) => scheduler.schedule(Promise.resolve()).then(act);
        const [dialled, cancelled] = await Promise.all([
          run(dial).catch(() => undefined),
          run(() => cancelCall(memory.ports)(callId)).catch(() => undefined),
          scheduler.waitIdle(),
        ]);
        expect([dialled?.outcome === 'allowed', cancelled !== undefined].filter(Boolean)).toHaveLength(1);
        expect(memory.state.stopped).toEqual(cancelled === undefined ? [] : [task]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('an agent who does not call', () => {
  it('ends the call with their reason, its task, and tells the source', async () => {
    await previewed();
    expect(await discard()).toMatchObject({
      ...{ state: 'failed', reason: 'preview-discarded' },
      discarded: { reason: 'bad-timing', note: 'in a meeting', by: 'ana', at: START },
    });
    expect(memory.state.stopped).toEqual([task]);
    expect(told()).toEqual(['call.failed']);
    expect(memory.state.requests.get('demo-crm msg_1')?.answer).toMatchObject({ status: 'failed' });
  });

  it('may say so again when the first answer was lost', async () => {
    await previewed();
    memory.state.failing.set('connect.stop', 1);
    await expect(discard()).rejects.toThrow();
    const version = call()?.version;
    expect(await discard()).toMatchObject({ state: 'failed', version });
    expect(memory.state.stopped).toEqual([task]);
  });

  it('cannot discard what they have dialled, whose events are late', async () => {
    await previewed();
    await dial();
    memory.state.associated.set(task, [
      { connectContactId: task, channel: 'TASK' },
      { connectContactId: 'cc-1', channel: 'VOICE', relatedConnectContactId: task },
    ]);
    memory.state.descriptions.set('cc-1', {
      connectContactId: 'cc-1',
      initiationMethod: 'OUTBOUND',
      initiatedAt: START,
    });
    await expect(discard()).rejects.toMatchObject({ code: 'not-ready' });
    expect(call()).toMatchObject({ state: 'dialing', connectContactId: 'cc-1' });
    expect(memory.state.stopped).toEqual([]);
  });

  it('may discard it when the dial came to nothing', async () => {
    await previewed();
    await dial();
    expect(await discard()).toMatchObject({ state: 'failed' });
  });
});

describe('a look at a preview whose events are lost', () => {
  const describedTask = { connectContactId: task, channel: 'TASK', initiatedAt: START };

  it('leaves it alone while it waits, and looks again', async () => {
    await previewed();
    memory.state.descriptions.set(task, describedTask);
    await look();
    expect(call()).toMatchObject({ state: 'queued', reason: 'agent-preview' });
    expect(memory.state.dialMessages.at(-1)).toMatchObject({
      message: { type: 'watch' },
      delaySeconds: WATCH_INTERVAL / 1_000,
    });
  });

  it.each([
    ['that nobody took', {}, 'expired', 'no-agent'],
    ['whose agent ended it', { agentConnectedAt: START, agentId: 'user-ana' }, 'failed', 'preview-discarded'],
  ])('ends one %s', async (_which, facts, state, reason) => {
    await ask();
    await net();
    memory.state.descriptions.set(task, { ...describedTask, ...facts, disconnectedAt: START });
    await look();
    expect(call()).toMatchObject({ state, reason });
    expect(told()).toEqual(['call.failed']);
  });

  it('follows one into the team’s queue', async () => {
    await ask();
    await net();
    memory.state.descriptions.set(task, { ...describedTask, disconnectedAt: START });
    memory.state.associated.set(task, [
      { connectContactId: 'task-2', channel: 'TASK', previousConnectContactId: task },
    ]);
    await look();
    expect(call()).toMatchObject({ state: 'queued', preview: { connectContactId: 'task-2' } });
  });

  it('finds the call that was dialled from it, to its end, and ends the task', async () => {
    await previewed();
    await dial();
    memory.state.descriptions.set(task, describedTask);
    memory.state.associated.set(task, [{ connectContactId: 'cc-1', channel: 'VOICE', relatedConnectContactId: task }]);
    const at = (seconds: number) => new Date(Date.parse(START) + seconds * 1_000).toISOString();
    memory.state.descriptions.set('cc-1', {
      ...{ connectContactId: 'cc-1', initiationMethod: 'OUTBOUND', initiatedAt: at(1), answeredAt: at(5) },
      ...{
        agentId: 'user-ana',
        agentConnectedAt: at(5),
        disconnectedAt: at(60),
        disconnectReason: 'CUSTOMER_DISCONNECT',
      },
      ...{ afterWorkStartedAt: at(60), afterWorkEndedAt: at(70) },
    });
    await look();
    later(WATCH_INTERVAL);
    await look();
    expect(call()).toMatchObject({ state: 'completed', reason: 'customer-hung-up', takenBy: 'ana' });
    expect(told()).toEqual(['call.dialing', 'call.answered', 'call.ended', 'call.completed']);
    expect(memory.state.stopped).toEqual([task]);
  });

  it('takes it away after a day', async () => {
    await previewed();
    memory.state.descriptions.set(task, describedTask);
    later(DAY + 1);
    await look();
    expect(call()).toMatchObject({ state: 'expired' });
    expect(memory.state.stopped).toEqual([task]);
  });
});

it('what is told of a task makes the same record in any order', () => {
  const requested: StoredCall = {
    ...{ ...KEY, direction: 'outbound', state: 'requested', requestedAt: START, version: 0 },
    history: [{ state: 'requested', at: START }],
  };
  const common = { connectContactId: task, startedAt: START };
  const facts: readonly PreviewFacts[] = [
    common,
    { ...common, acceptedAt: START, agentUsername: 'ana' },
    { ...common, acceptedAt: START, agentUsername: 'ana', endedAt: START },
  ];
  const expected = facts.reduce(withPreview, requested);
  fc.assert(
    fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: 6 }), (shuffled) => {
      expect(shuffled.reduce(withPreview, requested)).toEqual(expected);
    }),
  );
});
