/**
 * A recorded call on the running system, read as a consumer reads it in the cloud: the WAV from S3, the contact record and
 * the agent events from Kinesis, each with the genuine SDK. And heard as an agent hears it: by the connector's link alone.
 */
import {
  AssociateInstanceStorageConfigCommand,
  ConnectClient,
  CreateContactFlowCommand,
  DescribeContactCommand,
  DisassociateInstanceStorageConfigCommand,
  type InstanceStorageResourceType,
  StartOutboundVoiceContactCommand,
} from '@aws-sdk/client-connect';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
} from '@aws-sdk/client-kinesis';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { CallView, RecordingLink } from '../../functions/core/contracts/call.ts';
import * as seed from '../../local/seed.ts';
import { agentApi } from '../system/agent-api.ts';
import { simulatorOf } from '../system/simulator.ts';
import { type Softphone, signIn } from '../system/softphone.ts';
import { callRequested, freshPhone, post } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
const place = { endpoint: endpoints.aws, region: endpoints.region, credentials: endpoints.credentials };
const connect = new ConnectClient(place);
const kinesis = new KinesisClient(place);
const s3 = new S3Client({ ...place, forcePathStyle: true });
const InstanceId = endpoints.instanceId;
const StreamName = 'recordings-test';
const associations = new Map<InstanceStorageResourceType, string>();
let ana: Softphone;

beforeAll(async () => {
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
  for (const ResourceType of ['CONTACT_TRACE_RECORDS', 'AGENT_EVENTS'] as const) {
    const { AssociationId = '' } = await connect.send(
      new AssociateInstanceStorageConfigCommand({
        InstanceId,
        ResourceType,
        StorageConfig: {
          StorageType: 'KINESIS_STREAM',
          KinesisStreamConfig: { StreamArn: StreamDescriptionSummary?.StreamARN },
        },
      }),
    );
    associations.set(ResourceType, AssociationId);
  }
  ana = await signIn(endpoints, 'ana');
});
afterAll(async () => {
  await ana.setStatus('Offline');
  for (const [ResourceType, AssociationId] of associations) {
    await connect.send(new DisassociateInstanceStorageConfigCommand({ InstanceId, ResourceType, AssociationId }));
  }
  await kinesis.send(new DeleteStreamCommand({ StreamName }));
  for (const client of [connect, kinesis, s3]) client.destroy();
});

const step = (Identifier: string, Type: string, Parameters: object, next?: string, errors: object[] = []) => ({
  Identifier,
  Type,
  Parameters,
  Transitions: next === undefined ? {} : { NextAction: next, Errors: errors },
});
const agentId = seed.PEOPLE.find(({ username }) => username === 'ana')?.connectUserId ?? '';
const FLOW = {
  Version: '2019-10-30',
  StartAction: 'record',
  Actions: [
    step(
      'record',
      'UpdateContactRecordingBehavior',
      { RecordingBehavior: { RecordedParticipants: ['Agent', 'Customer'] } },
      'who',
    ),
    step('who', 'UpdateContactTargetQueue', { AgentId: agentId }, 'queue', [
      { ErrorType: 'NoMatchingError', NextAction: 'end' },
    ]),
    step('queue', 'TransferContactToQueue', {}, 'end', [
      { ErrorType: 'QueueAtCapacity', NextAction: 'end' },
      { ErrorType: 'NoMatchingError', NextAction: 'end' },
    ]),
    step('end', 'DisconnectParticipant', {}),
  ],
};

const streamed = async (): Promise<Record<string, unknown>[]> => {
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({ StreamName, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ Data }) => JSON.parse(Buffer.from(Data ?? []).toString()));
};

it('leaves a WAV where its contact record says, and the events of its agent', async () => {
  const { ContactFlowId } = await connect.send(
    new CreateContactFlowCommand({ InstanceId, Name: 'recorded', Type: 'CONTACT_FLOW', Content: JSON.stringify(FLOW) }),
  );
  await ana.setStatus('Available');
  const phone = freshPhone();
  await simulator.setPhone(phone, 'answer');
  const { ContactId = '' } = await connect.send(
    new StartOutboundVoiceContactCommand({
      InstanceId,
      ContactFlowId,
      DestinationPhoneNumber: phone,
      QueueId: seed.QUEUES[0].id,
      Attributes: { order: '42' },
    }),
  );
  await waitFor('the softphone to ring', () => ana.ringing());
  await ana.accept(ContactId);
  await waitFor('the two to talk', async () =>
    (await simulator.contacts()).some(({ contactId, state }) => contactId === ContactId && state === 'connected'),
  );
  await simulator.phone(phone, 'hangup');
  await ana.clear(ContactId);

  const record = await waitFor('the contact record', async () =>
    (await streamed()).find((message) => message.ContactId === ContactId),
  );
  expect(record).toMatchObject({
    Attributes: { order: '42' },
    Agent: { Username: 'ana' },
    Recording: { Status: 'AVAILABLE' },
  });
  const { Contact } = await connect.send(new DescribeContactCommand({ InstanceId, ContactId }));
  const { Location } = Object(record.Recording);
  expect(Contact?.Recordings).toMatchObject([{ Location, Status: 'AVAILABLE', StorageType: 'S3' }]);
  const [, Bucket = '', Key = ''] = /^([^/]+)\/(.+)$/.exec(String(Location)) ?? [];
  expect(Key).toMatch(
    new RegExp(
      `^connect/${seed.INSTANCE_ALIAS}/CallRecordings/\\d{4}/\\d\\d/\\d\\d/${ContactId}_\\d{8}T\\d\\d:\\d\\d_UTC.wav$`,
    ),
  );
  const object = await waitFor('the recording in the bucket', () =>
    s3.send(new GetObjectCommand({ Bucket, Key })).catch(() => false as const),
  );
  expect(object.ContentType).toBe('audio/wav');
  const file = Buffer.from((await object.Body?.transformToByteArray()) ?? []);
  expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 12)).toBe('RIFFWAVE');
  expect(file.readUInt32LE(40)).toBe(file.length - 44);

  const events = (await streamed()).filter(({ EventType }) => EventType !== undefined);
  // No LOGIN is awaited: another test's softphone may have kept the agent signed in.
  expect(events.map(({ EventType }) => EventType)).toContain('STATE_CHANGE');
  const states = events.flatMap(({ CurrentAgentSnapshot }) => Object(CurrentAgentSnapshot).Contacts);
  expect(states).toEqual(expect.arrayContaining([expect.objectContaining({ ContactId, State: 'CONNECTED' })]));
});

it('a call of the product’s own flow is heard by a link that lives for minutes, and in no other way', async () => {
  const api = await agentApi(endpoints, 'ana');
  await ana.setStatus('Available');
  const phone = freshPhone();
  await simulator.setPhone(phone, 'answer');
  const { callId } = (await post(endpoints, callRequested({ phone }))).body;
  const ringing = await waitFor('the softphone to ring', () => ana.ringing());
  await ana.accept(ringing);
  const call = async () => (await api.get<CallView>(`/calls/${callId}`)).body;
  await waitFor('the two to talk', async () => (await call()).state === 'with_agent');
  await simulator.phone(phone, 'hangup');
  const recording = await waitFor('the call to know its recording', async () => (await call()).recordings?.[0]);
  const path = `/calls/${callId}/recordings/${recording.recordingId}`;

  // The agent is still in after-call work, until whose end Connect stores nothing.
  const early = await api.get<{ code: string }>(path);
  expect(early).toMatchObject({ status: 409, body: { code: 'not-ready' } });
  await ana.clear(ringing);
  const { body: link } = await waitFor('the link', async () => {
    const answer = await api.get<RecordingLink>(path);
    return answer.status === 200 && answer;
  });
  expect(link.contentType).toBe('audio/wav');
  const heard = await fetch(link.url, { headers: { range: 'bytes=0-11' } });
  expect([heard.status, heard.headers.get('content-type')]).toEqual([206, 'audio/wav']);
  expect(heard.headers.get('content-disposition')).toMatch(/^inline;/);
  const head = Buffer.from(await heard.arrayBuffer()).toString('latin1');
  expect(head.slice(0, 4) + head.slice(8)).toBe('RIFFWAVE');

  const unsigned = new URL(link.url);
  unsigned.search = '';
  expect((await fetch(unsigned)).status).toBe(403);
  expect((await fetch(link.url.replace('.wav', '.txt'))).status).toBe(403);
  expect((await fetch(endpoints.api + path)).status).toBe(401);
});
