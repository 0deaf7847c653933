/** Calls with several legs, as the local Connect's own events and those of the documented event model tell them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import type { WatchMessage, WriteBackMessage } from '#core/contracts/queue-messages.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import { CUSTOMER, type TestInstance, testInstance } from '../local/connect/instance.ts';
import { dial, publish } from '../local/connect/product-flows.ts';
import { type Detail, eventsOf, newCall, send, services, test, useContactEvents } from './support/contact-events.ts';
import { KEY, later } from './support/opportunities.ts';

useContactEvents();

const sent = () => services.messages as (WriteBackMessage | WatchMessage)[];
const told = () => sent().filter((message) => message.type !== 'watch');
const watches = () => sent().filter((message) => message.type === 'watch');
const toldTypes = () => told().map(({ type }) => type);
const storedOf = (callId: string) => dynamodbCallStore(test.table).get({ ...KEY, callId });

/** Ana lets it ring, the queue flow moves the customer on, Ben takes the call, the customer hangs up. */
async function movedCall(): Promise<TestInstance> {
  const instance = testInstance();
  const flows = publish(instance);
  await instance.setStatus('ana', 'Available');
  const contact = dial(instance, flows.outbound);
  await instance.scheduler.advance(60_000);
  await instance.setStatus('ben', 'Available');
  const contactId = contact.nextContactId ?? expect.fail('the flow has not moved the customer');
  await instance.perform('ben', 'acceptContact', { contactId });
  await instance.scheduler.advance(10_000);
  instance.engine.phones.hangUp(CUSTOMER);
  await instance.scheduler.advance(5_000);
  await instance.perform('ben', 'clearContact', { contactId });
  await instance.scheduler.advance(1_000);
  return instance;
}

let copies = 0;
/** One more call with these events: other ids, and a Connect that knows its contacts. */
function copyOf({ engine, events }: TestInstance) {
  copies += 1;
  const contacts = [...engine.contacts.values()].toSorted((one, other) => one.initiatedAt - other.initiatedAt);
  const callId = `moved-${copies}`;
  const idOf = (id: string) => `${callId}-${contacts.findIndex((contact) => contact.id === id)}`;
  for (const { id, initialContactId, initiationMethod, initiatedAt, disconnectReason } of contacts) {
    services.contacts.set(idOf(id), {
      attributes: { ...KEY, callId, agentUsername: 'ana' },
      contact: {
        ...{ Id: idOf(id), InitialContactId: idOf(initialContactId), InitiationMethod: initiationMethod },
        ...{ InitiationTimestamp: initiatedAt / 1_000, DisconnectReason: disconnectReason },
      },
    });
  }
  for (const { user } of engine.agents.values()) services.users.set(user.id, user.username);
  const renamed = (event: unknown) =>
    contacts.reduce((text, { id }) => text.replaceAll(id, idOf(id)), JSON.stringify(event));
  const details = events
    .map(({ detail }) => JSON.parse(renamed(detail)) as Detail)
    .filter(({ eventType }) => eventType !== 'CONTACT_DATA_UPDATED');
  const comparable = async () => {
    const text = JSON.stringify({ ...(await storedOf(callId)), version: 0, latestNews: undefined });
    return JSON.parse(text.replaceAll(callId, 'moved')) as StoredCall;
  };
  return { callId, details, comparable };
}

describe('a call that a flow moves from its agent to the fallback queue', () => {
  it('is one call: alive while the customer waits, ended with the second leg, taken by the colleague', async () => {
    const { callId, details } = copyOf(await movedCall());
    const states: (string | undefined)[] = [];
    for (const detail of details) {
      await send(detail);
      states.push(`${detail.eventType} ${(await storedOf(callId))?.state}`);
    }
    expect(states).toEqual([
      ...['INITIATED dialing', 'CONNECTED_TO_SYSTEM answered', 'QUEUED answered'],
      ...['INITIATED answered', 'DISCONNECTED answered', 'COMPLETED answered', 'QUEUED answered'],
      ...['CONNECTED_TO_AGENT with_agent', 'DISCONNECTED ended', 'COMPLETED completed'],
    ]);
    const call = await storedOf(callId);
    const last = details.at(-1);
    expect(call).toMatchObject({
      ...{ connectContactId: `${callId}-0`, agentUsername: 'ana', takenBy: 'ben', reason: 'customer-hung-up' },
      endedAt: last?.disconnectTimestamp,
    });
    expect(toldTypes()).toEqual(['call.dialing', 'call.answered', 'call.ended', 'call.completed']);
    const { calls } = await dynamodbCallStore(test.table).listByAgent('ben');
    expect(calls.map((own) => own.callId)).toContain(callId);
  });

  it('ends in the same record and tells its end last, in whatever order and however often events come', async () => {
    const instance = await movedCall();
    const reference = copyOf(instance);
    for (const detail of reference.details) await send(detail);
    const expected = await reference.comparable();
    const indexes = reference.details.map((_, index) => index);
    const orders = fc.shuffledSubarray([...indexes, ...indexes], {
      minLength: indexes.length * 2,
      maxLength: indexes.length * 2,
    });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        services.reset();
        const copy = copyOf(instance);
        for (const index of order) await send(copy.details[index]);
        expect(await copy.comparable()).toEqual(expected);
        const messages = told();
        expect(new Set(messages.map(({ type }) => type)).size).toBe(4);
        const newest = Math.max(...messages.map(({ version }) => version));
        const last = messages.filter(({ version }) => version === newest).map(({ type }) => type);
        expect(last.some((type) => type === 'call.ended' || type === 'call.completed')).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps everything of events that come all at once', async () => {
    const instance = await movedCall();
    const [reference, copy] = [copyOf(instance), copyOf(instance)];
    for (const detail of reference.details) await send(detail);
    await Promise.all(copy.details.map(send));
    expect(await copy.comparable()).toEqual(await reference.comparable());
  });

  it('ends although the first leg’s end was lost', async () => {
    const { callId, details } = copyOf(await movedCall());
    const isLost = ({ contactId, eventType }: Detail) =>
      contactId === `${callId}-0` && (eventType === 'DISCONNECTED' || eventType === 'COMPLETED');
    for (const detail of details) if (!isLost(detail)) await send(detail);
    expect(await storedOf(callId)).toMatchObject({ state: 'completed', takenBy: 'ben' });
  });

  it('that seemed to have ended is told to go on, and its end again, each as a newer version', async () => {
    const { callId, details } = copyOf(await movedCall());
    const ofLeg = (leg: number) => details.filter(({ contactId }) => contactId === `${callId}-${leg}`);
    for (const detail of ofLeg(0)) await send(detail);
    expect(await storedOf(callId)).toMatchObject({ state: 'completed' });
    const [moved, ...rest] = ofLeg(1);
    expect(watches()).toEqual([]);
    await send(moved);
    expect(await storedOf(callId)).toMatchObject({ state: 'answered' });
    // Nobody watches a call that is over.
    expect(watches()).toMatchObject([{ callId, sourceId: KEY.sourceId }]);
    expect(await storedOf(callId)).not.toHaveProperty('reason');
    for (const detail of rest) await send(detail);
    expect(toldTypes()).toEqual([
      ...['call.dialing', 'call.answered', 'call.ended', 'call.completed'],
      ...['call.answered', 'call.ended', 'call.completed'],
    ]);
    const versions = told().map(({ version }) => version);
    expect(versions).toEqual([...versions].sort((one, other) => one - other));
  });

  it('costs one query and at most one put for a later leg’s event, and no question for an agent whose name is known', async () => {
    const [one, other] = [copyOf(await movedCall()), copyOf(await movedCall())];
    for (const detail of one.details) await send(detail);
    for (const detail of other.details) {
      services.reset();
      await send(detail);
      expect(services.seen.operations).not.toContain('connect:DescribeUser');
      if (detail.contactId !== `${other.callId}-1`) continue;
      const costs = services.seen.operations.filter((operation) => operation.startsWith('dynamodb'));
      const isNews = detail.eventType !== 'QUEUED';
      expect(costs).toEqual(isNews ? ['dynamodb:Query', 'dynamodb:PutItem'] : ['dynamodb:Query']);
    }
  });
});

describe('a call that an agent passes on', () => {
  const withAgent = (event: Detail | undefined, agent: string, minute: number, changes: Detail = {}): Detail => ({
    ...event,
    agentInfo: { agentArn: `arn:aws:connect:x:1:instance/i/agent/${agent}`, connectedToAgentTimestamp: later(minute) },
    ...changes,
  });
  /** A consultation: Ana is with the customer from minute 2 on, Ben is asked in minute 3. */
  async function consultation() {
    const call = newCall();
    await call.project();
    for (const id of ['user-ana', 'user-ben']) services.users.set(id, id.replace('user-', ''));
    const leg = `${call.connectContactId}-ben`;
    services.contacts.set(leg, { attributes: {}, contact: { Id: leg, DisconnectReason: 'AGENT_DISCONNECT' } });
    const ben = eventsOf(leg, {
      ...{ initiationMethod: 'TRANSFER', initialContactId: call.connectContactId, initiationTimestamp: later(3) },
      previousContactId: call.connectContactId,
    });
    await send(withAgent(call.events.withAgent, 'user-ana', 2));
    await send(ben.initiated);
    await send(withAgent(ben.withAgent, 'user-ben', 4));
    const end = (who: 'ana' | 'ben', minute: number) => {
      const events = who === 'ana' ? call.events : ben;
      return withAgent(events.ended, `user-${who}`, who === 'ana' ? 2 : 4, { disconnectTimestamp: later(minute) });
    };
    return { call, end };
  }

  it('lives on when she leaves, and is his', async () => {
    const { call, end } = await consultation();
    await send(end('ana', 5));
    expect(await call.read()).toMatchObject({ state: 'with_agent', withAgentAt: later(2), takenBy: 'ben' });
    await send(end('ben', 9));
    expect(await call.read()).toMatchObject({
      ...{ state: 'ended', endedAt: later(9), reason: 'agent-hung-up', agentUsername: 'ana', takenBy: 'ben' },
    });
  });

  it('stays hers when he was only asked', async () => {
    const { call, end } = await consultation();
    await send(end('ben', 5));
    expect(await call.read()).toMatchObject({ state: 'with_agent', takenBy: 'ana' });
    await send(end('ana', 9));
    expect(await call.read()).toMatchObject({ state: 'ended', reason: 'customer-hung-up', takenBy: 'ana' });
  });

  it('does not count a supervisor who listens', async () => {
    const { call, end } = await consultation();
    await send({ ...end('ben', 5) });
    const listening = { initiationMethod: 'MONITOR', initialContactId: call.connectContactId };
    await send(withAgent(eventsOf('cc-supervisor', listening).withAgent, 'user-vera', 6));
    expect((await call.read())?.legs).not.toHaveProperty('cc-supervisor');
  });

  it('is recorded without the name when Connect cannot say it, and named by a later event', async () => {
    const call = newCall();
    await call.project();
    services.users.set('user-cleo', 'cleo');
    services.refused.add('connect:DescribeUser');
    await send(withAgent(call.events.withAgent, 'user-cleo', 2));
    const unnamed = await call.read();
    expect(unnamed).toMatchObject({ state: 'with_agent', withAgentAt: later(2) });
    expect(unnamed).not.toHaveProperty('takenBy');
    services.reset();
    await send(withAgent(call.events.ended, 'user-cleo', 2));
    expect(await call.read()).toMatchObject({ state: 'ended', takenBy: 'cleo' });
  });
});

describe('an inbound call whose transfer is heard of first', () => {
  it('has the record of the call that came in', async () => {
    const connectContactId = 'cc-in-moved';
    services.contacts.set(connectContactId, {
      attributes: { ...KEY, contactId: 'c-1' },
      contact: {
        ...{ Id: connectContactId, InitiationMethod: 'INBOUND', InitiationTimestamp: Date.parse(later(-2)) / 1_000 },
        CustomerEndpoint: { Address: '+14155550177' },
      },
    });
    const moved = {
      initiationMethod: 'QUEUE_TRANSFER',
      initialContactId: connectContactId,
      previousContactId: connectContactId,
    };
    await send(eventsOf(`${connectContactId}-2`, moved).initiated);
    expect(await dynamodbCallStore(test.table).findByConnectContact(connectContactId)).toMatchObject({
      ...{ direction: 'inbound', phone: '+14155550177', requestedAt: later(-2), connectContactId },
    });
  });
});
