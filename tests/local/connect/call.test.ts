import { describe, expect, it } from 'vitest';
import { action, CUSTOMER, TO_AGENT_QUEUE, testInstance } from './instance.ts';

describe('a call that the API places', () => {
  it('goes from ringing over the flow and the agent to completed, with an event for every step', async () => {
    const { engine, scheduler, dial, addFlow, setStatus, perform, agents, eventTypes } = testInstance();
    const whisper = addFlow('whisper', 'AGENT_WHISPER', [
      action('say', 'MessageParticipant', { Text: '$.Attributes.contactName for $.Agent.FirstName.' }, 'end'),
      action('end', 'EndFlowExecution'),
    ]);
    const flow = addFlow('outbound', 'CONTACT_FLOW', [
      action('hook', 'UpdateContactEventHooks', { EventHooks: { AgentWhisper: whisper.id } }, 'target'),
      ...TO_AGENT_QUEUE,
    ]);
    await setStatus('ana', 'Available');
    const contact = dial(flow, { agentUsername: 'ana', contactName: 'Dana Reyes', callId: 'call-1' });
    expect(contact.state).toBe('initiated');

    await scheduler.advance(1_000);
    expect(contact.state).toBe('ringing');
    expect(engine.phones.answer(CUSTOMER)).toBe(true);
    await scheduler.advance(10);
    expect(contact).toMatchObject({ state: 'offered', queue: { username: 'ana' } });
    expect(agents.snapshot('ana')).toMatchObject({
      state: { name: 'PendingBusy', type: 'system' },
      contacts: [
        {
          state: { type: 'connecting' },
          initiationMethod: 'inbound',
          attributes: { callId: { name: 'callId', value: 'call-1' } },
          connections: [
            { type: 'agent', initial: false, state: { type: 'connecting' } },
            { type: 'inbound', initial: true, state: { type: 'connected' }, endpoint: { phoneNumber: CUSTOMER } },
          ],
        },
      ],
    });

    await perform('ana', 'acceptContact', { contactId: contact.id });
    expect(contact.state).toBe('joining');
    await scheduler.advance(2_000);
    expect(contact.state).toBe('connected');
    expect(agents.snapshot('ana')).toMatchObject({
      state: { name: 'Busy' },
      contacts: [{ state: { type: 'connected' }, heardByAgent: ['Dana Reyes for Ana.'] }],
    });

    await scheduler.advance(60_000);
    engine.phones.hangUp(CUSTOMER);
    expect(contact).toMatchObject({ state: 'after_call_work', disconnectReason: 'CUSTOMER_DISCONNECT' });
    expect(agents.snapshot('ana')).toMatchObject({
      state: { name: 'AfterCallWork' },
      contacts: [{ state: { type: 'ended' } }],
    });

    await scheduler.advance(30_000);
    await perform('ana', 'clearContact', { contactId: contact.id });
    await scheduler.advance(1_000);
    expect(contact.state).toBe('completed');
    expect(agents.snapshot('ana')).toMatchObject({ state: { name: 'Available' }, contacts: [] });
    expect(eventTypes(contact)).toEqual([
      'INITIATED',
      'CONNECTED_TO_SYSTEM',
      'QUEUED',
      'CONNECTED_TO_AGENT',
      'DISCONNECTED',
      'COMPLETED',
    ]);
  });
});
