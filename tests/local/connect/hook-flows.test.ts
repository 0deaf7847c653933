import { describe, expect, it } from 'vitest';
import type { EventHook } from '../../../local/connect/contacts/contact.ts';
import { runHookFlow } from '../../../local/connect/contacts/hook-flows.ts';
import { startTask } from '../../../local/connect/contacts/tasks.ts';
import { runtimeOf } from '../../../local/connect/engine.ts';
import { action, CUSTOMER, dispositionView, SALES, type TestInstance, testInstance } from './instance.ts';

const hook = (id: string, event: EventHook, flowId: string, next: string) =>
  action(id, 'UpdateContactEventHooks', { EventHooks: { [event]: flowId } }, next, {
    errors: { NoMatchingError: 'end' },
  });
const TO_SALES = [
  action('target', 'UpdateContactTargetQueue', { QueueId: SALES }, 'queue', { errors: { NoMatchingError: 'end' } }),
  action('queue', 'TransferContactToQueue', {}, 'end', { errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' } }),
  action('end', 'DisconnectParticipant'),
];
const mark = (value: string) =>
  action('mark', 'UpdateContactAttributes', { Attributes: { seen: value } }, 'over', {
    errors: { NoMatchingError: 'over' },
  });

const connected = async (instance: TestInstance, event: EventHook, hookFlow: string) => {
  instance.engine.phones.setBehavior(CUSTOMER, 'answer', 0);
  await instance.setStatus('ana', 'Available');
  const contact = instance.dial(
    instance.addFlow('main', 'CONTACT_FLOW', [hook('hook', event, hookFlow, 'target'), ...TO_SALES]),
  );
  await instance.scheduler.advance(1_000);
  await instance.perform('ana', 'acceptContact', { contactId: contact.id });
  await instance.scheduler.advance(10);
  expect(contact.state).toBe('connected');
  return contact;
};
const agentHangsUp = async (instance: TestInstance, contactId: string) => {
  const [own] = instance.agents.snapshot('ana').contacts[0]?.connections ?? [];
  await instance.perform('ana', 'destroyConnection', { contactId, connectionId: own?.connectionId });
};

describe('the disconnect flow (AG:set-disconnect-flow)', () => {
  const survey = [
    action('ask', 'MessageParticipant', { Text: 'How was it?' }, 'over'),
    action('over', 'DisconnectParticipant'),
  ];

  it('goes on with the customer on a new contact when the agent has hung up', async () => {
    const instance = testInstance();
    const contact = await connected(
      instance,
      'CustomerRemaining',
      instance.addFlow('survey', 'CONTACT_FLOW', survey).id,
    );
    await agentHangsUp(instance, contact.id);
    await instance.scheduler.advance(10);
    expect(contact).toMatchObject({ state: 'after_call_work', disconnectReason: 'AGENT_DISCONNECT' });
    const next = instance.engine.contacts.get(contact.nextContactId ?? '');
    expect(next).toMatchObject({
      initiationMethod: 'DISCONNECT',
      previousContactId: contact.id,
      initialContactId: contact.id,
      customerPhone: CUSTOMER,
      state: 'in_flow',
    });
    expect(instance.engine.phones.phone(CUSTOMER).line).toMatchObject({ contactId: next?.id, state: 'connected' });
    await instance.scheduler.advance(10_000);
    expect(next?.spoken.map(({ text }) => text)).toEqual(['How was it?']);
    expect(next).toMatchObject({ state: 'completed', disconnectReason: 'CONTACT_FLOW_DISCONNECT' });
    expect(instance.engine.phones.phone(CUSTOMER).line).toBeUndefined();
    expect(instance.eventTypes(next ?? contact)).toEqual([
      'INITIATED',
      'CONNECTED_TO_SYSTEM',
      'DISCONNECTED',
      'COMPLETED',
    ]);
  });

  it('does not run when the customer has hung up, and ends when the customer leaves it', async () => {
    const first = testInstance();
    const left = await connected(first, 'CustomerRemaining', first.addFlow('survey', 'CONTACT_FLOW', survey).id);
    first.engine.phones.hangUp(CUSTOMER);
    expect(left.nextContactId).toBeUndefined();
    const second = testInstance();
    const contact = await connected(second, 'CustomerRemaining', second.addFlow('survey', 'CONTACT_FLOW', survey).id);
    await agentHangsUp(second, contact.id);
    second.engine.phones.hangUp(CUSTOMER);
    expect(second.engine.contacts.get(contact.nextContactId ?? '')).toMatchObject({
      state: 'completed',
      disconnectReason: 'CUSTOMER_DISCONNECT',
    });
  });
});

describe('flows for the agent (AG:set-event-flow)', () => {
  it('run when the contact comes to the agent, who is known in them, and do not end the contact', async () => {
    const instance = testInstance();
    const guide = instance.addFlow('guide', 'CONTACT_FLOW', [
      mark('guide for $.Agent.UserName'),
      action('over', 'DisconnectParticipant'),
    ]);
    const contact = await connected(instance, 'DefaultAgentUI', guide.id);
    expect(contact.attributes.seen).toBe('guide for ana');
    expect(contact.flowTrace.map(({ flow, actionId }) => `${flow} ${actionId}`)).toContain('guide over');
  });

  it('show views and follow what the agent does in them (DG:participant-actions-showview)', async () => {
    const instance = testInstance();
    const guide = instance.addFlow('guide', 'CONTACT_FLOW', [
      dispositionView('other'),
      action('saved', 'UpdateContactAttributes', { Attributes: { seen: '$.Views.ViewResultData.code' } }, 'over', {
        errors: { NoMatchingError: 'over' },
      }),
      action('late', 'UpdateContactAttributes', { Attributes: { seen: 'late' } }, 'over', {
        errors: { NoMatchingError: 'over' },
      }),
      action('other', 'UpdateContactAttributes', { Attributes: { seen: '$.Views.Action' } }, 'over', {
        errors: { NoMatchingError: 'over' },
      }),
      action('over', 'EndFlowExecution'),
    ]);
    const contact = await connected(instance, 'DefaultAgentUI', guide.id);
    const { view } = runtimeOf(instance.engine, contact);
    expect(view?.shown).toMatchObject({ viewId: 'disposition', version: '1', data: { caller: CUSTOMER } });
    view?.answer({ action: 'Saved', data: { code: 'sold' } });
    await instance.scheduler.advance(10);
    expect(contact.attributes.seen).toBe('sold');
    runHookFlow(instance.engine, contact, 'DefaultAgentUI', instance.engine.agents.get('ana'));
    await instance.scheduler.advance(61_000);
    expect(contact.attributes.seen).toBe('late');
    expect(runtimeOf(instance.engine, contact).view).toBeUndefined();
  });

  it('run when the contact has ended and the agent still has it on the desk', async () => {
    const instance = testInstance();
    const guide = instance.addFlow('wrap-up', 'CONTACT_FLOW', [
      mark('$.Agent.UserName wraps up'),
      action('over', 'Wait', { TimeLimitSeconds: '600' }, 'end', { errors: { NoMatchingError: 'end' } }),
      action('end', 'DisconnectParticipant'),
    ]);
    const contact = await connected(instance, 'DisconnectAgentUI', guide.id);
    expect(contact.attributes.seen).toBeUndefined();
    instance.engine.phones.hangUp(CUSTOMER);
    await instance.scheduler.advance(10);
    expect(contact.attributes.seen).toBe('ana wraps up');
    await instance.perform('ana', 'clearContact', { contactId: contact.id });
    await instance.scheduler.advance(700_000);
    expect(contact.flowTrace.map(({ actionId }) => actionId)).not.toContain('over');
  });
});

describe('flows at pause and resumption (AG:concepts-pause-and-resume-tasks)', () => {
  it('run beside the task and may queue it anew; the newer one of the same event takes over', async () => {
    const instance = testInstance();
    const resumed = instance.addFlow('resumed', 'CONTACT_FLOW', TO_SALES);
    const paused = instance.addFlow('paused', 'CONTACT_FLOW', [
      mark('paused'),
      action('over', 'Wait', { TimeLimitSeconds: '60' }, 'end', { errors: { NoMatchingError: 'end' } }),
      action('end', 'EndFlowExecution'),
    ]);
    const task = startTask(instance.engine, {
      name: 'Look into it',
      flow: instance.addFlow('main', 'CONTACT_FLOW', [
        hook('pause', 'PauseContact', paused.id, 'resume'),
        hook('resume', 'ResumeContact', resumed.id, 'over'),
        action('over', 'Wait', { TimeLimitSeconds: '600' }, 'end', { errors: { NoMatchingError: 'end' } }),
        action('end', 'DisconnectParticipant'),
      ]),
    });
    await instance.scheduler.advance(10);
    runHookFlow(instance.engine, task, 'PauseContact');
    runHookFlow(instance.engine, task, 'PauseContact');
    await instance.scheduler.advance(61_000);
    expect(task.attributes.seen).toBe('paused');
    expect(task.flowTrace.filter(({ flow, actionId }) => flow === 'paused' && actionId === 'over')).toHaveLength(1);
    expect(task.state).toBe('in_flow');
    runHookFlow(instance.engine, task, 'ResumeContact');
    await instance.scheduler.advance(10);
    expect(task).toMatchObject({ state: 'queued', queue: { id: SALES } });
  });
});
