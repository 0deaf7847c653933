/** What the instance tells the world: contact events, contact records, agent events, with and without faults. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sendAgentEvents } from '../../../local/connect/events/agent-events.ts';
import { contactRecord } from '../../../local/connect/events/contact-record.ts';
import { sendContactRecords } from '../../../local/connect/events/contact-records.ts';
import { createOutbox } from '../../../local/connect/events/outbox.ts';
import { createFaults, type Fault } from '../../../local/connect/faults.ts';
import { OPERATIONS } from '../../../local/connect/service/operations/index.ts';
import { CUSTOMER, PLACE, type TestInstance, TO_AGENT_QUEUE, testInstance } from './instance.ts';
import { answeredBy, talked } from './recorded-call.ts';
import { virtualScheduler } from './virtual-scheduler.ts';

const STREAM = 'arn:aws:kinesis:eu-central-1:123456789012:stream/out';
const associate = ({ engine }: TestInstance, ResourceType: string) =>
  OPERATIONS.get('AssociateInstanceStorageConfig')?.run(engine, {
    InstanceId: PLACE.instanceId,
    ResourceType,
    StorageConfig: { StorageType: 'KINESIS_STREAM', KinesisStreamConfig: { StreamArn: STREAM } },
  });
const messages = ({ streamed }: TestInstance): Record<string, unknown>[] =>
  streamed.map(({ data }) => JSON.parse(data.toString()));

const delivery = async (faults: readonly Fault[], count: number): Promise<number[]> => {
  const scheduler = virtualScheduler();
  const all = createFaults(scheduler);
  all.replace(faults);
  const outbox = createOutbox(scheduler, all);
  const delivered: number[] = [];
  for (let message = 0; message < count; message += 1) {
    outbox.send('event:QUEUED', 25, () => delivered.push(message));
    await scheduler.advance(10);
  }
  await scheduler.advance(60_000);
  return delivered;
};

describe('faults of delivery', () => {
  it('lose nothing and invent nothing, whatever they delay, hold or double', async () => {
    const fault = fc.record(
      {
        operation: fc.constantFrom('event:*', 'event:QUEUED'),
        latencyMs: fc.nat({ max: 500 }),
        jitterMs: fc.nat({ max: 500 }),
        reorder: fc.integer({ min: 1, max: 5 }),
        double: fc.boolean(),
        count: fc.nat({ max: 5 }),
        rate: fc.double({ min: 0, max: 1, noNaN: true }),
        seed: fc.integer(),
      },
      { requiredKeys: ['operation', 'seed'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 3 }), fc.integer({ min: 1, max: 12 }), async (faults, count) => {
        const delivered = await delivery(faults, count);
        expect([...new Set(delivered)].toSorted((one, other) => one - other)).toEqual([...Array(count).keys()]);
        const doubled = faults.some(({ double }) => double === true);
        if (!doubled) expect(delivered).toHaveLength(count);
        else expect(delivered.length).toBeLessThanOrEqual(2 * count);
        expect(await delivery(faults, count)).toEqual(delivered);
      }),
      { numRuns: 60 },
    );
  });

  it('drop and double exactly as many as they say', async () => {
    expect(await delivery([{ operation: 'event:*', drop: true, count: 2 }], 4)).toEqual([2, 3]);
    expect(await delivery([{ operation: 'event:QUEUED', double: true, count: 1 }], 2)).toEqual([0, 0, 1]);
  });

  it('hold a message until others have overtaken it, or until a time is over', async () => {
    expect(await delivery([{ operation: 'event:*', reorder: 2, count: 1 }], 4)).toEqual([1, 2, 0, 3]);
    expect(await delivery([{ operation: 'event:*', reorder: 9, count: 1 }], 2)).toEqual([1, 0]);
  });

  it('leave operations alone when they name messages, and messages when they name operations', () => {
    const faults = createFaults(virtualScheduler());
    faults.replace([{ operation: '*', error: 'X' }]);
    expect(faults.draw('event:QUEUED')).toBeUndefined();
    expect(faults.draw('DescribeContact')?.fault.error).toBe('X');
    faults.replace([{ operation: 'record:*', drop: true }]);
    expect([faults.draw('event:QUEUED'), faults.draw('DescribeContact')]).toEqual([undefined, undefined]);
    expect(faults.draw('record:VOICE')?.fault.drop).toBe(true);
  });
});

describe('a contact record', () => {
  it('has the times, the queue, the agent and where the recording is', async () => {
    const instance = testInstance();
    const contact = await talked(instance);
    const Location = `amazon-connect-test/connect/test/CallRecordings/2026/11/24/${contact.id}_20261124T09:00_UTC.wav`;
    expect(contactRecord(instance.engine, contact)).toMatchObject({
      ContactId: contact.id,
      Channel: 'VOICE',
      InitiationMethod: 'API',
      DisconnectReason: 'CUSTOMER_DISCONNECT',
      Attributes: { agentUsername: 'ana' },
      CustomerEndpoint: { Address: CUSTOMER, Type: 'TELEPHONE_NUMBER' },
      Queue: { Name: null, Duration: 1 },
      Agent: { Username: 'ana', AgentInteractionDuration: 10, NumberOfHolds: 0, LongestHoldDuration: 0 },
      Recording: { Location, Status: 'AVAILABLE', Type: 'AUDIO' },
      Recordings: [{ Location, StorageType: 'S3', MediaStreamType: 'AUDIO' }],
      SegmentAttributes: { 'connect:Subtype': { ValueString: 'connect:Telephony' } },
    });
  });

  it('has no recording when no flow asked for one', async () => {
    const instance = testInstance();
    const contact = await talked(instance, TO_AGENT_QUEUE);
    expect(contactRecord(instance.engine, contact)).toMatchObject({ Recording: null, Recordings: null });
  });

  it('is delivered when the contact is completed, and again when an attribute changes later', async () => {
    const instance = testInstance();
    sendContactRecords(instance.engine);
    associate(instance, 'CONTACT_TRACE_RECORDS');
    const contact = await talked(instance);
    expect(messages(instance)).toMatchObject([{ ContactId: contact.id }]);
    expect(instance.streamed[0]).toMatchObject({ streamArn: STREAM, partitionKey: contact.id });
    OPERATIONS.get('UpdateContactAttributes')?.run(instance.engine, {
      InstanceId: PLACE.instanceId,
      InitialContactId: contact.id,
      Attributes: { outcome: 'won' },
    });
    await instance.scheduler.advance(1_000);
    expect(messages(instance).map(({ Attributes }) => Object(Attributes).outcome)).toEqual([undefined, 'won']);
    expect(instance.engine.records.recent()).toHaveLength(2);
  });
});

describe('an agent in a hierarchy', () => {
  it('is named with its groups, the highest first, in events, records and the agent event stream', async () => {
    const instance = testInstance();
    const { hierarchyGroups, users, arn } = instance.engine.instance;
    hierarchyGroups.set('eu', { id: 'eu', name: 'Europe', tags: {} });
    hierarchyGroups.set('de', { id: 'de', name: 'Germany', parentId: 'eu', tags: {} });
    for (const user of users) user.hierarchyGroupId = 'de';
    sendAgentEvents(instance.engine);
    const contact = await talked(instance);
    const [eu, de] = ['eu', 'de'].map((id) => `${arn}/agent-group/${id}`);
    expect(instance.events.at(-1)?.detail).toMatchObject({
      agentInfo: { hierarchyGroups: { level1: { arn: eu }, level2: { arn: de } } },
    });
    expect(contactRecord(instance.engine, contact)).toMatchObject({
      Agent: { HierarchyGroups: { Level1: { ARN: eu, GroupName: 'Europe' }, Level2: { ARN: de } } },
    });
    expect(instance.engine.agentEvents.recent().at(-1)).toMatchObject({
      CurrentAgentSnapshot: { Configuration: { AgentHierarchyGroups: { Level2: { ARN: de, Name: 'Germany' } } } },
    });
  });
});

describe('a contact event', () => {
  it('names the recording when the contact is completed', async () => {
    const instance = testInstance();
    const contact = await talked(instance);
    const completed = instance.events
      .map(({ detail }) => Object(detail))
      .find(({ eventType }) => eventType === 'COMPLETED');
    expect(completed).toMatchObject({
      recordings: [{ storageType: 'S3', location: expect.stringContaining(contact.id), status: 'AVAILABLE' }],
      agentInfo: { afterContactWorkDuration: 0 },
    });
  });
});

describe('the agent event stream', () => {
  it('tells sign-in, status, the states of a contact on the desk and sign-out', async () => {
    const instance = testInstance();
    const presence = sendAgentEvents(instance.engine);
    associate(instance, 'AGENT_EVENTS');
    presence.signedIn('ana');
    await instance.scheduler.advance(100);
    await talked(instance);
    presence.signedOut('ana');
    await instance.scheduler.advance(100);
    const told = messages(instance);
    expect(told[0]).toMatchObject({
      EventType: 'LOGIN',
      PreviousAgentSnapshot: null,
      CurrentAgentSnapshot: {
        AgentStatus: { Name: 'Offline', Type: 'OFFLINE' },
        Configuration: {
          Username: 'ana',
          FirstName: 'Ana',
          LastName: 'Flores',
          RoutingProfile: {
            Name: 'Agents',
            Concurrency: [
              { Channel: 'VOICE', AvailableSlots: 1, MaximumSlots: 1 },
              { Channel: 'TASK', AvailableSlots: 1, MaximumSlots: 1 },
            ],
            DefaultOutboundQueue: { Name: 'Sales' },
          },
        },
        Contacts: [],
      },
    });
    const states = told.flatMap(({ CurrentAgentSnapshot }) =>
      Object(CurrentAgentSnapshot).Contacts.map(({ State }: { State: string }) => State),
    );
    expect([...new Set(states)]).toEqual(['CONNECTING', 'CONNECTED', 'ENDED']);
    expect(told.at(-1)).toMatchObject({ EventType: 'LOGOUT', PreviousAgentSnapshot: null });
    const ids = told.map(({ EventId }) => EventId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [index, event] of told.entries()) {
      if (event.EventType === 'STATE_CHANGE')
        expect(event.PreviousAgentSnapshot).toEqual(told[index - 1]?.CurrentAgentSnapshot);
    }
  });

  it('beats every 120 seconds of silence, and for an hour after the sign-out', async () => {
    const instance = testInstance();
    const presence = sendAgentEvents(instance.engine);
    associate(instance, 'AGENT_EVENTS');
    presence.signedIn('ana');
    await instance.scheduler.advance(300_000);
    const types = () => messages(instance).map(({ EventType }) => EventType);
    expect(types()).toEqual(['LOGIN', 'HEART_BEAT', 'HEART_BEAT']);
    presence.signedOut('ana');
    await instance.scheduler.advance(3 * 3_600_000);
    expect(types().filter((type) => type === 'HEART_BEAT')).toHaveLength(2 + 30);
  });

  it('shows a held customer as CONNECTED_ONHOLD, without a stream too', async () => {
    const instance = testInstance();
    sendAgentEvents(instance.engine);
    const contact = await answeredBy(instance, TO_AGENT_QUEUE);
    const connectionId = contact.legs.find(({ initial }) => initial)?.id;
    await instance.perform('ana', 'holdConnection', { contactId: contact.id, connectionId });
    await instance.scheduler.advance(100);
    expect(instance.engine.agentEvents.recent().at(-1)).toMatchObject({
      EventType: 'STATE_CHANGE',
      CurrentAgentSnapshot: { Contacts: [{ ContactId: contact.id, State: 'CONNECTED_ONHOLD' }] },
    });
    expect(instance.streamed).toEqual([]);
  });
});
