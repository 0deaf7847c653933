import { get } from 'node:http';
import {
  AssociateApprovedOriginCommand,
  AssociatePhoneNumberContactFlowCommand,
  ConnectClient,
  CreateContactFlowCommand,
  DisassociatePhoneNumberContactFlowCommand,
} from '@aws-sdk/client-connect';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthentication } from '../../../local/connect/agents/authentication.ts';
import { createInstance } from '../../../local/connect/create-instance.ts';
import { INSTANCE_SEED } from '../../../local/connect/seed.ts';
import { type RunningConnect, startConnect } from '../../../local/connect/start.ts';
import { action, CUSTOMER, dispositionView, PLACE, TO_AGENT_QUEUE } from './instance.ts';

const MAIN = '+4930555010200';
let connect: RunningConnect;
let client: ConnectClient;

beforeAll(async () => {
  connect = await startConnect(
    {
      ...PLACE,
      port: 0,
      trace: { record: () => undefined, recent: () => [], subscribe: () => () => undefined },
      surroundings: { putEvent: () => undefined, invokeFunction: async () => ({}) },
      authorize: async () => ({ allowed: true, principal: 'test' }),
    },
    { tuning: { speechMaximumMs: 0, promptMs: 1 } },
  );
  client = new ConnectClient({
    endpoint: connect.origin,
    region: PLACE.region,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
  });
});
afterAll(() => connect.stop());

const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${connect.origin}/simulator/${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

describe('the simulator', () => {
  it('lets a customer call in, press keys and hang up, and streams what happens', async () => {
    const { ContactFlowId } = await client.send(
      new CreateContactFlowCommand({
        InstanceId: PLACE.instanceId,
        Name: 'inbound',
        Type: 'CONTACT_FLOW',
        Content: JSON.stringify({ Version: '2019-10-30', StartAction: 'target', Actions: TO_AGENT_QUEUE }),
      }),
    );
    expect((await ask('POST', 'inbound', { from: CUSTOMER, to: MAIN })).status).toBe(404);
    await client.send(
      new AssociatePhoneNumberContactFlowCommand({
        InstanceId: PLACE.instanceId,
        PhoneNumberId: '0d6c9a10-0000-4000-8000-000000000002',
        ContactFlowId,
      }),
    );
    const stop = new AbortController();
    const stream = await fetch(`${connect.origin}/simulator/stream`, {
      headers: { origin: 'http://localhost:4600' },
      signal: stop.signal,
    });
    expect(stream.headers.get('access-control-allow-origin')).toBe('http://localhost:4600');
    const { contactId } = Object(await (await ask('POST', 'inbound', { from: CUSTOMER, to: MAIN })).json());
    let streamed = '';
    const decoder = new TextDecoder();
    for await (const chunk of stream.body ?? []) {
      streamed += decoder.decode(chunk, { stream: true });
      if (streamed.includes('"state":"queued"')) break;
    }
    stop.abort();
    expect(streamed).toContain('event: agent\ndata: {"username":"ana"');
    expect(streamed).toContain('event: phone\n');
    expect(streamed).toContain(contactId);

    expect((await ask('POST', `phones/${CUSTOMER}/digits`, { digits: '12#' })).status).toBe(200);
    expect((await ask('POST', `phones/${CUSTOMER}/hangup`)).status).toBe(200);
    expect((await ask('POST', `phones/${CUSTOMER}/hangup`)).status).toBe(409);
    const { contacts } = Object(await (await ask('GET', `contacts/${contactId}`)).json());
    expect(contacts).toMatchObject([
      { contactId, state: 'completed', direction: 'inbound', disconnectReason: 'CUSTOMER_DISCONNECT' },
    ]);
    expect(contacts[0].flowTrace.map(({ actionId }: { actionId: string }) => actionId)).toEqual([
      'target',
      'sales',
      'queue',
    ]);
  });

  it.each([
    ['PUT', 'phones/12345', { behavior: 'answer' }, 400],
    ['PUT', `phones/${CUSTOMER}`, { behavior: 'explode' }, 400],
    ['POST', `phones/${CUSTOMER}/digits`, { digits: 'abc' }, 400],
    ['POST', `phones/${CUSTOMER}/answer`, {}, 409],
    ['PUT', 'faults', [{ operation: 'StopContact', rate: 2 }], 400],
    ['PUT', 'faults', { operation: 5 }, 400],
    ['PUT', 'faults', null, 400],
    ['PUT', 'quotas', { perSecond: 3 }, 400],
    ['PUT', 'quotas', { StartOutboundVoiceContacts: { perSecond: 3, burst: 5 } }, 400],
    ['PUT', 'quotas', { StopContact: { perSecond: 3, rate: 3, burst: 5 } }, 400],
    ['PUT', 'faults', { operation: '' }, 400],
    ['GET', 'contacts/nobody', undefined, 404],
    ['DELETE', 'contacts', undefined, 404],
    ['GET', 'phones/%zz', undefined, 400],
  ])('answers %s %s %j with %i', async (method, path, body, status) => {
    expect((await ask(method, path, body)).status).toBe(status);
  });

  it('offers the record and the recording of a call that is over', async () => {
    const record = action(
      'record',
      'UpdateContactRecordingBehavior',
      { RecordingBehavior: { RecordedParticipants: ['Agent', 'Customer'] } },
      'target',
    );
    const { ContactFlowId } = await client.send(
      new CreateContactFlowCommand({
        InstanceId: PLACE.instanceId,
        Name: 'recorded',
        Type: 'CONTACT_FLOW',
        Content: JSON.stringify({ Version: '2019-10-30', StartAction: 'record', Actions: [record, ...TO_AGENT_QUEUE] }),
      }),
    );
    await client.send(
      new AssociatePhoneNumberContactFlowCommand({
        InstanceId: PLACE.instanceId,
        PhoneNumberId: '0d6c9a10-0000-4000-8000-000000000002',
        ContactFlowId,
      }),
    );
    const [available] = connect.agents.configuration('ben').agentStates;
    await connect.agents.perform('ben', 'putAgentState', { state: { ...available } });
    const { contactId } = Object(await (await ask('POST', 'inbound', { from: CUSTOMER, to: MAIN })).json());
    await vi.waitFor(() => expect(connect.agents.snapshot('ben').contacts[0]?.contactId).toBe(contactId));
    await connect.agents.perform('ben', 'acceptContact', { contactId });
    await vi.waitFor(() => expect(connect.agents.snapshot('ben').state.name).toBe('Busy'));
    expect((await ask('GET', `contacts/${contactId}/record`)).status).toBe(409);
    expect((await ask('GET', `contacts/${contactId}/recording`)).status).toBe(404);
    await ask('POST', `phones/${CUSTOMER}/hangup`);
    await connect.agents.perform('ben', 'clearContact', { contactId });
    expect(await (await ask('GET', `contacts/${contactId}/record`)).json()).toMatchObject({
      ContactId: contactId,
      Recording: { Status: 'AVAILABLE' },
    });
    const recording = await ask('GET', `contacts/${contactId}/recording`);
    expect(recording.headers.get('content-type')).toBe('audio/wav');
    expect(Buffer.from(await recording.arrayBuffer()).toString('latin1', 0, 4)).toBe('RIFF');
  });

  it("shows the view of an agent's guide and takes the agent's answer, once", async () => {
    const publish = async (Name: string, Actions: readonly object[]) => {
      const Content = JSON.stringify({ Version: '2019-10-30', StartAction: Object(Actions[0]).Identifier, Actions });
      const { InstanceId, Type } = { InstanceId: PLACE.instanceId, Type: 'CONTACT_FLOW' } as const;
      return client.send(new CreateContactFlowCommand({ InstanceId, Name, Type, Content }));
    };
    const mark = (id: string, outcome: string) =>
      action(id, 'UpdateContactAttributes', { Attributes: { outcome } }, 'over', {
        errors: { NoMatchingError: 'over' },
      });
    const guide = await publish('guide', [
      dispositionView('late'),
      mark('saved', '$.Views.ViewResultData.code'),
      mark('late', 'late'),
      action('over', 'EndFlowExecution'),
    ]);
    const EventHooks = { DefaultAgentUI: guide.ContactFlowArn };
    const main = await publish('guided', [
      action('hook', 'UpdateContactEventHooks', { EventHooks }, 'target', { errors: { NoMatchingError: 'target' } }),
      ...TO_AGENT_QUEUE,
    ]);
    await client.send(
      new AssociatePhoneNumberContactFlowCommand({
        InstanceId: PLACE.instanceId,
        PhoneNumberId: '0d6c9a10-0000-4000-8000-000000000002',
        ContactFlowId: main.ContactFlowId,
      }),
    );
    const [available] = connect.agents.configuration('ben').agentStates;
    await connect.agents.perform('ben', 'putAgentState', { state: { ...available } });
    const { contactId } = Object(await (await ask('POST', 'inbound', { from: CUSTOMER, to: MAIN })).json());
    const contact = async () => Object(await (await ask('GET', `contacts/${contactId}`)).json()).contacts[0];
    await vi.waitFor(() => expect(connect.agents.snapshot('ben').contacts[0]?.contactId).toBe(contactId));
    expect((await ask('GET', `contacts/${contactId}/view`)).status).toBe(409);
    expect(await contact()).toMatchObject({ view: null });
    await connect.agents.perform('ben', 'acceptContact', { contactId });
    const shown = { viewId: 'disposition', version: '1', flow: 'guide', data: { caller: CUSTOMER } };
    await vi.waitFor(async () => expect(await contact()).toMatchObject({ view: shown }));
    expect(await (await ask('GET', `contacts/${contactId}/view`)).json()).toMatchObject(shown);
    expect((await ask('POST', `contacts/${contactId}/view`, { action: '' })).status).toBe(400);
    const answer = { action: 'Saved', data: { code: 'sold' } };
    expect((await ask('POST', `contacts/${contactId}/view`, answer)).status).toBe(200);
    await vi.waitFor(async () =>
      expect(await contact()).toMatchObject({ attributes: { outcome: 'sold' }, view: null }),
    );
    expect((await ask('POST', `contacts/${contactId}/view`, answer)).status).toBe(409);
    expect((await ask('GET', 'contacts/nobody/view')).status).toBe(404);
    await ask('POST', `phones/${CUSTOMER}/hangup`);
    await connect.agents.perform('ben', 'clearContact', { contactId });
  });

  it('takes quotas and faults in their short forms', async () => {
    const quotas = { StartOutboundVoiceContact: { rate: 3, burst: 7 }, StopContact: { perSecond: 1, burst: 1 } };
    const answer = Object(await (await ask('PUT', 'quotas', quotas)).json());
    expect(answer).toMatchObject({
      default: { perSecond: 2, burst: 5 },
      operations: {
        StartOutboundVoiceContact: { perSecond: 3, burst: 7 },
        StopContact: { perSecond: 1, burst: 1 },
        DescribeContact: { perSecond: 10, burst: 15 },
      },
    });
    const fault = { operation: 'StopContact', error: 'ThrottlingException', count: 2 };
    expect(await (await ask('PUT', 'faults', fault)).json()).toEqual({ faults: [fault] });
    await ask('PUT', 'faults', []);
    await ask('PUT', 'quotas', {});
  });

  it.each(['//', '//simulator/contacts', '/simulator/../../x', '/%00'])(
    'lets %s be no path of anybody',
    async (path) => {
      const { port } = new URL(connect.origin);
      const status = await new Promise((resolve, reject) => {
        get({ host: '127.0.0.1', port, path }, (response) => resolve(response.resume().statusCode)).once(
          'error',
          reject,
        );
      });
      expect(status).toBe(404);
    },
  );

  it('is closed to pages from elsewhere', async () => {
    const response = await ask('GET', 'contacts', undefined, { origin: 'https://example.com' });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the main number', () => {
  it('is answered by the flow that its operator waits for, once that is deployed', async () => {
    await client.send(
      new DisassociatePhoneNumberContactFlowCommand({
        InstanceId: PLACE.instanceId,
        PhoneNumberId: '0d6c9a10-0000-4000-8000-000000000002',
      }),
    );
    expect((await ask('POST', 'inbound', { from: CUSTOMER, to: MAIN })).status).toBe(404);
    await client.send(
      new CreateContactFlowCommand({
        InstanceId: PLACE.instanceId,
        Name: 'opportunity-cti inbound-lookup',
        Type: 'CONTACT_FLOW',
        Content: JSON.stringify({ Version: '2019-10-30', StartAction: 'target', Actions: TO_AGENT_QUEUE }),
      }),
    );
    expect((await ask('POST', 'inbound', { from: CUSTOMER, to: MAIN })).status).toBe(200);
    await ask('POST', `phones/${CUSTOMER}/hangup`);
  });
});

describe('sign-in', () => {
  it('is for the users of the instance with their password', async () => {
    const authenticate = createAuthentication(createInstance(PLACE, INSTANCE_SEED));
    expect(await authenticate('ana', 'ana-local-password')).toBe('ana');
    expect(await authenticate('ana', 'ben-local-password')).toBeUndefined();
    expect(await authenticate('vera', 'vera-local-password')).toBeUndefined();
    expect(await authenticate('nobody', '')).toBeUndefined();
  });
});

describe('approved origins', () => {
  it('are who may frame the softphone, from the moment they are approved', async () => {
    const policy = async () => (await fetch(`${connect.origin}/ccp-v2/`)).headers.get('content-security-policy') ?? '';
    expect(await policy()).not.toContain('http://localhost:4602');
    const origin = { InstanceId: PLACE.instanceId, Origin: 'http://localhost:4602' };
    await client.send(new AssociateApprovedOriginCommand(origin));
    expect(await policy()).toContain('http://localhost:4602');
    await expect(client.send(new AssociateApprovedOriginCommand(origin))).rejects.toMatchObject({
      name: 'ResourceConflictException',
    });
    const plain = new AssociateApprovedOriginCommand({ ...origin, Origin: 'http://example.com' });
    await expect(client.send(plain)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
