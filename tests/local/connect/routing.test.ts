import { describe, expect, it } from 'vitest';
import { startOutbound } from '../../../local/connect/contacts/start-outbound.ts';
import { action, CUSTOMER, SALES, type TestInstance, TO_AGENT_QUEUE, testInstance } from './instance.ts';

const answered = async (instance: TestInstance, attributes: Record<string, string> = {}) => {
  instance.engine.phones.setBehavior(CUSTOMER, 'answer', 0);
  const contact = instance.dial(instance.addFlow('outbound', 'CONTACT_FLOW', TO_AGENT_QUEUE), attributes);
  await instance.scheduler.advance(1_000);
  return contact;
};
const connected = async (instance: TestInstance) => {
  await instance.setStatus('ana', 'Available');
  const contact = await answered(instance, { agentUsername: 'ana' });
  await instance.perform('ana', 'acceptContact', { contactId: contact.id });
  await instance.scheduler.advance(1_000);
  return contact;
};

describe('a phone that is not answered', () => {
  it.each([
    ['no-answer', 'TELECOM_TIMEOUT', 61_000],
    ['busy', 'TELECOM_BUSY', 1_000],
  ] as const)('that is %s ends the contact with %s', async (behavior, reason, afterMs) => {
    const instance = testInstance();
    instance.engine.phones.setBehavior(CUSTOMER, behavior, 0);
    const contact = instance.dial(instance.addFlow('outbound', 'CONTACT_FLOW', TO_AGENT_QUEUE));
    await instance.scheduler.advance(afterMs);
    await instance.scheduler.advance(100);
    expect(contact).toMatchObject({ state: 'completed', disconnectReason: reason });
    expect(contact.connectedToSystemAt).toBeUndefined();
    expect(instance.eventTypes(contact)).toEqual(['INITIATED', 'DISCONNECTED', 'COMPLETED']);
  });

  it.each([
    ['before the caller does', 20_000, 21_000, 'TELECOM_UNANSWERED'],
    ['after the caller does', 90_000, 61_000, 'TELECOM_TIMEOUT'],
  ])('whose network gives up %s rings no longer than either', async (_case, givesUpAfterMs, endsAfterMs, reason) => {
    const instance = testInstance();
    instance.engine.phones.setBehavior(CUSTOMER, 'no-answer', givesUpAfterMs);
    const contact = instance.dial(instance.addFlow('outbound', 'CONTACT_FLOW', TO_AGENT_QUEUE));
    await instance.scheduler.advance(endsAfterMs - 1_100);
    expect(contact.state).toBe('ringing');
    await instance.scheduler.advance(1_200);
    expect(contact).toMatchObject({ state: 'completed', disconnectReason: reason });
  });

  it('that declines counts as busy, and is free for the next call', async () => {
    const instance = testInstance();
    const flow = instance.addFlow('outbound', 'CONTACT_FLOW', TO_AGENT_QUEUE);
    const contact = instance.dial(flow);
    await instance.scheduler.advance(1_000);
    expect(instance.engine.phones.decline(CUSTOMER)).toBe(true);
    expect(contact.disconnectReason).toBe('TELECOM_BUSY');
    const second = instance.dial(flow);
    await instance.scheduler.advance(1_000);
    expect(second.state).toBe('ringing');
  });
});

describe('routing', () => {
  it('offers a missed call to the next agent and gives nothing more to the one who missed it', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    await instance.scheduler.advance(1_000);
    await instance.setStatus('ben', 'Available');
    const contact = await answered(instance);
    expect(instance.agents.snapshot('ana').contacts).toHaveLength(1);
    await instance.scheduler.advance(20_000);
    expect(instance.agents.snapshot('ana')).toMatchObject({
      state: { name: 'MissedCallAgent', type: 'error' },
      contacts: [
        {
          state: { type: 'error' },
          connections: [{ state: { type: 'disconnected' } }, { state: { type: 'disconnected' } }],
        },
      ],
    });
    expect(instance.agents.snapshot('ben').contacts[0]).toMatchObject({
      contactId: contact.id,
      state: { type: 'connecting' },
    });
    await instance.perform('ben', 'rejectContact', { contactId: contact.id });
    expect(contact.state).toBe('queued');
    await instance.perform('ana', 'clearContact', { contactId: contact.id });
    expect(contact).toMatchObject({ state: 'offered', agentConnectionAttempts: 3 });
  });

  it('gives up an offer when the customer hangs up first', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    const contact = await answered(instance);
    instance.engine.phones.hangUp(CUSTOMER);
    expect(contact.state).toBe('completed');
    expect(instance.agents.snapshot('ana')).toMatchObject({ state: { name: 'Available' }, contacts: [] });
    await instance.scheduler.advance(60_000);
    expect(instance.agents.snapshot('ana').state.name).toBe('Available');
  });

  it('puts the customer back into the queue when the agent leaves during the whisper', async () => {
    const instance = testInstance();
    const whisper = instance.addFlow('whisper', 'AGENT_WHISPER', [
      action('say', 'MessageParticipant', { Text: 'A customer of long standing.' }, 'end'),
      action('end', 'EndFlowExecution'),
    ]);
    await instance.setStatus('ana', 'Available');
    const contact = await answered(instance);
    contact.hooks.AgentWhisper = whisper.id;
    await instance.perform('ana', 'acceptContact', { contactId: contact.id });
    const [own] = instance.agents.snapshot('ana').contacts[0]?.connections ?? [];
    const [lunch] = instance.engine.instance.statuses.filter(({ name }) => name === 'Lunch');
    await instance.perform('ana', 'putAgentState', { state: { ...lunch }, enqueueNextState: true });
    await instance.perform('ana', 'destroyConnection', { contactId: contact.id, connectionId: own?.connectionId });
    expect(contact.state).toBe('queued');
    expect(contact.agent).toBeUndefined();
    expect(instance.agents.snapshot('ana').state.name).toBe('Lunch');
  });

  it('fills an agent queue to ten, then takes the QueueAtCapacity branch', async () => {
    const instance = testInstance();
    const flow = instance.addFlow('outbound', 'CONTACT_FLOW', TO_AGENT_QUEUE);
    const numbers = Array.from({ length: 11 }, (_, index) => `+1415555020${index}`);
    for (const number of numbers) instance.engine.phones.setBehavior(number, 'answer', 0);
    const started = numbers.map((customerPhone) =>
      startOutbound(instance.engine, {
        customerPhone,
        attributes: { agentUsername: 'ben' },
        flow,
        ringTimeoutMs: 60_000,
      }),
    );
    await instance.scheduler.advance(1_000);
    expect(started.filter(({ state }) => state === 'queued')).toHaveLength(10);
    expect(started.at(-1)).toMatchObject({ state: 'completed', disconnectReason: 'CONTACT_FLOW_DISCONNECT' });
  });
});

describe('in the call', () => {
  it('holds, resumes, mutes, confers, and lets the agent leave the others alone', async () => {
    const instance = testInstance();
    const contact = await connected(instance);
    const legs = () => instance.agents.snapshot('ana').contacts[0]?.connections ?? [];
    const customer = () => ({
      contactId: contact.id,
      connectionId: legs().find(({ initial }) => initial)?.connectionId,
    });
    const states = () => legs().map(({ type, state }) => `${type} ${state.type}`);

    await instance.perform('ana', 'holdConnection', customer());
    await instance.scheduler.advance(5_000);
    expect(instance.engine.phones.phone(CUSTOMER).line?.onHold).toBe(true);
    await instance.perform('ana', 'resumeConnection', customer());
    expect(contact).toMatchObject({ holds: 1, holdMs: 5_000 });

    const legal = '+4930555010300';
    instance.engine.phones.setBehavior(legal, 'answer', 100);
    const [endpoint] = Object(await instance.perform('ana', 'getEndpoints')).endpoints;
    await instance.perform('ana', 'createAdditionalConnection', { contactId: contact.id, endpoint });
    await instance.scheduler.advance(1_000);
    expect(states()).toEqual(['agent connected', 'inbound hold', 'outbound connected']);
    await instance.perform('ana', 'toggleActiveConnections', { contactId: contact.id });
    expect(states()).toEqual(['agent connected', 'inbound connected', 'outbound hold']);
    await instance.perform('ana', 'conferenceConnections', { contactId: contact.id });
    expect(states()).toEqual(['agent connected', 'inbound connected', 'outbound connected']);
    await instance.perform('ana', 'muteParticipant', customer());
    expect(legs().find(({ initial }) => initial)?.mute).toBe(true);

    const own = { contactId: contact.id, connectionId: legs()[0]?.connectionId };
    await instance.perform('ana', 'destroyConnection', own);
    expect(contact.state).toBe('connected');
    expect(instance.agents.snapshot('ana').state.name).toBe('AfterCallWork');
    instance.engine.phones.hangUp(legal);
    // Nobody stays on the line alone.
    expect(instance.engine.phones.phone(CUSTOMER).line).toBeUndefined();
    expect(contact).toMatchObject({ state: 'after_call_work', disconnectReason: 'THIRD_PARTY_DISCONNECT' });
    await instance.perform('ana', 'clearContact', { contactId: contact.id });
    expect(contact.state).toBe('completed');
  });

  it('applies a queued status only once the contact is cleared', async () => {
    const instance = testInstance();
    const contact = await connected(instance);
    const lunch = instance.engine.instance.statuses.find(({ name }) => name === 'Lunch');
    await expect(instance.perform('ana', 'putAgentState', { state: { ...lunch } })).rejects.toMatchObject({
      type: 'InvalidStateException',
    });
    await instance.perform('ana', 'putAgentState', { state: { ...lunch }, enqueueNextState: true });
    expect(instance.agents.snapshot('ana')).toMatchObject({ state: { name: 'Busy' }, nextState: { name: 'Lunch' } });
    await expect(instance.perform('ana', 'clearContact', { contactId: contact.id })).rejects.toMatchObject({
      type: 'InvalidStateException',
    });
    await instance.perform('ana', 'destroyContact', { contactId: contact.id });
    expect(contact.disconnectReason).toBe('AGENT_DISCONNECT');
    await instance.perform('ana', 'clearContact', { contactId: contact.id });
    expect(instance.agents.snapshot('ana')).toMatchObject({ state: { name: 'Lunch' }, nextState: null });
  });

  it('tells its subscribers every step once', async () => {
    const instance = testInstance();
    const versions: number[] = [];
    const seen: string[] = [];
    instance.agents.subscribe('ana', ({ snapshot, version }) => {
      versions.push(version);
      seen.push(snapshot.state.name);
    });
    await connected(instance);
    expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other));
    expect(seen.filter((name, index) => name !== seen[index - 1])).toEqual(['Available', 'PendingBusy', 'Busy']);
  });
});

describe('a call that the agent places', () => {
  it('rings the customer, copies the related contact, and is Busy when the customer answers', async () => {
    const instance = testInstance();
    const earlier = await connected(instance);
    earlier.attributes.opportunityId = 'opp-1001';
    instance.engine.phones.hangUp(CUSTOMER);
    await instance.perform('ana', 'clearContact', { contactId: earlier.id });
    instance.engine.phones.setBehavior(CUSTOMER, 'answer', 3_000);
    await instance.perform('ana', 'createOutboundContact', {
      endpoint: { type: 'phone_number', phoneNumber: CUSTOMER },
      queueARN: `${instance.engine.instance.arn}/queue/${SALES}`,
      relatedContactId: earlier.id,
    });
    await instance.scheduler.advance(1_000);
    expect(instance.agents.snapshot('ana')).toMatchObject({
      state: { name: 'CallingCustomer' },
      contacts: [
        {
          initiationMethod: 'outbound',
          relatedContactId: earlier.id,
          state: { type: 'connecting' },
          attributes: { opportunityId: { value: 'opp-1001' } },
          connections: [{ state: { type: 'connected' } }, { type: 'outbound', state: { type: 'connecting' } }],
        },
      ],
    });
    await instance.scheduler.advance(5_000);
    expect(instance.agents.snapshot('ana').state.name).toBe('Busy');
    const event = instance.events
      .map(({ detail }) => Object(detail))
      .find(({ eventType, initiationMethod }) => eventType === 'CONNECTED_TO_AGENT' && initiationMethod === 'OUTBOUND');
    expect(event).toMatchObject({ agentInfo: { agentArn: expect.stringContaining('/agent/') } });
    expect(event).not.toHaveProperty('queueInfo');
  });

  it('shows the agent why nobody answered', async () => {
    const instance = testInstance();
    instance.engine.phones.setBehavior(CUSTOMER, 'busy', 0);
    await instance.perform('ben', 'createOutboundContact', {
      endpoint: { type: 'phone_number', phoneNumber: CUSTOMER },
    });
    await instance.scheduler.advance(1_000);
    const snapshot = instance.agents.snapshot('ben');
    expect(snapshot).toMatchObject({
      state: { name: 'LineEngagedCustomer', type: 'error' },
      contacts: [{ state: { type: 'error' } }],
    });
    await instance.perform('ben', 'clearContact', { contactId: snapshot.contacts[0]?.contactId });
    expect(instance.agents.snapshot('ben').contacts).toEqual([]);
  });

  it('ends quietly when the agent gives up while it rings', async () => {
    const instance = testInstance();
    await instance.perform('ana', 'createOutboundContact', {
      endpoint: { type: 'phone_number', phoneNumber: CUSTOMER },
    });
    await instance.scheduler.advance(1_000);
    const [contact] = instance.engine.contacts.values();
    if (contact === undefined) throw new Error('no contact');
    await instance.perform('ana', 'destroyConnection', {
      contactId: contact.id,
      connectionId: contact.legs.find(({ initial }) => initial)?.id,
    });
    expect(instance.agents.snapshot('ana').state.name).toBe('AfterCallWork');
    expect(instance.engine.phones.phone(CUSTOMER).line).toBeUndefined();
    await instance.perform('ana', 'clearContact', { contactId: contact.id });
    expect(contact).toMatchObject({ state: 'completed', disconnectReason: 'AGENT_DISCONNECT' });
    expect(contact.connectedToAgentAt).toBeUndefined();
  });

  it.each([
    ['no number', '12', 'BadEndpointException'],
    ['a number that may not be called', '+447911123456', 'DestinationNotAllowedException'],
  ])('refuses %s', async (_, phoneNumber, type) => {
    const instance = testInstance();
    const attempt = instance.perform('ana', 'createOutboundContact', {
      endpoint: { type: 'phone_number', phoneNumber },
    });
    await expect(attempt).rejects.toMatchObject({ type });
  });
});

describe('contact events', () => {
  it('get lost, come twice or late when the simulator is told so', async () => {
    const instance = testInstance();
    instance.engine.faults.replace([
      { operation: 'event:INITIATED', drop: true, count: 1 },
      { operation: 'event:CONNECTED_TO_SYSTEM', latencyMs: 5_000, count: 1 },
      { operation: 'event:QUEUED', double: true, count: 1 },
    ]);
    const contact = await answered(instance);
    await instance.scheduler.advance(10_000);
    expect(instance.eventTypes(contact)).toEqual(['QUEUED', 'QUEUED', 'CONNECTED_TO_SYSTEM']);
    expect(contact.events.map(({ eventType, delivered }) => `${eventType} ${delivered}`)).toEqual([
      'INITIATED false',
      'CONNECTED_TO_SYSTEM true',
      'QUEUED true',
    ]);
  });
});
