import { describe, expect, it } from 'vitest';
import { pauseTask, resumeTask } from '../../../local/connect/contacts/pause.ts';
import { reschedule, startTask, transferTask } from '../../../local/connect/contacts/tasks.ts';
import { agentQueueOf } from '../../../local/connect/instance.ts';
import { action, SALES, type TestInstance, testInstance } from './instance.ts';

const DAY_MS = 24 * 3_600_000;
const flowOf = (instance: TestInstance) =>
  instance.addFlow('tasks', 'CONTACT_FLOW', [
    action('say', 'MessageParticipant', { Text: 'Nobody hears this.' }, 'target', {
      errors: { NoMatchingError: 'target' },
    }),
    action('target', 'UpdateContactTargetQueue', { QueueId: SALES }, 'queue', { errors: { NoMatchingError: 'end' } }),
    action('queue', 'TransferContactToQueue', {}, 'end', {
      errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' },
    }),
    action('end', 'DisconnectParticipant'),
  ]);
const task = async (instance: TestInstance, more: { scheduledAt?: number } = {}) => {
  const contact = startTask(instance.engine, {
    flow: flowOf(instance),
    name: 'Call Dana back',
    description: 'About the invoice.',
    attributes: { callId: 'call-1' },
    references: { opportunity: { type: 'URL', value: 'https://crm.example/opp/1' } },
    ...more,
  });
  await instance.scheduler.advance(10);
  return contact;
};

describe('a task', () => {
  it('goes through its flow to an agent, who accepts and completes it', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    const contact = await task(instance);
    expect(contact.flowTrace[0]).toMatchObject({ result: 'NoMatchingError', detail: 'a task hears nothing' });
    expect(instance.agents.snapshot('ana').contacts[0]).toMatchObject({
      type: 'task',
      state: { type: 'connecting' },
      name: 'Call Dana back',
      description: 'About the invoice.',
      references: { opportunity: { type: 'URL', value: 'https://crm.example/opp/1' } },
      attributes: { callId: { value: 'call-1' } },
      segmentAttributes: { 'connect:Subtype': { ValueString: 'connect:Task' } },
      connections: [{ softphoneMediaInfo: null }, { type: 'inbound', state: { type: 'connected' } }],
    });
    await instance.perform('ana', 'acceptContact', { contactId: contact.id });
    await instance.scheduler.advance(10);
    expect(contact.state).toBe('connected');
    const leg = contact.legs.find(({ initial }) => initial);
    await expect(
      instance.perform('ana', 'holdConnection', { contactId: contact.id, connectionId: leg?.id }),
    ).rejects.toThrow('A task has no line.');
    await instance.perform('ana', 'completeContact', { contactId: contact.id });
    expect(contact).toMatchObject({ state: 'after_call_work', disconnectReason: 'AGENT_COMPLETED' });
    await instance.perform('ana', 'clearContact', { contactId: contact.id });
    await instance.scheduler.advance(100);
    expect(instance.eventTypes(contact)).toEqual([
      'INITIATED',
      'CONNECTED_TO_SYSTEM',
      'QUEUED',
      'CONNECTED_TO_AGENT',
      'DISCONNECTED',
      'COMPLETED',
    ]);
    expect(instance.events[0]?.detail).toMatchObject({
      channel: 'TASK',
      segmentAttributes: { 'connect:Subtype': { valueString: 'connect:Task' } },
    });
  });

  it('stays on the desk while its agent calls because of it, and keeps other calls away', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    const contact = await task(instance);
    await instance.perform('ana', 'acceptContact', { contactId: contact.id });
    await instance.perform('ana', 'createOutboundContact', {
      endpoint: { type: 'phone_number', phoneNumber: '+14155550199' },
      relatedContactId: contact.id,
    });
    const types = instance.agents.snapshot('ana').contacts.map(({ type }) => type);
    expect(types.toSorted()).toEqual(['task', 'voice']);
    expect((await task(instance)).state).toBe('queued');
  });

  it('waits for its time, and expires after a week', async () => {
    const instance = testInstance();
    const contact = await task(instance, { scheduledAt: instance.scheduler.now() + DAY_MS });
    expect(contact.state).toBe('initiated');
    await instance.scheduler.advance(DAY_MS);
    expect(contact.state).toBe('queued');
    await instance.scheduler.advance(7 * DAY_MS);
    expect(contact).toMatchObject({ state: 'completed', disconnectReason: 'EXPIRED' });
  });

  it('goes on as a new contact when its agent gives it to another', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    const contact = await task(instance);
    await instance.perform('ana', 'acceptContact', { contactId: contact.id });
    await instance.setStatus('ben', 'Available');
    const ben = instance.engine.instance.users.find(({ username }) => username === 'ben');
    await instance.perform('ana', 'addNewConnection', {
      contactId: contact.id,
      endpoint: { type: 'agent', endpointARN: ben?.arn },
    });
    const next = instance.engine.contacts.get(contact.nextContactId ?? '');
    expect(next).toMatchObject({
      initiationMethod: 'TRANSFER',
      previousContactId: contact.id,
      initialContactId: contact.id,
      name: 'Call Dana back',
      state: 'offered',
    });
    expect(next?.attributes).toBe(contact.attributes);
    expect(instance.agents.snapshot('ben').contacts[0]?.contactId).toBe(next?.id);
    expect(instance.agents.snapshot('ana').state.name).toBe('AfterCallWork');
  });

  it('finds its target queue set when it is transferred by a flow', async () => {
    const instance = testInstance();
    const contact = await task(instance);
    const flow = instance.addFlow('transfer', 'QUEUE_TRANSFER', [
      action('queue', 'TransferContactToQueue', {}, 'end', {
        errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' },
      }),
      action('end', 'DisconnectParticipant'),
    ]);
    const queue = agentQueueOf(instance.engine.instance, 'ben');
    const next = transferTask(instance.engine, contact, { flow, ...(queue !== undefined && { queue }) });
    await instance.scheduler.advance(10);
    expect(contact).toMatchObject({ state: 'completed', disconnectReason: 'OTHER' });
    expect(next).toMatchObject({ state: 'queued', queue });
  });
});

describe('pausing', () => {
  const accepted = async (instance: TestInstance) => {
    await instance.setStatus('ana', 'Available');
    const contact = await task(instance);
    await instance.perform('ana', 'acceptContact', { contactId: contact.id });
    await instance.scheduler.advance(100);
    return contact;
  };

  it('frees the agent\'s slot, keeps the task on the desk, and counts ("enables agents to free up an active slot")', async () => {
    const instance = testInstance();
    const first = await accepted(instance);
    await instance.perform('ana', 'pauseContact', { contactId: first.id });
    expect(instance.agents.snapshot('ana')).toMatchObject({
      state: { name: 'Available' },
      contacts: [{ contactId: first.id, state: { type: 'paused' } }],
    });
    const second = await task(instance);
    expect(second.state).toBe('offered');
    await instance.scheduler.advance(5_000);
    await instance.perform('ana', 'resumeContact', { contactId: first.id });
    await instance.scheduler.advance(100);
    expect(first).toMatchObject({ state: 'connected', pauses: 1, pausedMs: 5_010 });
    expect(instance.eventTypes(first).slice(-2)).toEqual(['PAUSED', 'RESUMED']);
    await expect(instance.perform('ana', 'resumeContact', { contactId: first.id })).rejects.toMatchObject({
      type: 'InvalidStateException',
    });
  });

  it('lets the agent end or transfer a paused task, and choose a status meanwhile', async () => {
    const instance = testInstance();
    const contact = await accepted(instance);
    await instance.perform('ana', 'pauseContact', { contactId: contact.id });
    await instance.setStatus('ana', 'Break');
    expect(instance.agents.snapshot('ana').contacts).toHaveLength(1);
    await instance.perform('ana', 'completeContact', { contactId: contact.id });
    expect(contact).toMatchObject({ state: 'after_call_work', disconnectReason: 'AGENT_COMPLETED' });
  });

  it('takes a waiting task out of its queue; its ResumeContact flow has to put it back', async () => {
    const instance = testInstance();
    const contact = await task(instance);
    expect(contact.state).toBe('queued');
    expect(pauseTask(instance.engine, contact)).toBe('done');
    await instance.setStatus('ana', 'Available');
    expect(contact.state).toBe('paused');
    contact.hooks.ResumeContact = 'flow-tasks';
    expect(resumeTask(instance.engine, contact)).toBe('done');
    await instance.scheduler.advance(10);
    expect(contact.state).toBe('offered');
    expect(pauseTask(instance.engine, contact)).toBe('conflict');
  });
});

it('a scheduled task can be moved until it has begun', async () => {
  const instance = testInstance();
  const now = instance.scheduler.now();
  const contact = await task(instance, { scheduledAt: now + DAY_MS });
  expect(reschedule(instance.engine, contact, now + 2 * DAY_MS)).toBe(true);
  await instance.scheduler.advance(DAY_MS);
  expect(contact.state).toBe('initiated');
  await instance.scheduler.advance(DAY_MS);
  expect(contact.state).toBe('queued');
  expect(reschedule(instance.engine, contact, now + 4 * DAY_MS)).toBe(false);
});
