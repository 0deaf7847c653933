/**
 * The product's flows for the task of an agent-first call. Connect's own testing language starts calls and chats only, so
 * these stand here and not in contact-flows/tests.
 */
import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../local/connect/contacts/contact.ts';
import { startTask } from '../../../local/connect/contacts/tasks.ts';
import { SALES, type TestInstance, testInstance } from './instance.ts';
import { publish } from './product-flows.ts';

const HOUR = 3_600_000;

function start(instance: TestInstance, agentUsername = 'ana'): Contact {
  const flow = publish(instance)['agent-preview'];
  if (flow === undefined) throw new Error('the flow is not published');
  const attributes = { agentUsername, callId: 'call-1' };
  return startTask(instance.engine, { flow, attributes, name: 'Dana Reyes: Fleet renewal' });
}

const nextOf = (instance: TestInstance, contact: Contact): Contact => {
  const next = instance.engine.contacts.get(contact.nextContactId ?? '');
  if (next === undefined) throw new Error('the task did not move');
  return next;
};

describe('the task of an agent-first call', () => {
  it('is offered to the agent who asked, and to nobody else', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    await instance.setStatus('ben', 'Available');
    const task = start(instance);
    await instance.scheduler.advance(2_000);
    expect(task).toMatchObject({ channel: 'TASK', state: 'offered', queue: { username: 'ana' } });
    expect(instance.agents.snapshot('ben').contacts).toEqual([]);
    await instance.perform('ana', 'acceptContact', { contactId: task.id });
    await instance.scheduler.advance(2 * HOUR);
    expect(task.state).toBe('connected');
  });

  it('waits for an agent who is away', async () => {
    const instance = testInstance();
    await instance.setStatus('ben', 'Available');
    const task = start(instance);
    await instance.scheduler.advance(HOUR - 60_000);
    expect(task).toMatchObject({ state: 'queued', queue: { username: 'ana' } });
    await instance.setStatus('ana', 'Available');
    await instance.scheduler.advance(2_000);
    expect(task.state).toBe('offered');
  });

  it('is offered to the team after an hour, and ends after another', async () => {
    const instance = testInstance();
    const task = start(instance);
    await instance.scheduler.advance(HOUR + 5_000);
    const moved = nextOf(instance, task);
    expect(moved).toMatchObject({ channel: 'TASK', previousContactId: task.id, queue: { name: 'Sales' } });
    expect(moved.attributes).toMatchObject({ callId: 'call-1', inFallbackQueue: 'true' });
    await instance.scheduler.advance(HOUR + 5_000);
    expect(moved).toMatchObject({ state: 'completed', disconnectReason: 'CONTACT_FLOW_DISCONNECT' });
  });

  it('goes to the team at once when its agent is none', async () => {
    const instance = testInstance();
    await instance.setStatus('ben', 'Available');
    const task = start(instance, 'nobody');
    await instance.scheduler.advance(2_000);
    expect(task).toMatchObject({ state: 'offered', queue: { name: 'Sales' } });
  });

  it('ends when there is no place for it', async () => {
    const instance = testInstance();
    const sales = [...instance.engine.instance.queues.values()].find(({ id }) => id === SALES);
    if (sales === undefined) throw new Error('no queue');
    Object.assign(sales, { maxContacts: 0 });
    const task = start(instance, 'nobody');
    await instance.scheduler.advance(2_000);
    expect(task).toMatchObject({ state: 'completed', disconnectReason: 'CONTACT_FLOW_DISCONNECT' });
  });

  it('stays with its agent when the hour ends while it is being offered', async () => {
    const instance = testInstance();
    const task = start(instance);
    await instance.scheduler.advance(HOUR - 5_000);
    await instance.setStatus('ana', 'Available');
    await instance.scheduler.advance(10_000);
    expect(task.state).toBe('offered');
    await instance.perform('ana', 'acceptContact', { contactId: task.id });
    await instance.scheduler.advance(2_000);
    expect(task.state).toBe('connected');
  });
});
