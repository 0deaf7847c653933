import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AssociateLambdaFunctionCommand,
  ConnectClient,
  CreateContactFlowCommand,
  DescribeContactCommand,
  GetContactAttributesCommand,
  GetCurrentUserDataCommand,
  ListQueuesCommand,
  ListViewsCommand,
  StartOutboundVoiceContactCommand,
  type StartOutboundVoiceContactCommandInput,
  StopContactCommand,
  UpdateContactAttributesCommand,
} from '@aws-sdk/client-connect';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunningConnect, startConnect } from '../../../local/connect/start.ts';
import type { BusEvent, ConnectOptions } from '../../../local/parts.ts';
import { CUSTOMER, LOOK_UP, PLACE, SALES, TO_AGENT_QUEUE } from './instance.ts';

const asked: { action: string; resources: readonly string[] }[] = [];
const events: BusEvent[] = [];
const options = (dataFolder?: string): ConnectOptions => ({
  ...PLACE,
  port: 0,
  ...(dataFolder !== undefined && { dataFolder }),
  trace: { record: () => undefined, recent: () => [], subscribe: () => () => undefined },
  surroundings: { putEvent: (event) => void events.push(event), invokeFunction: async () => ({}) },
  authorize: async (_, { action, resources }) => {
    asked.push({ action, resources });
    return { allowed: true, principal: 'test' };
  },
});
const tuning = { speechMaximumMs: 0, promptMs: 1, eventDelayMs: 0, postDialDelayMs: 0 };

let connect: RunningConnect;
let client: ConnectClient;
let flowId: string;
const clientOf = (origin: string, maxAttempts = 1) =>
  new ConnectClient({
    endpoint: origin,
    region: PLACE.region,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    maxAttempts,
  });
const content = (actions: readonly object[]) =>
  JSON.stringify({ Version: '2019-10-30', StartAction: 'target', Actions: actions });
const control = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${connect.origin}/simulator/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: Object(await response.json()) };
};
const order = (more: Partial<StartOutboundVoiceContactCommandInput> = {}): StartOutboundVoiceContactCommandInput => ({
  InstanceId: PLACE.instanceId,
  ContactFlowId: flowId,
  DestinationPhoneNumber: CUSTOMER,
  QueueId: SALES,
  ...more,
});
const start = (more: Partial<StartOutboundVoiceContactCommandInput> = {}) =>
  client.send(new StartOutboundVoiceContactCommand(order(more)));
const refusal = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => ({}),
    (thrown: unknown) => Object(thrown),
  );
  return { name: error.name, status: error.$metadata?.httpStatusCode };
};
const eventTypes = (contactId: string) =>
  events
    .map(({ detail }) => Object(detail))
    .filter((detail) => detail.contactId === contactId)
    .map((detail) => detail.eventType);

beforeAll(async () => {
  connect = await startConnect(options(), { tuning });
  client = clientOf(connect.origin);
  const created = await client.send(
    new CreateContactFlowCommand({
      InstanceId: PLACE.instanceId,
      Name: 'outbound',
      Type: 'CONTACT_FLOW',
      Content: content(TO_AGENT_QUEUE),
    }),
  );
  flowId = created.ContactFlowId ?? '';
});
afterAll(() => connect.stop());
beforeEach(async () => {
  const unlimited = { perSecond: 1_000, burst: 1_000 };
  await control('PUT', 'quotas', { default: unlimited, operations: { StopContact: unlimited } });
  await control('PUT', 'faults', []);
  const { body } = await control('GET', 'contacts');
  for (const { contactId, state } of body.contacts) {
    if (!['completed', 'after_call_work'].includes(state)) {
      await client.send(new StopContactCommand({ InstanceId: PLACE.instanceId, ContactId: contactId }));
    }
  }
});

describe('the service API, spoken by the unmodified SDK', () => {
  it('carries a call from the order to COMPLETED', async () => {
    const [available] = connect.agents.configuration('ana').agentStates;
    await connect.agents.perform('ana', 'putAgentState', { state: { ...available } });
    await control('PUT', `phones/${encodeURIComponent(CUSTOMER)}`, { behavior: 'answer', afterMs: 0 });
    const { ContactId: contactId = '' } = await start({
      Attributes: { agentUsername: 'ana', callId: 'call-1' },
      Name: 'Renewal',
    });
    await vi.waitFor(() => expect(connect.agents.snapshot('ana').contacts[0]?.state.type).toBe('connecting'));

    await connect.agents.perform('ana', 'acceptContact', { contactId });
    await vi.waitFor(() => expect(connect.agents.snapshot('ana').contacts[0]?.state.type).toBe('connected'));
    await client.send(
      new UpdateContactAttributesCommand({
        InstanceId: PLACE.instanceId,
        InitialContactId: contactId,
        Attributes: { stage: 'Won' },
      }),
    );
    const { Attributes } = await client.send(
      new GetContactAttributesCommand({ InstanceId: PLACE.instanceId, InitialContactId: contactId }),
    );
    const users = await client.send(
      new GetCurrentUserDataCommand({ InstanceId: PLACE.instanceId, Filters: { Queues: [SALES] } }),
    );
    expect((await control('POST', `phones/${CUSTOMER}/hangup`)).status).toBe(200);
    await connect.agents.perform('ana', 'clearContact', { contactId });
    await vi.waitFor(() => expect(eventTypes(contactId)).toContain('COMPLETED'));

    expect(Attributes).toEqual({ agentUsername: 'ana', callId: 'call-1', stage: 'Won' });
    expect(users.UserDataList?.[0]?.Contacts?.[0]).toMatchObject({
      ContactId: contactId,
      AgentContactState: 'CONNECTED',
    });
    const { Contact } = await client.send(
      new DescribeContactCommand({ InstanceId: PLACE.instanceId, ContactId: contactId }),
    );
    expect(Contact).toMatchObject({
      Id: contactId,
      InitiationMethod: 'API',
      Channel: 'VOICE',
      Name: 'Renewal',
      DisconnectReason: 'CUSTOMER_DISCONNECT',
      CustomerEndpoint: { Address: CUSTOMER },
      AgentInfo: { Id: 'a9e00000-0000-4000-8000-000000000001' },
    });
    expect(Contact?.ConnectedToSystemTimestamp).toBeInstanceOf(Date);
    expect(Contact?.AgentInfo?.AfterContactWorkEndTimestamp).toBeInstanceOf(Date);
    expect(asked).toContainEqual({
      action: 'connect:DescribeContact',
      resources: [`arn:aws:connect:eu-central-1:123456789012:instance/${PLACE.instanceId}/contact/${contactId}`],
    });
    const [phone] = (await control('GET', 'phones')).body.phones;
    expect(phone).toMatchObject({ number: CUSTOMER, state: 'idle' });
    await control('PUT', `phones/${CUSTOMER}`, { behavior: 'manual' });
  });

  it('starts one contact however often a client token comes, even when no further call could start', async () => {
    const first = await start({ ClientToken: 'token-1' });
    await control('PUT', 'quotas', { concurrentCalls: 1 });
    const again = await start({ ClientToken: 'token-1' });
    expect(again.ContactId).toBe(first.ContactId);
    expect(await refusal(start({ ClientToken: 'token-2' }))).toEqual({ name: 'LimitExceededException', status: 429 });
    const { body } = await control('GET', 'contacts');
    expect(body.contacts.filter(({ state }: { state: string }) => state !== 'completed')).toHaveLength(1);
  });

  it('throttles after a burst of five', async () => {
    await control('PUT', 'quotas', { concurrentCalls: 100 });
    const attempts = await Promise.all(
      Array.from({ length: 7 }, (_, index) => refusal(start({ ClientToken: `burst-${index}` }))),
    );
    expect(attempts.filter(({ name }) => name === undefined)).toHaveLength(5);
    expect(attempts).toContainEqual({ name: 'TooManyRequestsException', status: 429 });
  });

  it.each<[string, Partial<StartOutboundVoiceContactCommandInput>, string, number]>([
    ['a number that is not E.164', { DestinationPhoneNumber: '0415550101' }, 'InvalidParameterException', 400],
    ['a British mobile', { DestinationPhoneNumber: '+447911123456' }, 'DestinationNotAllowedException', 403],
    ['an unassigned range', { DestinationPhoneNumber: '+999123456' }, 'DestinationNotAllowedException', 403],
    ['a flow that does not exist', { ContactFlowId: 'nothing' }, 'ResourceNotFoundException', 404],
    ['another instance', { InstanceId: 'another' }, 'ResourceNotFoundException', 404],
    ['a queue that does not exist', { QueueId: 'nothing' }, 'ResourceNotFoundException', 404],
    ['neither queue nor caller id', { QueueId: undefined }, 'InvalidRequestException', 400],
    ['a caller id that is not ours', { SourcePhoneNumber: '+4930999' }, 'InvalidRequestException', 400],
    ['a key with a space', { Attributes: { 'a key': 'x' } }, 'InvalidRequestException', 400],
    ['attributes over 32,768 bytes', { Attributes: { k: 'é'.repeat(16_384) } }, 'InvalidRequestException', 400],
    ['a ring of 61 seconds', { RingTimeoutInSeconds: 61 }, 'InvalidParameterException', 400],
    ['a name over 1,024 characters', { Name: 'x'.repeat(1_025) }, 'InvalidParameterException', 400],
    ['campaign traffic', { TrafficType: 'CAMPAIGN' }, 'LimitExceededException', 429],
  ])('refuses %s', async (_, more, name, status) => {
    expect(await refusal(start(more))).toEqual({ name, status });
  });

  it('takes attributes of exactly 32,768 bytes', async () => {
    const { ContactId } = await start({ Attributes: { k: 'x'.repeat(32_767) } });
    expect(ContactId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('names the operation that it does not serve', async () => {
    const attempt = client.send(new ListViewsCommand({ InstanceId: PLACE.instanceId }));
    await expect(attempt).rejects.toMatchObject({ message: expect.stringContaining('ListViews') });
    expect((await refusal(client.send(new ListViewsCommand({ InstanceId: PLACE.instanceId })))).status).toBe(501);
  });

  it('pages its lists', async () => {
    const page = await client.send(
      new ListQueuesCommand({ InstanceId: PLACE.instanceId, MaxResults: 1, QueueTypes: ['STANDARD'] }),
    );
    expect(page.QueueSummaryList).toHaveLength(1);
    const rest = await client.send(
      new ListQueuesCommand({ InstanceId: PLACE.instanceId, QueueTypes: ['STANDARD'], NextToken: page.NextToken }),
    );
    expect(rest.QueueSummaryList?.map(({ Name }) => Name)).toEqual(['Reception']);
    expect(rest.NextToken).toBeUndefined();
  });

  it('refuses a flow with every problem, and only knows functions that are associated', async () => {
    const lookUp = {
      Identifier: 'target',
      Type: 'InvokeLambdaFunction',
      Parameters: { LambdaFunctionARN: LOOK_UP, InvocationTimeLimitSeconds: '3' },
      Transitions: { NextAction: 'end', Errors: [{ ErrorType: 'NoMatchingError', NextAction: 'end' }], Conditions: [] },
    };
    const end = { Identifier: 'end', Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} };
    const create = () =>
      client.send(
        new CreateContactFlowCommand({
          InstanceId: PLACE.instanceId,
          Name: 'inbound',
          Type: 'CONTACT_FLOW',
          Content: content([lookUp, end]),
        }),
      );
    await expect(create()).rejects.toMatchObject({
      name: 'InvalidContactFlowException',
      problems: [{ message: expect.stringContaining('does not exist in this instance') }],
    });
    await client.send(new AssociateLambdaFunctionCommand({ InstanceId: PLACE.instanceId, FunctionArn: LOOK_UP }));
    expect((await create()).ContactFlowArn).toContain('/contact-flow/');
  });

  it('fails as it was told, before or after the operation happened', async () => {
    await control('PUT', 'faults', [
      { operation: 'StartOutboundVoiceContact', error: 'InternalServiceException', count: 1 },
    ]);
    expect(await refusal(start({ ClientToken: 'fault-1' }))).toEqual({ name: 'InternalServiceException', status: 500 });
    await control('PUT', 'faults', [
      { operation: 'StartOutboundVoiceContact', error: 'InternalServiceException', count: 1, afterwards: true },
    ]);
    expect((await refusal(start({ ClientToken: 'fault-2' }))).status).toBe(500);
    const { body } = await control('GET', 'contacts');
    const { ContactId } = await start({ ClientToken: 'fault-2' });
    expect(body.contacts[0].contactId).toBe(ContactId);
  });

  it.each([
    // API reference of the operation and "Common error types".
    ['InvalidParameterException', 400],
    ['ResourceNotFoundException', 404],
    ['LimitExceededException', 429],
    ['ThrottlingException', 429],
    ['InternalServiceException', 500],
    ['ServiceUnavailable', 503],
  ])('makes an unmodified client see the injected %s with status %i', async (error, status) => {
    await control('PUT', 'faults', { operation: 'DescribeContact', error, count: 1 });
    const describeContact = new DescribeContactCommand({ InstanceId: PLACE.instanceId, ContactId: PLACE.instanceId });
    expect(await refusal(client.send(describeContact))).toEqual({ name: error, status });
  });

  it('loses the connection, before or after the operation happened', async () => {
    const contacts = async () => (await control('GET', 'contacts')).body.contacts.length;
    const before = await contacts();
    const dial = () => client.send(new StartOutboundVoiceContactCommand(order({ ClientToken: 'lost' })));
    await control('PUT', 'faults', { operation: 'StartOutboundVoiceContact', abort: true, count: 1 });
    await expect(dial()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await contacts()).toBe(before);
    await control('PUT', 'faults', {
      operation: 'StartOutboundVoiceContact',
      abort: true,
      afterwards: true,
      count: 1,
    });
    await expect(dial()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await contacts()).toBe(before + 1);
    await dial();
    expect(await contacts()).toBe(before + 1);
  });
});

describe('a restart', () => {
  it('keeps flows, statuses and tokens, and ends what was in progress with its events', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'connect-'));
    const first = await startConnect(options(folder), { tuning });
    const before = clientOf(first.origin);
    const { ContactFlowId } = await before.send(
      new CreateContactFlowCommand({
        InstanceId: PLACE.instanceId,
        Name: 'kept',
        Type: 'CONTACT_FLOW',
        Content: content(TO_AGENT_QUEUE),
      }),
    );
    const command = () =>
      new StartOutboundVoiceContactCommand({ ...order(), ContactFlowId, ClientToken: 'kept-token' });
    const { ContactId: contactId = '' } = await before.send(command());
    const lunch = first.agents.configuration('ben').agentStates.find(({ name }) => name === 'Lunch');
    await first.agents.perform('ben', 'putAgentState', { state: { ...lunch } });
    await first.stop();

    const second = await startConnect(options(folder), { tuning });
    try {
      await vi.waitFor(() =>
        expect(eventTypes(contactId)).toEqual(expect.arrayContaining(['DISCONNECTED', 'COMPLETED'])),
      );
      const after = clientOf(second.origin);
      expect((await after.send(command())).ContactId).toBe(contactId);
      const { Contact } = await after.send(
        new DescribeContactCommand({ InstanceId: PLACE.instanceId, ContactId: contactId }),
      );
      expect(Contact?.DisconnectReason).toBe('SYSTEM_ERROR');
      expect(second.agents.snapshot('ben').state.name).toBe('Lunch');
    } finally {
      await second.stop();
      await rm(folder, { recursive: true });
    }
  });
});
