/** The events of an agent-first call, its task's and its own, through the real handler over the real stores. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import type { WriteBackMessage } from '#core/contracts/queue-messages.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import { callRequested } from './support/call-requested.ts';
import { type Detail, eventsOf, send, services, test, useContactEvents } from './support/contact-events.ts';
import { AT, KEY, later } from './support/opportunities.ts';

useContactEvents();
let count = 0;

/**
 * A task that is taken after one minute and ended after twenty; the agent dials from it after three minutes. Connect copies no
 * attributes to that call: whether it does for a softphone's dial is not documented.
 */
async function agentFirst() {
  count += 1;
  const callId = `call-agent-first-${count}`;
  const ids = { task: `task-${count}`, voice: `voice-${count}`, requestId: `agent-first-${count}` };
  const attributes = { ...KEY, callId, contactId: 'c-1', contactName: 'Dana Reyes', agentUsername: 'ana' };
  services.users.set('u-ana', 'ana');
  services.contacts.set(ids.task, { attributes });
  services.contacts.set(ids.voice, { attributes: {}, contact: { DisconnectReason: 'CUSTOMER_DISCONNECT' } });
  const { data } = callRequested();
  const message = { ...data, call: { ...data.call, mode: 'agent-first' as const } };
  const key = { ...KEY, callId };
  await dynamodbRequestStore(test.table).accept({ ...key, requestId: ids.requestId, receivedAt: later(-1), message });
  const requested: StoredCall = {
    ...{ ...key, requestId: ids.requestId, direction: 'outbound', state: 'requested', mode: 'agent-first' },
    ...{ contactId: 'c-1', agentUsername: 'ana', phone: '+14155550101', requestedAt: later(-1), version: 0 },
    history: [{ state: 'requested', at: later(-1) }],
  };
  const calls = dynamodbCallStore(test.table);
  const task = (eventType: string, more: Detail = {}): Detail => ({
    ...{ contactId: ids.task, channel: 'TASK', initiationMethod: 'API', initiationTimestamp: AT, eventType },
    ...more,
  });
  const taken = { agentInfo: { agentArn: 'arn/u-ana', connectedToAgentTimestamp: later(1) } };
  const dialled = Object.fromEntries(
    Object.entries(
      eventsOf(ids.voice, { initiationMethod: 'OUTBOUND', relatedContactId: ids.task, initiationTimestamp: later(3) }),
    ).map(([name, event]) => [name, event]),
  ) as ReturnType<typeof eventsOf>;
  return {
    ...{ callId, ...ids, attributes },
    task: {
      id: ids.task,
      initiated: task('INITIATED'),
      withAgent: task('CONNECTED_TO_AGENT', taken),
      untaken: task('DISCONNECTED', { disconnectTimestamp: later(20) }),
      ended: task('DISCONNECTED', { ...taken, disconnectTimestamp: later(20) }),
    },
    dialled,
    project: () => calls.change(key, requested, (call) => call),
    read: () => calls.get(key),
    answer: async () => (await dynamodbRequestStore(test.table).get(KEY.sourceId, ids.requestId))?.answer,
    told: () =>
      (services.messages as WriteBackMessage[]).flatMap(({ type }) => (type.startsWith('call.') ? [type] : [])),
  };
}

describe('the task of an agent-first call', () => {
  it('is where the call waits, first for the agent, then with the agent; it is not the call', async () => {
    const call = await agentFirst();
    await call.project();
    await send(call.task.initiated);
    expect(await call.read()).toMatchObject({ state: 'queued', reason: 'agent-preview' });
    expect(await call.answer()).toEqual({ status: 'queued', reason: 'agent-preview' });
    await send(call.task.withAgent);
    const stored = await call.read();
    expect(stored).toMatchObject({
      state: 'queued',
      preview: { connectContactId: call.task.id, agentUsername: 'ana', acceptedAt: later(1) },
    });
    expect(stored).not.toHaveProperty('legs');
    expect(stored).not.toHaveProperty('connectContactId');
    expect(call.told()).toEqual([]);
    expect(await dynamodbCallStore(test.table).findByConnectContact(call.task.id)).toMatchObject({
      callId: call.callId,
    });
  });

  it('makes a record of a call that has none yet, which the request completes', async () => {
    const call = await agentFirst();
    await send(call.task.initiated);
    await call.project();
    expect(await call.read()).toMatchObject({
      requestId: call.requestId,
      reason: 'agent-preview',
      phone: '+14155550101',
    });
  });

  it.each([
    ['nobody took', 'untaken', { state: 'expired', reason: 'no-agent' }],
    ['an agent ended without dialling', 'ended', { state: 'failed', reason: 'preview-discarded' }],
  ] as const)('that %s ends the call, and its source is told once', async (_which, last, end) => {
    const call = await agentFirst();
    await call.project();
    await send(call.task.initiated);
    await send(call.task[last]);
    await send(call.task[last]);
    expect(await call.read()).toMatchObject(end);
    expect(await call.answer()).toEqual({ status: end.state, reason: end.reason });
    expect(call.told()).toEqual(['call.failed']);
    expect(services.stopped).toEqual([]);
  });

  it('goes on as another one when it is moved to the team, whichever event comes first', async () => {
    const call = await agentFirst();
    await call.project();
    await send(call.task.initiated);
    const next = {
      PreviousContactId: call.task.id,
      InitialContactId: call.task.id,
      ContactId: 'next',
      Channel: 'TASK',
    };
    services.associated.set(call.task.id, [next]);
    await send(call.task.untaken);
    expect(await call.read()).toMatchObject({ state: 'queued', preview: { connectContactId: 'next' } });
    const moved = { ...call.task.withAgent, contactId: 'next', previousContactId: call.task.id };
    await send({ ...moved, initialContactId: call.task.id });
    expect(await call.read()).toMatchObject({ preview: { connectContactId: 'next', agentUsername: 'ana' } });
    expect(call.told()).toEqual([]);
  });

  it('is not one that agents make about a call, although it carries the same attributes', async () => {
    const call = await agentFirst();
    await call.project();
    await send(call.dialled.initiated);
    services.contacts.set('note', { attributes: call.attributes });
    await send({ ...call.task.withAgent, contactId: 'note', relatedContactId: call.voice });
    expect(await call.read()).not.toHaveProperty('preview');
  });
});

describe('the call that an agent dials from the task', () => {
  it('gets the task’s attributes, becomes the call, and its end ends the task', async () => {
    const call = await agentFirst();
    await call.project();
    await send(call.task.initiated);
    await send(call.task.withAgent);
    await send(call.dialled.initiated);
    expect(services.updatedAttributes).toEqual([
      { InstanceId: 'instance-1', InitialContactId: call.voice, Attributes: call.attributes },
    ]);
    expect(await call.read()).toMatchObject({ state: 'dialing', connectContactId: call.voice });
    expect(await call.answer()).toEqual({ status: 'dialing', connectContactId: call.voice });
    for (const name of ['answered', 'withAgent', 'ended'] as const) await send(call.dialled[name]);
    expect(services.stopped).toEqual([]);
    await send(call.dialled.completed);
    expect(services.stopped).toEqual([call.task.id]);
    await send(call.task.ended);
    expect(await call.read()).toMatchObject({
      ...{ state: 'completed', reason: 'customer-hung-up', dialingAt: later(3) },
      preview: { endedAt: later(20) },
    });
    expect(call.told()).toEqual(['call.dialing', 'call.answered', 'call.ended', 'call.completed']);
  });

  it('keeps attributes that Connect has copied', async () => {
    const call = await agentFirst();
    services.contacts.set(call.voice, { attributes: call.attributes });
    await call.project();
    await send(call.dialled.initiated);
    expect(services.updatedAttributes).toEqual([]);
    expect(await call.read()).toMatchObject({ state: 'dialing' });
  });

  it('is known although its attributes cannot be written', async () => {
    const call = await agentFirst();
    await call.project();
    services.refused.add('connect:UpdateContactAttributes');
    await send(call.dialled.initiated);
    expect(await call.read()).toMatchObject({ state: 'dialing', connectContactId: call.voice });
    expect(services.log.join('')).toContain('attributes-not-bound');
  });

  it('is tried again when its task could not be ended', async () => {
    const call = await agentFirst();
    await call.project();
    await send(call.task.initiated);
    for (const name of ['initiated', 'answered', 'withAgent', 'ended'] as const) await send(call.dialled[name]);
    services.refused.add('connect:StopContact');
    await expect(send(call.dialled.completed)).rejects.toThrow();
    services.refused.clear();
    await send(call.dialled.completed);
    expect(services.stopped).toEqual([call.task.id]);
  });

  it('is logged once whatever the order of both contacts’ events, with any of them twice', async () => {
    const names = ['initiated', 'answered', 'withAgent', 'ended', 'completed'] as const;
    const order = [
      ...names.map((name) => `voice ${name}` as const),
      ...(['initiated', 'withAgent', 'ended'] as const).map((name) => `task ${name}` as const),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...order, ...order], { minLength: order.length * 2, maxLength: order.length * 2 }),
        async (shuffled) => {
          services.reset();
          const call = await agentFirst();
          services.associated.set(call.task.id, [
            { ContactId: call.voice, Channel: 'VOICE', RelatedContactId: call.task.id },
          ]);
          await call.project();
          for (const event of shuffled) {
            const [of, name = ''] = event.split(' ');
            await send(of === 'voice' ? call.dialled[name as (typeof names)[number]] : call.task[name as 'initiated']);
          }
          expect(await call.read()).toMatchObject({
            ...{ state: 'completed', connectContactId: call.voice, endedAt: later(5), completedAt: later(6) },
            preview: { connectContactId: call.task.id, acceptedAt: later(1), endedAt: later(20) },
          });
          expect([...new Set(call.told())].sort()).toEqual([
            ...['call.answered', 'call.completed', 'call.dialing', 'call.ended'],
          ]);
          expect(call.told().filter((type) => type === 'call.completed')).toHaveLength(1);
        },
      ),
      { numRuns: 20 },
    );
  });
});
