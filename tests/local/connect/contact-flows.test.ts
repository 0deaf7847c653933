/** The product's own flows, published by the rules of the service and run. */
import { describe, expect, it } from 'vitest';
import { receiveInbound } from '../../../local/connect/contacts/receive-inbound.ts';
import { CUSTOMER, testInstance } from './instance.ts';
import { dial, publish } from './product-flows.ts';

describe("the product's contact flows", () => {
  it('bring the call to the agent who asked and whisper who it is', async () => {
    const instance = testInstance();
    const flows = publish(instance);
    await instance.setStatus('ana', 'Available');
    await instance.setStatus('ben', 'Available');
    const contact = dial(instance, flows.outbound);
    await instance.scheduler.advance(2_000);
    expect(contact).toMatchObject({ state: 'offered', queue: { username: 'ana' } });
    await instance.perform('ana', 'acceptContact', { contactId: contact.id });
    await instance.scheduler.advance(5_000);
    expect(contact.state).toBe('connected');
    const heard = instance.agents.snapshot('ana').contacts[0]?.heardByAgent.join(' ');
    expect(heard).toContain('Dana Reyes');
    expect(heard).toContain('Fleet renewal');
  });

  it.each([
    ['VOICEMAIL_BEEP', 'hang-up', []],
    ['VOICEMAIL_BEEP', 'message', ['We call again tomorrow.']],
    ['VOICEMAIL_NO_BEEP', 'message', []],
  ] as const)('ring no agent for a machine: %s, %s', async (detectedAs, onMachine, said) => {
    const instance = testInstance();
    const flows = publish(instance);
    await instance.setStatus('ana', 'Available');
    const attributes = { onMachine, machineMessage: 'We call again tomorrow.' };
    const contact = dial(instance, flows.outbound, attributes, { detectedAs });
    await instance.scheduler.advance(10_000);
    expect(contact).toMatchObject({ state: 'completed', disconnectReason: 'CONTACT_FLOW_DISCONNECT' });
    expect(contact.spoken.map(({ text }) => text)).toEqual(said);
    expect(contact).not.toHaveProperty('queue');
    expect(instance.agents.snapshot('ana').contacts).toEqual([]);
  });

  it.each(['HUMAN_ANSWERED', 'AMD_UNRESOLVED'] as const)('ring the agent for %s', async (detectedAs) => {
    const instance = testInstance();
    const flows = publish(instance);
    await instance.setStatus('ana', 'Available');
    const contact = dial(instance, flows.outbound, { onMachine: 'hang-up' }, { detectedAs });
    await instance.scheduler.advance(2_000);
    expect(contact).toMatchObject({ state: 'offered', queue: { username: 'ana' } });
  });

  it('fall back to a colleague when the agent is not there', async () => {
    const instance = testInstance();
    const flows = publish(instance);
    await instance.setStatus('ben', 'Available');
    const contact = dial(instance, flows.outbound);
    await instance.scheduler.advance(2_000);
    expect(contact).toMatchObject({ state: 'offered', queue: { name: 'Sales' } });
    expect(instance.agents.snapshot('ben').contacts).toHaveLength(1);
  });

  it('apologise and hang up when nobody is there', async () => {
    const instance = testInstance();
    const flows = publish(instance);
    const contact = dial(instance, flows.outbound);
    await instance.scheduler.advance(5_000);
    expect(contact).toMatchObject({ state: 'completed', disconnectReason: 'CONTACT_FLOW_DISCONNECT' });
    expect(contact.spoken.map(({ text }) => text).join(' ')).toContain('sorry');
  });

  it('move a call that its agent misses to the fallback queue, as a new contact that shares the attributes', async () => {
    const instance = testInstance();
    const flows = publish(instance);
    await instance.setStatus('ana', 'Available');
    const contact = dial(instance, flows.outbound);
    await instance.scheduler.advance(21_000);
    expect(instance.agents.snapshot('ana').state.name).toBe('MissedCallAgent');
    expect(contact.state).toBe('queued');
    await instance.setStatus('ben', 'Available');
    await instance.scheduler.advance(60_000);
    expect(contact.state).toBe('completed');
    const next = instance.engine.contacts.get(contact.nextContactId ?? '');
    if (next === undefined) throw new Error('no new segment');
    expect(next).toMatchObject({
      initiationMethod: 'QUEUE_TRANSFER',
      previousContactId: contact.id,
      initialContactId: contact.id,
      queue: { name: 'Sales' },
    });
    expect(next.attributes).toBe(contact.attributes);
    expect(instance.eventTypes(contact).slice(-2)).toEqual(['DISCONNECTED', 'COMPLETED']);
    expect(instance.engine.phones.phone(CUSTOMER).line?.contactId).toBe(next.id);
    instance.engine.phones.hangUp(CUSTOMER);
    expect(next.state).toMatch(/completed|after_call_work/);
  });

  it('look up an inbound caller and reach the owner of the opportunity', async () => {
    const instance = testInstance({
      answer: () => ({
        found: 'true',
        sourceId: 'demo-crm',
        opportunityId: 'opp-1001',
        opportunityName: 'Fleet renewal',
        contactName: 'Dana Reyes',
        ownerAgent: 'ben',
      }),
    });
    const flows = publish(instance);
    const flow = flows['inbound-lookup'];
    if (flow === undefined) throw new Error('no such flow');
    await instance.setStatus('ana', 'Available');
    await instance.setStatus('ben', 'Available');
    const contact = receiveInbound(instance.engine, { from: CUSTOMER, to: '+4930555010100', flow });
    await instance.scheduler.advance(5_000);
    expect(contact).toMatchObject({ state: 'offered', queue: { username: 'ben' } });
    expect(contact.attributes).toMatchObject({ opportunityId: 'opp-1001', sourceId: 'demo-crm' });
    expect(instance.invocations[0]?.event).toMatchObject({
      Name: 'ContactFlowEvent',
      Details: {
        ContactData: {
          Channel: 'VOICE',
          ContactId: contact.id,
          InitiationMethod: 'INBOUND',
          CustomerEndpoint: { Address: CUSTOMER, Type: 'TELEPHONE_NUMBER' },
          SystemEndpoint: { Address: '+4930555010100', Type: 'TELEPHONE_NUMBER' },
        },
      },
    });
  });
});
