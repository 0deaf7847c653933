/**
 * The services that a handler talks to, on one loopback port: dynalite behind a proxy that adds the refused item (as the
 * local edge does), and as much of SQS, S3 and Connect as the handlers under test use. Every operation is noted.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ContactState } from '@aws-sdk/client-connect';
import { vi } from 'vitest';
import type { AgentAccess } from '#core/contracts/configuration.ts';
import { AUDIENCE, SCOPE } from './identity-provider.ts';
import { SECRET } from './signed-webhook.ts';
import { sourcesFile } from './sources-file.ts';
import type { TestTable } from './test-table.ts';

export interface ConnectContactFixture {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly contact?: Readonly<Record<string, unknown>>;
}

export interface TestServices {
  /** Operations in the order they came; `inSequence` counts those in flight together once. */
  readonly seen: { operations: string[]; inSequence: number };
  /** Bodies of the messages sent since the last `reset`. */
  readonly messages: unknown[];
  readonly contacts: Map<string, ConnectContactFixture>;
  /** User names by Connect's ids. */
  readonly users: Map<string, string>;
  /** The contacts in Connect's list of an agent's, by user name; they ring, unless `agentStates` says otherwise. */
  readonly atHand: Map<string, readonly string[]>;
  /** `AgentContactState` by contact. */
  readonly agentStates: Map<string, ContactState>;
  /** Keys of the recordings that are in their bucket; of another S3 says that it may not be read. */
  readonly recordings: Set<string>;
  /** What `UpdateContactAttributes` was given. */
  readonly updatedAttributes: unknown[];
  /** What `StopContact` was given. */
  readonly stopped: unknown[];
  /** What `ListAssociatedContacts` answers, by contact. */
  readonly associated: Map<string, readonly object[]>;
  /** Lines that the functions logged since the last `reset`; they are not shown. */
  readonly log: string[];
  /** Makes every request of a service hang until its caller gives up. */
  hanging: 'dynamodb' | 'connect' | undefined;
  /** Operations that are answered with an error that nobody retries. */
  readonly refused: Set<string>;
  /** Operations that are answered with 500. */
  readonly failing: Set<string>;
  /** Forgets what was noted, and the trouble that was made. */
  reset(): void;
  stop(): Promise<void>;
}

/** Also sets the environment that the handlers read when they are imported. */
export async function startTestServices(
  test: TestTable,
  issuer = 'http://localhost:1',
  access: Partial<AgentAccess> = {},
): Promise<TestServices> {
  let inFlight = 0;
  const services: Omit<TestServices, 'stop'> = {
    ...{
      seen: { operations: [], inSequence: 0 },
      messages: [],
      log: [],
      updatedAttributes: [],
      stopped: [],
      associated: new Map(),
      contacts: new Map(),
      users: new Map(),
      atHand: new Map(),
      agentStates: new Map(),
      refused: new Set(),
      failing: new Set(),
      recordings: new Set(),
    },
    hanging: undefined,
    reset() {
      services.seen.operations.length = 0;
      services.seen.inSequence = 0;
      services.messages.length = 0;
      services.log.length = 0;
      services.updatedAttributes.length = 0;
      services.stopped.length = 0;
      services.refused.clear();
      services.failing.clear();
      services.hanging = undefined;
    },
  };

  const output = vi.spyOn(process.stdout, 'write').mockImplementation((line) => services.log.push(String(line)) > 0);

  const server = createServer(async (request, response) => {
    const body = await text(request);
    const operation = operationOf(request);
    const isPriming = body.includes('"PRIME"');
    if (!isPriming) services.seen.operations.push(operation);
    if (!isPriming && inFlight === 0) services.seen.inSequence += 1;
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
    });
    if (services.hanging !== undefined && operation.startsWith(services.hanging)) return;
    const answer = await serve(operation, request, body);
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body);
  });

  async function serve(operation: string, request: IncomingMessage, body: string): Promise<Answer> {
    if (services.refused.has(operation)) {
      // Services quote what they refuse: nothing of it may get into a log.
      return json({ Message: `refused: ${body || request.url}` }, 400, 'InvalidRequestException');
    }
    if (services.failing.has(operation)) return { status: 500, body: '' };
    if (operation === 's3:GET recording') {
      const { pathname } = new URL(request.url ?? '', 'http://s3');
      const isThere = services.recordings.has(decodeURIComponent(pathname).replace('/recordings/', ''));
      return { status: isThere ? 206 : 403, body: isThere ? 'R' : '' };
    }
    if (operation.startsWith('s3')) return s3(request);
    if (operation.startsWith('dynamodb')) return dynamodb(test.endpoint, request, body);
    switch (operation) {
      case 'sqs:SendMessage':
        services.messages.push(JSON.parse(JSON.parse(body).MessageBody));
        return json({ MessageId: 'm-1', MD5OfMessageBody: md5(JSON.parse(body).MessageBody) });
      case 'sqs:SendMessageBatch': {
        const entries: readonly { Id: string; MessageBody: string }[] = JSON.parse(body).Entries;
        services.messages.push(...entries.map(({ MessageBody: message }) => JSON.parse(message)));
        const taken = entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) }));
        return json({ Successful: taken, Failed: [] });
      }
      case 'secretsmanager:GetSecretValue':
        return json({ SecretString: JSON.stringify({ current: SECRET }) });
      case 'scheduler:DeleteSchedule':
        return json({ Message: 'unknown' }, 404, 'ResourceNotFoundException');
      case 'connect:UpdateContactAttributes':
        services.updatedAttributes.push(JSON.parse(body));
        return json({});
      case 'connect:StartOutboundVoiceContact':
        return json({ ContactId: `contact-of-${JSON.parse(body).ClientToken}` });
      case 'connect:StopContact':
        services.stopped.push(JSON.parse(body).ContactId);
        return json({});
      // Of these agents the user name is the id as well.
      case 'connect:SearchUsers': {
        const { Value: username } = JSON.parse(body).SearchCriteria.StringCondition;
        return json({ Users: services.atHand.has(username) ? [{ Id: username, Username: username }] : [] });
      }
      case 'connect:GetCurrentUserData': {
        const [id] = JSON.parse(body).Filters.Agents;
        const contacts = (services.atHand.get(id) ?? []).map((ContactId) => ({
          ...{ ContactId, AgentContactState: services.agentStates.get(ContactId) ?? 'CONNECTING' },
        }));
        return json({ UserDataList: [{ User: { Id: id }, Contacts: contacts }] });
      }
      case 'connect:ListAssociatedContacts': {
        const id = new URL(request.url ?? '', 'http://connect').searchParams.get('contactId') ?? '';
        return json({ ContactSummaryList: services.associated.get(id) ?? [] });
      }
      case 'connect:DescribeUser': {
        const username = services.users.get(request.url?.split('/').at(-1) ?? '');
        if (username === undefined) return json({ Message: 'unknown' }, 404, 'ResourceNotFoundException');
        return json({ User: { Username: username } });
      }
      default: {
        const fixture = services.contacts.get(request.url?.split('/').at(-1) ?? '');
        if (fixture === undefined) return json({ Message: 'unknown' }, 404, 'ResourceNotFoundException');
        const known = operation === 'connect:DescribeContact';
        return json(known ? { Contact: fixture.contact ?? {} } : { Attributes: fixture.attributes ?? {} });
      }
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL: origin, AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's' },
    ...{
      DEPLOYMENT: 'opportunity-cti',
      TABLE_NAME: test.table.name,
      RETENTION: JSON.stringify(test.table.retention),
      ERASURE_QUEUE_URL: 'x',
      DOCUMENTS_BUCKET: 'documents',
      RECORDINGS_PLACE: 'recordings/connect/test/CallRecordings/',
      DIAL_RATE_PER_SECOND: '2',
      DIAL_BURST: '5',
      DIAL_QUEUE_URL: `${origin}/123456789012/dial`,
      WRITE_BACK_QUEUE_URL: `${origin}/123456789012/write-back`,
      DOCUMENT_QUEUE_URL: `${origin}/123456789012/document`,
      READ_QUEUE_URL: `${origin}/123456789012/read`,
      WAKE_UP_GROUP: 'wake-ups',
      DESKTOP_ORIGIN: 'https://desktop.example',
      OUTBOUND_FLOW_ID: 'outbound',
      PREVIEW_FLOW_ID: 'preview',
      SOURCE_PHONE_NUMBER: '+4930555010100',
    },
    ...{
      CONNECT_INSTANCE_ID: 'instance-1',
      AGENT_ACCESS: JSON.stringify({
        usernameClaim: 'username',
        groupsClaim: 'cognito:groups',
        rule: 'all',
        ...access,
      }),
      DIAL_RATE_PER_SECOND: '2',
      DIAL_BURST: '5',
    },
    ...{ IDENTITY_AUDIENCE: AUDIENCE, IDENTITY_SCOPE: SCOPE, IDENTITY_ISSUER: issuer },
    SOURCES_FILE: sourcesFile([
      { id: 'demo-crm', kind: 'generic', callbackUrl: 'https://crm.example/hooks', secretId: 'x' },
      {
        ...{ id: 'other-crm', kind: 'generic', callbackUrl: 'https://other.example/hooks', secretId: 'y' },
        ...{ dispositions: ['won', 'lost'], sharing: { maxHours: 24 } },
      },
    ]),
  });
  return Object.assign(services, {
    async stop() {
      output.mockRestore();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

const md5 = (body: string) => createHash('md5').update(body).digest('hex');

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const json = (body: object, status = 200, errorType?: string): Answer => ({
  status,
  body: JSON.stringify(body),
  headers: errorType === undefined ? {} : { 'x-amzn-errortype': errorType },
});

/** As much of multipart uploads as functions ask: one begins, none has parts. */
function s3({ method, url = '' }: IncomingMessage): Answer {
  const xml = (body: string): Answer => ({ status: 200, body, headers: { 'content-type': 'application/xml' } });
  if (method === 'DELETE') return { status: 204, body: '' };
  if (method === 'GET') return xml('<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>');
  if (url.includes('uploads'))
    return xml('<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>');
  return xml('<CompleteMultipartUploadResult></CompleteMultipartUploadResult>');
}

function operationOf({ method, url = '', headers }: IncomingMessage): string {
  const target = String(headers['x-amz-target'] ?? '');
  if (target.startsWith('DynamoDB')) return `dynamodb:${target.split('.')[1]}`;
  if (target.startsWith('secretsmanager')) return target.replace('.', ':');
  if (target.startsWith('AmazonSQS')) return `sqs:${target.split('.')[1]}`;
  if (method === 'DELETE' && url.startsWith('/schedules/')) return 'scheduler:DeleteSchedule';
  if (url.startsWith('/documents/')) return `s3:${method}`;
  if (url.startsWith('/recordings/')) return `s3:${method} recording`;
  if (url.startsWith('/contact/outbound-voice')) return 'connect:StartOutboundVoiceContact';
  if (url.startsWith('/search-users')) return 'connect:SearchUsers';
  if (url.startsWith('/metrics/userdata/')) return 'connect:GetCurrentUserData';
  if (method === 'POST') return url === '/contact/stop' ? 'connect:StopContact' : 'connect:UpdateContactAttributes';
  if (url.startsWith('/contact/associated/')) return 'connect:ListAssociatedContacts';
  if (url.startsWith('/users/')) return 'connect:DescribeUser';
  return url.startsWith('/contact/attributes') ? 'connect:GetContactAttributes' : 'connect:DescribeContact';
}

async function dynamodb(endpoint: string, { headers }: IncomingMessage, body: string): Promise<Answer> {
  const call = async (target: string, text: string) => {
    const forwarded = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      authorization: String(headers.authorization),
      'x-amz-date': String(headers['x-amz-date']),
    };
    const answer = await fetch(endpoint, { method: 'POST', headers: forwarded, body: text });
    return { status: answer.status, body: await answer.text() };
  };
  const answer = await call(String(headers['x-amz-target']), body);
  const asked = JSON.parse(body);
  if (asked.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD' || !answer.body.includes('ConditionalCheckFailed')) {
    return answer;
  }
  const { pk, sk } = asked.Key ?? asked.Item;
  const read = JSON.stringify({ TableName: asked.TableName, Key: { pk, sk }, ConsistentRead: true });
  const { Item: item } = JSON.parse((await call('DynamoDB_20120810.GetItem', read)).body);
  return { status: answer.status, body: JSON.stringify({ ...JSON.parse(answer.body), Item: item }) };
}
