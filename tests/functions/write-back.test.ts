import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseRetryAfter, retryDelay } from '../../functions/core/backoff.ts';
import type { WriteBackMessage } from '../../functions/core/contracts/queue-messages.ts';
import { CIRCUIT_OPEN, SECOND } from '../../functions/core/policy.ts';
import type { CallStore } from '../../functions/core/ports/call-store.ts';
import { type Cloud, startCloud } from './support/cloud.ts';
import { SECRET } from './support/signed-webhook.ts';

let cloud: Cloud;
let crm: Server;
let handler: (event: SQSEvent) => Promise<SQSBatchResponse>;
let calls: CallStore;
const received: { headers: IncomingHttpHeaders; body: string }[] = [];
let answers: { status: number; headers?: Record<string, string> }[] = [];

const key = { sourceId: 'demo-crm', opportunityId: 'opp-1001', callId: 'call-1' };
const AT = '2026-11-24T10:00:00.000Z';
const message: WriteBackMessage = { type: 'call.completed', ...key, version: 1 };

beforeAll(async () => {
  crm = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    const { status, headers } = answers.shift() ?? { status: 200 };
    response.writeHead(status, headers).end('ok');
  });
  await new Promise<void>((resolve) => crm.listen(0, '127.0.0.1', resolve));
  cloud = await startCloud({ callbackUrl: `http://127.0.0.1:${(crm.address() as AddressInfo).port}/webhooks` });
  ({ handler } = await import('../../functions/write-back/handler.ts'));
  const { dynamodbCallStore } = await import('../../functions/adapters/dynamodb-call-store.ts');
  const { openTable } = await import('../../functions/adapters/dynamodb-client.ts');
  calls = dynamodbCallStore(openTable());
  await calls.change(
    key,
    {
      ...{ ...key, requestId: 'msg_1', direction: 'outbound', state: 'completed', requestedAt: AT, completedAt: AT },
      ...{ history: [{ state: 'completed', at: AT }], version: 0 },
    },
    (call) => call,
  );
});
afterAll(async () => {
  crm.closeAllConnections();
  await Promise.all([cloud.stop(), new Promise((resolve) => crm.close(resolve))]);
});
beforeEach(() => {
  received.length = 0;
  answers = [];
});

/** Through the real queue, so that the receipt is one whose visibility can be changed. */
async function deliver(sent: WriteBackMessage, receiveCount = 1): Promise<SQSBatchResponse> {
  const sqs = new SQSClient({});
  const QueueUrl = process.env.WRITE_BACK_QUEUE_URL ?? '';
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(sent) }));
  const { Messages: [taken] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
  const event = {
    Records: [
      {
        messageId: taken?.MessageId ?? '',
        receiptHandle: taken?.ReceiptHandle ?? '',
        body: taken?.Body ?? '',
        attributes: { ApproximateReceiveCount: String(receiveCount) },
      },
    ],
  } as SQSEvent;
  return handler(event);
}

describe('a write-back', () => {
  it('tells the source the call as it is now, signed so that the reference implementation accepts it', async () => {
    expect(await deliver(message)).toEqual({ batchItemFailures: [] });
    const [{ headers, body } = expect.fail()] = received;
    expect(new Webhook(SECRET).verify(body, headers as Record<string, string>)).toMatchObject({
      type: 'call.completed',
      data: {
        call: { callId: 'call-1', state: 'completed', version: 1 },
        desktopUrl: `${process.env.DESKTOP_ORIGIN}/#opportunity/demo-crm/opp-1001/call/call-1`,
      },
    });
    expect(JSON.parse(body).data.call).not.toHaveProperty('requestId');
  });

  it('is not sent when it is not true any more: the call goes on after all', async () => {
    expect(await deliver({ ...message, type: 'call.ended' })).toEqual({ batchItemFailures: [] });
    expect(received).toEqual([]);
  });

  it('carries the same id when it is told again, and another one for other news', async () => {
    answers = [{ status: 500 }];
    expect((await deliver(message)).batchItemFailures).toHaveLength(1);
    await deliver(message, 2);
    await deliver({ ...message, version: 2 });
    const ids = received.map(({ headers }) => headers['webhook-id']);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it.each([
    [410, 0],
    [302, 1],
    [404, 1],
    [503, 1],
  ])('answered %i leaves %i messages for later', async (status, failures) => {
    answers = [{ status, headers: { location: 'http://169.254.169.254/' } }];
    expect((await deliver(message)).batchItemFailures).toHaveLength(failures);
    expect(received).toHaveLength(1);
  });

  it('is dropped when there is nothing left to tell', async () => {
    expect(await deliver({ ...message, callId: 'call-erased' })).toEqual({ batchItemFailures: [] });
    expect(received).toEqual([]);
  });
});

/** What the function logs while it does the work. */
async function logOf(work: () => Promise<void>): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await work();
    const lines = written.mock.calls.map(([line]) => JSON.parse(String(line)));
    return lines.filter(({ event }) => event !== 'metric');
  } finally {
    written.mockRestore();
  }
}

describe('a source that does not answer', () => {
  it('is left alone after five failures in a row: the message waits and nobody is asked, and nothing of it is an error', async () => {
    // A redirect is an answer: whatever failed in the tests before does not count any more.
    answers = [{ status: 302 }, ...Array.from({ length: 5 }, () => ({ status: 503 }))];
    const failing = await logOf(async () => {
      for (let sent = 0; sent < 6; sent += 1) await deliver(message);
    });
    expect(received).toHaveLength(6);
    const failed = failing.filter(({ event }) => event === 'write-back-failed');
    expect(failed.map(({ status }) => status)).toEqual([302, 503, 503, 503, 503, 503]);
    const waiting = await logOf(async () => {
      expect((await deliver(message)).batchItemFailures).toHaveLength(1);
    });
    expect(received).toHaveLength(6);
    expect(waiting).toMatchObject([{ event: 'write-back-waiting', sourceId: 'demo-crm', callId: 'call-1' }]);
    // As long as the circuit is open, with a quarter of jitter.
    expect(Number(waiting[0]?.seconds)).toBeGreaterThan(CIRCUIT_OPEN / SECOND - 5);
    expect(Number(waiting[0]?.seconds)).toBeLessThanOrEqual(Math.ceil((1.25 * CIRCUIT_OPEN) / SECOND));
    expect([...failing, ...waiting].filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('the wait before a retry', () => {
  it('doubles from five seconds up to an hour, and is never shorter than the receiver asked', () => {
    expect([1, 2, 3, 12].map((attempt) => retryDelay(attempt, () => 0))).toEqual([5_000, 10_000, 20_000, 3_600_000]);
    expect(retryDelay(1, () => 1)).toBe(6_250);
    expect(retryDelay(1, () => 0, 90_000)).toBe(90_000);
    expect(retryDelay(1, () => 1, 90_000)).toBe(112_500);
  });

  it('reads Retry-After in both of its forms', () => {
    const now = new Date('2026-11-24T10:00:00Z');
    expect(parseRetryAfter('120', now)).toBe(120_000);
    expect(parseRetryAfter('Tue, 24 Nov 2026 10:01:00 GMT', now)).toBe(60_000);
    expect([undefined, 'soon', 'Tue, 24 Nov 2026 09:00:00 GMT'].map((value) => parseRetryAfter(value, now))).toEqual([
      0, 0, 0,
    ]);
  });
});
