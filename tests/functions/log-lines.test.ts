/** What the functions log while everything around them fails: whose call it was, and never who is called. */
import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { callIdOf } from '#core/ids.ts';
import { callRequested } from './support/call-requested.ts';
import { answer, type Cloud, startCloud, started } from './support/cloud.ts';
import { SOURCE_ID, webhook } from './support/signed-webhook.ts';

let cloud: Cloud;
let receive: (event: APIGatewayProxyEventV2, context: unknown) => Promise<unknown>;
let dial: (event: SQSEvent) => Promise<unknown>;
let tell: (event: SQSEvent) => Promise<unknown>;
let lines: Record<string, unknown>[];
let count = 0;
/** Of every test: what one has begun may be logged in the next. */
const callIds = new Set<unknown>();

const CANARY = /zelda|canary|14155550177|crm\.example/i;
const request = () =>
  JSON.stringify(
    callRequested({
      opportunity: { id: `opp-${count}`, name: 'Canary opportunity', attributes: { note: 'Canary note' } },
      contacts: [
        {
          ...{ id: 'c-1', name: 'Zelda Canary', title: 'Canary title', email: 'zelda@canary.example' },
          ...{ phones: [{ number: '+14155550177' }], group: 'stakeholder', primary: true, doNotCall: false },
          attributes: { birthday: 'canary' },
        },
      ],
      documents: [{ id: 'd-1', title: 'Canary', fileName: 'canary.pdf', url: 'https://crm.example/canary' }],
    }),
  );

beforeAll(async () => {
  cloud = await startCloud();
  Object.assign(process.env, {
    WAKE_UP_GROUP: 'g',
    WAKE_UP_ROLE_ARN: 'r',
    DIAL_QUEUE_ARN: 'd',
    DIAL_DEAD_LETTERS_ARN: 'x',
  });
  ({ handler: receive } = await import('../../functions/receive-call-request/handler.ts'));
  ({ handler: dial } = await import('../../functions/dial-call/handler.ts'));
  ({ handler: tell } = await import('../../functions/write-back/handler.ts'));
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(JSON.parse(String(line))) > 0);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await cloud.stop();
});
beforeEach(async () => {
  count += 1;
  lines = [];
  await cloud.faults([]);
  cloud.connectAnswers(({ ClientToken: token }) => started(`contact-of-${token}`));
});

const batchOf = (message: object): SQSEvent =>
  ({
    Records: [
      {
        messageId: 'm',
        receiptHandle: 'r',
        body: JSON.stringify(message),
        attributes: { ApproximateReceiveCount: '1' },
      },
    ],
  }) as SQSEvent;

/** The whole way of a call, each function once. */
async function goThrough(): Promise<void> {
  const id = `log-${count}`;
  const callId = callIdOf(SOURCE_ID, id);
  callIds.add(callId);
  const key = { sourceId: SOURCE_ID, opportunityId: `opp-${count}`, callId };
  await receive(webhook(request(), { id }), { awsRequestId: 'i-1' });
  await dial(batchOf({ sourceId: SOURCE_ID, requestId: id }));
  await dial(batchOf({ type: 'watch', ...key, wakeAt: '2026-11-24T10:00:00.000Z' }));
  await tell(batchOf({ type: 'call.dialing', ...key, version: 1 }));
}

describe('what the functions log', () => {
  it.each([
    ...['PutItem', 'UpdateItem', 'Query'].map((operation) => ['dynamodb', operation, 'ValidationException']),
    ['dynamodb', 'GetItem', 'InternalServerError'],
    ['dynamodb', '*', 'connection-lost'],
    ['sqs', 'SendMessage', 'AccessDenied'],
    ['sqs', '*', 'connection-lost'],
    ['secretsmanager', '*', 'InternalServiceError'],
  ])('while %s:%s answers %s names the call and nobody', async (service, operation, error) => {
    await cloud.faults([{ service, operation, error }]);
    await goThrough();
    expect(JSON.stringify(lines)).not.toMatch(CANARY);
    expect(lines.filter((line) => line.level === 'error').length).toBeGreaterThan(0);
    expect(lines.filter((line) => !callIds.has(line.callId) && line.event !== 'request-failed')).toEqual([]);
  });

  it.each([
    ['InvalidParameterException', 400],
    ['InternalServiceException', 500],
    ['DestinationNotAllowedException', 403],
  ])('while Connect answers %s and quotes the whole order names the call and nobody', async (error, status) => {
    cloud.connectAnswers((order) => answer(status, { Message: JSON.stringify(order) }, error));
    await goThrough();
    expect(JSON.stringify(cloud.dialled)).toMatch(CANARY);
    expect(JSON.stringify(lines)).not.toMatch(CANARY);
    expect(lines.map(({ event }) => event)).toContain(status === 500 ? 'call-not-placed' : 'call-refused');
    expect(lines.filter((line) => !callIds.has(line.callId))).toEqual([]);
  });

  it('joins a request’s lines with API Gateway’s and Lambda’s own', async () => {
    await cloud.faults([{ service: 'dynamodb', operation: 'PutItem', error: 'InternalServerError' }]);
    await receive(webhook(request(), { id: `log-${count}` }), { awsRequestId: 'i-1' });
    expect(lines.find(({ event }) => event === 'request-failed')).toMatchObject({
      ...{ invocationId: 'i-1', correlationId: 'correlation-1', route: 'POST /webhooks/{sourceId}', status: 503 },
      callId: callIdOf(SOURCE_ID, `log-${count}`),
    });
  });
});
