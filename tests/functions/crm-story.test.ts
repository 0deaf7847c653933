/**
 * One call's whole story through the real functions, for kinds of CRM that only say what has happened: asked for, read, dialled,
 * its document located, its end written into the CRM's own log. Everything but Connect and the CRM is the product's.
 */
import { createHmac } from 'node:crypto';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallStore } from '#core/ports.ts';
import type { CrmDouble } from '../../local/crm/crm-double.ts';
import { EspocrmDouble } from '../../local/crm/espocrm/espocrm-double.ts';
import { hubspotId } from '../../local/crm/hubspot/hubspot-demo.ts';
import { HubspotDouble } from '../../local/crm/hubspot/hubspot-double.ts';
import { type ServedDouble, serveDouble } from './crm/support/crm-under-test.ts';
import { type Cloud, startCloud, started } from './support/cloud.ts';
import { sourcesFile } from './support/sources-file.ts';

const SECRET = 'a-secret-of-a-crm-9f2c';
const API = 'api.example';
const fileOf = async () => new Uint8Array(500);

interface Kind {
  readonly sourceId: string;
  readonly dealId: string;
  readonly contactId: string;
  readonly double: CrmDouble;
  readonly source: (origin: string) => Record<string, unknown>;
  readonly credentials: Record<string, string>;
  /** The CRM's request for a call about the deal. */
  readonly ask: (id: string) => {
    readonly query: string;
    readonly body: unknown;
    readonly sign: (body: string) => Record<string, string>;
  };
}

let hubspotOrigin = '';
const espocrm = new EspocrmDouble({ apiKey: 'key-1', fileOf });
const plannedCall = (id: string) => ({
  ...{ id, status: 'Planned', parentType: 'Opportunity', parentId: 'opp-1001' },
  ...{ assignedUserId: 'user-ana', contactsIds: ['c-1'] },
});
const KINDS: readonly Kind[] = [
  {
    ...{ sourceId: 'espo', dealId: 'opp-1001', contactId: 'c-1' },
    double: espocrm,
    source: (apiUrl) => ({ id: 'espo', kind: 'espocrm', apiUrl, usernames: 'email-name' }),
    credentials: { current: SECRET, apiKey: 'key-1' },
    ask: (id) => ({
      query: 'event=Call.create',
      body: [plannedCall(id)],
      sign: (body) => ({
        signature: Buffer.from(`webhook-1:${createHmac('sha256', SECRET).update(body).digest('hex')}`).toString(
          'base64',
        ),
      }),
    }),
  },
  {
    ...{ sourceId: 'hubspot-eu', dealId: hubspotId('opp-1001'), contactId: hubspotId('c-1') },
    double: new HubspotDouble({ accessToken: 'pat-1', origin: () => hubspotOrigin, fileOf }),
    source: (apiUrl) => ({ id: 'hubspot-eu', kind: 'hubspot', apiUrl, usernames: 'email-name' }),
    credentials: { current: SECRET, accessToken: 'pat-1' },
    ask: (id) => ({
      query: '',
      body: { dealId: hubspotId('opp-1001'), contactId: hubspotId('c-1'), agent: 'ana', requestId: id },
      sign(body) {
        const timestamp = String(Date.now());
        const signed = `POSThttps://${API}/webhooks/hubspot-eu${body}${timestamp}`;
        return {
          'x-hubspot-signature-v3': createHmac('sha256', SECRET).update(signed).digest('base64'),
          'x-hubspot-request-timestamp': timestamp,
        };
      },
    }),
  },
];

let cloud: Cloud;
let calls: CallStore;
const served: ServedDouble[] = [];
let receive: (event: APIGatewayProxyEventV2) => Promise<{ status: number; body: Record<string, unknown> }>;
let read: (event: SQSEvent) => Promise<SQSBatchResponse>;
let writeBack: (event: SQSEvent) => Promise<SQSBatchResponse>;

beforeAll(async () => {
  cloud = await startCloud();
  const { secrets } = cloud.edge.clients();
  const sources: Parameters<typeof sourcesFile>[0][number][] = [];
  for (const { sourceId, double, source, credentials } of KINDS) {
    const server = await serveDouble(double);
    served.push(server);
    if (sourceId === 'hubspot-eu') hubspotOrigin = server.origin;
    await secrets.send(new CreateSecretCommand({ Name: sourceId, SecretString: JSON.stringify(credentials) }));
    sources.push({ ...source(server.origin), secretId: sourceId });
  }
  process.env.SOURCES_FILE = sourcesFile(sources);
  const [received, reading, telling, { dynamodbCallStore }, { openTable }] = await Promise.all([
    import('../../functions/receive-call-request/handler.ts'),
    import('../../functions/read-opportunity/handler.ts'),
    import('../../functions/write-back/handler.ts'),
    import('../../functions/adapters/dynamodb-call-store.ts'),
    import('../../functions/adapters/dynamodb-client.ts'),
  ]);
  receive = async (event) => {
    const { statusCode = 0, body = '{}' } = await received.handler(event, {});
    return { status: statusCode, body: JSON.parse(body) };
  };
  [read, writeBack] = [reading.handler, telling.handler];
  calls = dynamodbCallStore(openTable());
});
afterAll(async () => {
  await Promise.all([cloud.stop(), ...served.map((server) => server.stop())]);
});
beforeEach(() => {
  cloud.dialled.length = 0;
  cloud.connectAnswers(({ ClientToken: token }) => started(`contact-of-${token}`));
});

function webhook({ sourceId, ask }: Kind, id: string, forged = false): APIGatewayProxyEventV2 {
  const { query, body, sign } = ask(id);
  const text = JSON.stringify(body);
  return {
    ...{ version: '2.0', rawPath: `/webhooks/${sourceId}`, rawQueryString: query, isBase64Encoded: false },
    ...{
      routeKey: 'POST /webhooks/{sourceId}',
      pathParameters: { sourceId },
      headers: sign(forged ? `${text} ` : text),
    },
    requestContext: { domainName: API, http: { method: 'POST', path: `/webhooks/${sourceId}` } },
    body: text,
  } as unknown as APIGatewayProxyEventV2;
}

/** What lies in the queue, as Lambda hands it over. */
async function messagesOf(queueUrl: string | undefined): Promise<SQSEvent> {
  const { Messages: messages = [] } = await new SQSClient({}).send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl ?? '', MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
  );
  return {
    Records: messages.map(({ MessageId: messageId, ReceiptHandle: receiptHandle, Body: body }) => ({
      ...{ messageId, receiptHandle, body, attributes: { ApproximateReceiveCount: '1' } },
    })),
  } as unknown as SQSEvent;
}

describe.each(KINDS.map((kind) => [kind.sourceId, kind] as const))('a call that %s asks for', (_name, kind) => {
  it('is read, dialled with the deal’s attributes, and written into the CRM’s own log once', async () => {
    espocrm.plan(plannedCall('ask-1'));
    const { status, body } = await receive(webhook(kind, 'ask-1'));
    expect([status, body.status]).toEqual([202, 'requested']);
    const callId = String(body.callId);
    expect(await receive(webhook(kind, 'ask-1'))).toMatchObject({ status: 202, body: { callId } });

    const asked = await messagesOf(process.env.READ_QUEUE_URL);
    expect(asked.Records.length).toBeGreaterThan(0);
    expect(await read(asked)).toEqual({ batchItemFailures: [] });
    expect(cloud.dialled).toEqual([
      expect.objectContaining({
        ...{ ClientToken: callId, DestinationPhoneNumber: '+14155550101', Name: 'Fleet renewal 2027' },
        Attributes: expect.objectContaining({
          callId,
          sourceId: kind.sourceId,
          agentUsername: 'ana',
          contactName: 'Dana Reyes',
        }),
      }),
    ]);

    const key = { sourceId: kind.sourceId, opportunityId: kind.dealId, callId };
    const at = '2026-11-24T10:00:00.000Z';
    const ended = await calls.change(key, undefined, (call) => ({
      ...call,
      ...{
        state: 'completed',
        answeredAt: at,
        endedAt: '2026-11-24T10:03:00.000Z',
        completedAt: '2026-11-24T10:04:00.000Z',
      },
      outcome: { disposition: 'Connected', notes: 'Sends a new offer', savedAt: at, savedBy: 'ana' },
    }));
    const told = { type: 'call.completed', ...key, version: ended?.call.version };
    const record = {
      messageId: 'm-1',
      receiptHandle: 'r',
      body: JSON.stringify(told),
      attributes: { ApproximateReceiveCount: '1' },
    };
    const event = { Records: [record] } as unknown as SQSEvent;
    expect(await writeBack(event)).toEqual({ batchItemFailures: [] });
    expect(await writeBack(event)).toEqual({ batchItemFailures: [] });
    expect(kind.double.loggedCalls().filter((one) => one.callId === callId)).toEqual([
      expect.objectContaining({
        ...{ opportunityId: kind.dealId, contactId: kind.contactId, seconds: 180 },
        notes: expect.stringContaining('Sends a new offer'),
      }),
    ]);
  });

  it('is not made for who cannot sign', async () => {
    expect((await receive(webhook(kind, 'ask-2', true))).status).toBe(401);
    expect(cloud.dialled).toEqual([]);
  });

  it('ends with the reason when its deal is gone', async () => {
    kind.double.remove(kind.dealId);
    const { body } = await receive(webhook(kind, 'ask-3'));
    expect(await read(await messagesOf(process.env.READ_QUEUE_URL))).toEqual({ batchItemFailures: [] });
    expect(await calls.find(String(body.callId))).toMatchObject({ state: 'failed', reason: 'opportunity-not-found' });
    expect(cloud.dialled).toEqual([]);
  });
});
