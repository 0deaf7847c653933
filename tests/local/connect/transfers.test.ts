import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../local/connect/contacts/contact.ts';
import { DEFAULT_AGENT_TRANSFER, DEFAULT_QUEUE_TRANSFER } from '../../../local/connect/default-flows.ts';
import { flowProblems } from '../../../local/connect/flow/validate.ts';
import { type Desk, desk, LEGAL } from './desk.ts';
import { action, CUSTOMER, SALES, testInstance } from './instance.ts';

const takes = async (instance: Desk, contact: Contact): Promise<void> => {
  await instance.perform('ben', 'acceptContact', { contactId: contact.id });
  await instance.scheduler.advance(100);
};

const states = (instance: Desk, user: string) =>
  Object.fromEntries(instance.connections(user).map(({ who, state }) => [who, state]));

describe('a transfer to an agent by quick connect', () => {
  it('is a new contact, whose agent is rung while the customer waits on hold', async () => {
    const instance = await desk();
    const next = await instance.transfer('createAdditionalConnection', 'ben');
    expect(next).toMatchObject({
      initiationMethod: 'TRANSFER',
      previousContactId: instance.call.id,
      initialContactId: instance.call.id,
      state: 'offered',
    });
    expect(instance.call.nextContactId).toBe(next.id);
    expect(states(instance, 'ana')).toEqual({ ana: 'connected', [CUSTOMER]: 'hold', ben: 'connecting' });
    expect(instance.eventTypes(next)).toEqual(['INITIATED', 'CONNECTED_TO_SYSTEM', 'QUEUED']);
    expect(next.attributes).toBe(instance.call.attributes);
  });

  it('lets both agents see everybody, swap who waits, and confer', async () => {
    const instance = await desk();
    const next = await instance.transfer('createAdditionalConnection', 'ben');
    await takes(instance, next);
    const consulting = { ana: 'connected', ben: 'connected', [CUSTOMER]: 'hold' };
    expect(states(instance, 'ana')).toEqual(consulting);
    expect(states(instance, 'ben')).toEqual(consulting);
    expect(instance.connections('ben').find(({ type }) => type === 'agent')?.who).toBe('ben');
    expect(instance.eventTypes(next)).toContain('CONNECTED_TO_AGENT');
    await instance.perform('ana', 'toggleActiveConnections', { contactId: instance.call.id });
    expect(states(instance, 'ben')).toEqual({ ana: 'connected', ben: 'hold', [CUSTOMER]: 'connected' });
    await instance.perform('ben', 'conferenceConnections', { contactId: next.id });
    expect(states(instance, 'ana')).toEqual({ ana: 'connected', ben: 'connected', [CUSTOMER]: 'connected' });
  });

  it('is completed when the first agent leaves: the customer goes on with the second, off hold', async () => {
    const instance = await desk();
    const next = await instance.transfer('createAdditionalConnection', 'ben');
    await takes(instance, next);
    await instance.scheduler.advance(5_000);
    await instance.does('ana', 'destroyConnection', 'own');
    await instance.scheduler.advance(100);
    expect(instance.call).toMatchObject({
      state: 'after_call_work',
      disconnectReason: 'AGENT_DISCONNECT',
      holdMs: 6_100,
    });
    expect(states(instance, 'ana')).toEqual({ ana: 'disconnected', ben: 'disconnected', [CUSTOMER]: 'disconnected' });
    expect(states(instance, 'ben')).toEqual({ ana: 'disconnected', ben: 'connected', [CUSTOMER]: 'connected' });
    expect(instance.engine.phones.phone(CUSTOMER).line).toMatchObject({ contactId: next.id, onHold: false });
    expect(instance.eventTypes(instance.call).at(-1)).toBe('DISCONNECTED');
    instance.engine.phones.hangUp(CUSTOMER);
    await instance.scheduler.advance(100);
    expect(next).toMatchObject({ state: 'after_call_work', disconnectReason: 'CUSTOMER_DISCONNECT' });
    await instance.perform('ben', 'clearContact', { contactId: next.id });
    await instance.perform('ana', 'clearContact', { contactId: instance.call.id });
    expect(instance.engine.runtimes.size).toBe(0);
  });

  it('leads back to the customer when the second agent leaves, or is sent away', async () => {
    for (const [user, who] of [
      ['ben', 'own'],
      ['ana', 'other'],
    ] as const) {
      const instance = await desk();
      const next = await instance.transfer('createAdditionalConnection', 'ben');
      await takes(instance, next);
      await instance.does(user, 'destroyConnection', who);
      expect(next).toMatchObject({ state: 'after_call_work', disconnectReason: 'AGENT_DISCONNECT' });
      expect(instance.call.state).toBe('connected');
      expect(states(instance, 'ana')).toMatchObject({ ben: 'disconnected', [CUSTOMER]: 'hold' });
      await instance.does('ana', 'resumeConnection', 'customer');
      expect(states(instance, 'ana')).toMatchObject({ [CUSTOMER]: 'connected' });
    }
  });

  it('can be given up while it rings', async () => {
    const instance = await desk();
    const next = await instance.transfer('createAdditionalConnection', 'ben');
    await instance.does('ana', 'destroyConnection', 'other');
    expect(next.state).toBe('completed');
    expect(instance.agents.snapshot('ben').contacts).toEqual([]);
    expect(instance.call.state).toBe('connected');
  });

  it.each(['rejects', 'misses'])('tells the first agent when the second one %s it', async (how) => {
    const instance = await desk();
    const next = await instance.transfer('createAdditionalConnection', 'ben');
    if (how === 'rejects') await instance.perform('ben', 'rejectContact', { contactId: next.id });
    else await instance.scheduler.advance(20_000);
    expect(next.state).toBe('completed');
    const [ana] = instance.agents.snapshot('ana').contacts;
    expect(ana?.connections.find(({ endpoint }) => endpoint.agentLogin === 'ben')).toMatchObject({
      state: { type: 'disconnected' },
      failure: 'OTHER',
    });
    expect(instance.agents.snapshot('ben').state.name).toBe('MissedCallAgent');
  });

  it('ends at once when the second agent is busy ("If the agent is busy, the contact is disconnected")', async () => {
    const instance = await desk();
    await instance.setStatus('ben', 'Break');
    const next = await instance.transfer('createAdditionalConnection', 'ben');
    expect(next).toMatchObject({ state: 'completed', disconnectReason: 'CONTACT_FLOW_DISCONNECT' });
    expect(states(instance, 'ana')).toMatchObject({ ana: 'connected', ben: 'disconnected', [CUSTOMER]: 'hold' });
  });

  it('ends for both when the customer hangs up before anybody else has come', async () => {
    const instance = await desk();
    const next = await instance.transfer('transferContact', 'team');
    expect(instance.call.state).toBe('after_call_work');
    instance.engine.phones.hangUp(CUSTOMER);
    await instance.scheduler.advance(10);
    expect(next).toMatchObject({ state: 'completed', disconnectReason: 'CUSTOMER_DISCONNECT' });
    expect(instance.agents.snapshot('ben').contacts).toEqual([]);
  });
});

describe('a transfer to a queue by quick connect', () => {
  it('cold: the customer waits in the queue as soon as the agent has left, and gets the next agent', async () => {
    const instance = await desk();
    await instance.setStatus('ben', 'Break');
    const next = await instance.transfer('transferContact', 'team');
    expect(next).toMatchObject({ state: 'queued', queue: { id: SALES } });
    expect(instance.engine.phones.phone(CUSTOMER).line).toMatchObject({ contactId: next.id, onHold: false });
    expect(instance.agents.snapshot('ana').state.name).toBe('AfterCallWork');
    await instance.setStatus('ben', 'Available');
    await takes(instance, next);
    expect(states(instance, 'ben')).toMatchObject({ ben: 'connected', [CUSTOMER]: 'connected' });
  });

  it('an agent who misses it leaves it in the queue for the next', async () => {
    const instance = await desk();
    const next = await instance.transfer('createAdditionalConnection', 'team');
    await instance.perform('ben', 'rejectContact', { contactId: next.id });
    expect(next.state).toBe('queued');
    expect(instance.connections('ana').at(-1)).toMatchObject({ who: 'Team', state: 'connecting' });
    await instance.perform('ben', 'clearContact', { contactId: next.id });
    await takes(instance, next);
    expect(next.state).toBe('connected');
  });
});

it.each([DEFAULT_AGENT_TRANSFER, DEFAULT_QUEUE_TRANSFER])('$name is a valid flow', ({ content, type }) => {
  expect(flowProblems(content, type, testInstance().engine.instance)).toEqual([]);
});

it('the default queue transfer flow brings the call to its queue when somebody is staffed, else ends', async () => {
  const instance = await desk();
  const team = instance.engine.instance.quickConnects.get('team');
  const flow = { ...DEFAULT_QUEUE_TRANSFER, published: DEFAULT_QUEUE_TRANSFER.content };
  instance.engine.instance.flows.set(flow.id, {
    ...flow,
    description: '',
    state: 'ACTIVE',
    status: 'PUBLISHED',
    tags: {},
    modifiedAt: 0,
  });
  Object.assign(team ?? {}, { config: { type: 'QUEUE', queueId: SALES, flowId: flow.id } });
  expect(await instance.transfer('createAdditionalConnection', 'team')).toMatchObject({ state: 'offered' });
  await instance.does('ana', 'destroyConnection', 'other');
  await instance.setStatus('ben', 'Offline');
  const ana = instance.engine.agents.get('ana');
  const away = instance.engine.instance.statuses.find(({ name }) => name === 'Break');
  if (ana !== undefined && away !== undefined) ana.status = away;
  const next = await instance.transfer('createAdditionalConnection', 'team');
  await instance.scheduler.advance(5_000);
  expect(next).toMatchObject({ state: 'completed', disconnectReason: 'CONTACT_FLOW_DISCONNECT' });
});

describe('the flow of a quick connect decides', () => {
  const ERROR = { errors: { NoMatchingError: 'end' } };
  const END = action('end', 'DisconnectParticipant');

  it("who is rung, after what it has to say: TransferContactToAgent takes the working queue's agent", async () => {
    const instance = await desk();
    const flow = instance.addFlow('announced', 'AGENT_TRANSFER', [
      action('hello', 'MessageParticipant', { Text: 'One moment.' }, 'target'),
      action('target', 'UpdateContactTargetQueue', { AgentId: 'ben' }, 'go', ERROR),
      action('go', 'TransferContactToAgent'),
      END,
    ]);
    const { quickConnects, users } = instance.engine.instance;
    const userId = users.find(({ username }) => username === 'ana')?.id ?? '';
    quickConnects.set('colleague', {
      id: 'colleague',
      name: 'Colleague',
      config: { type: 'USER', userId, flowId: flow.id },
    });
    const next = await instance.transfer('createAdditionalConnection', 'colleague');
    await instance.scheduler.advance(5_000);
    expect(next).toMatchObject({ state: 'offered', spoken: [{ text: 'One moment.' }], queue: { username: 'ben' } });
    await takes(instance, next);
    expect(next).toMatchObject({ state: 'connected', agent: 'ben' });
  });

  it('in which queue the customer waits', async () => {
    const instance = await desk();
    const flow = instance.addFlow('elsewhere', 'QUEUE_TRANSFER', [
      action('target', 'UpdateContactTargetQueue', { QueueId: '$.Attributes.queue' }, 'go', ERROR),
      action('go', 'TransferContactToQueue', {}, undefined, {
        errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' },
      }),
      END,
    ]);
    const reception = instance.engine.instance.queues.find(({ name }) => name === 'Reception');
    instance.call.attributes.queue = reception?.id ?? '';
    await instance.setStatus('ben', 'Break');
    instance.engine.instance.quickConnects.set('elsewhere', {
      id: 'elsewhere',
      name: 'Elsewhere',
      config: { type: 'QUEUE', queueId: SALES, flowId: flow.id },
    });
    const next = await instance.transfer('createAdditionalConnection', 'elsewhere');
    expect(next).toMatchObject({ state: 'queued', queue: { name: 'Reception' } });
  });
});

describe('external numbers and conferences', () => {
  it('cold: customer and third party talk on without the agent, and end together', async () => {
    const instance = await desk();
    await instance.transfer('transferContact', LEGAL);
    expect(instance.agents.snapshot('ana').state.name).toBe('AfterCallWork');
    expect(instance.call.state).toBe('connected');
    instance.engine.phones.hangUp(LEGAL);
    await instance.scheduler.advance(10);
    expect(instance.call).toMatchObject({ state: 'after_call_work', disconnectReason: 'THIRD_PARTY_DISCONNECT' });
    expect(instance.engine.phones.phone(CUSTOMER).line).toBeUndefined();
  });

  it('holds at most six parties', async () => {
    const instance = await desk();
    for (let party = 0; party < 4; party += 1) {
      instance.engine.phones.setBehavior(`+491700000${party}`, 'answer', 10);
      await instance.transfer('createAdditionalConnection', `+491700000${party}`);
    }
    await expect(instance.transfer('createAdditionalConnection', LEGAL)).rejects.toMatchObject({
      type: 'LimitExceededException',
    });
    await instance.perform('ana', 'conferenceConnections', { contactId: instance.call.id });
    expect(Object.values(states(instance, 'ana'))).toEqual(Array(6).fill('connected'));
  });

  it('without MULTI_PARTY_CONFERENCE holds three, and each agent controls only whom that agent has added', async () => {
    const instance = await desk();
    instance.engine.instance.attributes.set('MULTI_PARTY_CONFERENCE', false);
    const next = await instance.transfer('createAdditionalConnection', 'ben');
    await takes(instance, next);
    expect(instance.agents.snapshot('ana').contacts[0]?.contactFeatures.multiPartyConferenceEnabled).toBe(false);
    await expect(instance.transfer('createAdditionalConnection', LEGAL)).rejects.toThrow('at most 3');
    await expect(instance.does('ben', 'resumeConnection', 'customer')).rejects.toMatchObject({ statusCode: 403 });
    await instance.does('ana', 'resumeConnection', 'customer');
    await expect(instance.does('ben', 'destroyConnection', 'other')).rejects.toMatchObject({ statusCode: 403 });
    await instance.does('ana', 'destroyConnection', 'other');
    expect(next.state).toBe('after_call_work');
  });

  it('lets the agents talk on when the customer drops out, and any of them send the other away', async () => {
    const instance = await desk();
    const next = await instance.transfer('createAdditionalConnection', 'ben');
    await takes(instance, next);
    instance.engine.phones.hangUp(CUSTOMER);
    await instance.scheduler.advance(10);
    expect([instance.call.state, next.state]).toEqual(['connected', 'connected']);
    await instance.does('ben', 'muteParticipant', 'other');
    expect(instance.agents.snapshot('ana').contacts[0]?.connections[0]?.mute).toBe(true);
    await instance.does('ben', 'destroyConnection', 'other');
    expect([instance.call.state, next.state]).toEqual(['after_call_work', 'after_call_work']);
  });
});

describe('a second call', () => {
  it('may be placed while everybody on the first one waits on hold, and one is heard at a time', async () => {
    const instance = await desk();
    const dial = () =>
      instance.perform('ana', 'createOutboundContact', { endpoint: { type: 'phone_number', phoneNumber: LEGAL } });
    await expect(dial()).rejects.toMatchObject({ type: 'InvalidStateException' });
    await instance.does('ana', 'holdConnection', 'customer');
    await dial();
    await instance.scheduler.advance(1_000);
    expect(instance.agents.snapshot('ana').contacts.map(({ state }) => state.type)).toEqual(['connected', 'connected']);
    await instance.does('ana', 'resumeConnection', 'customer');
    expect(instance.engine.phones.phone(LEGAL).line?.onHold).toBe(true);
    await expect(dial()).rejects.toMatchObject({ type: 'InvalidStateException' });
  });
});
