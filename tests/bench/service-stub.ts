/**
 * A loopback server that answers like DynamoDB, SQS, Secrets Manager and Connect, at once and always the same: what is
 * measured against it is our own code and the SDK's, nothing else. It also counts what it was asked.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  /** `PutItem`, `SendMessage`, `StartOutboundVoiceContact` … */
  readonly operation: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface ServiceStub {
  readonly origin: string;
  readonly asked: Asked[];
  /** Answers of single operations, instead of the standard ones. */
  answer: (operation: string, body: Record<string, unknown>) => StubAnswer | undefined;
  /** Milliseconds that every answer takes: makes "one after the other" visible. */
  latencyMs: number;
  stop(): Promise<void>;
}

export interface StubAnswer {
  readonly status?: number;
  readonly body: unknown;
}

export async function startServiceStub(secret: string): Promise<ServiceStub> {
  const server = createServer(async (request, response) => {
    const startedAt = performance.now();
    const text = await read(request);
    const operation = operationOf(request);
    const body = parse(text);
    if (stub.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, stub.latencyMs));
    const { status = 200, body: answer } = stub.answer(operation, body) ?? standardAnswer(operation, body, secret);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'stub' });
    response.end(JSON.stringify(answer));
    stub.asked.push({ operation, startedAt, endedAt: performance.now() });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: ServiceStub = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answer: () => undefined,
    latencyMs: 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return stub;
}

/** How many requests had to wait for another one: groups that do not overlap in time. */
export function sequentialRoundTrips(asked: readonly Asked[]): number {
  let waves = 0;
  let waveEnds = Number.NEGATIVE_INFINITY;
  for (const { startedAt, endedAt } of [...asked].sort((one, other) => one.startedAt - other.startedAt)) {
    if (startedAt < waveEnds) continue;
    waves += 1;
    waveEnds = endedAt;
  }
  return waves;
}

function operationOf(request: IncomingMessage): string {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.lastIndexOf('.') + 1);
  if (request.url?.startsWith('/contact/outbound-voice') === true) return 'StartOutboundVoiceContact';
  return `${request.method} ${request.url?.split('?')[0]}`;
}

function standardAnswer(operation: string, body: Record<string, unknown>, secret: string): StubAnswer {
  switch (operation) {
    case 'Query':
      return { body: { Items: [], Count: 0, ScannedCount: 0 } };
    case 'BatchWriteItem':
      return { body: { UnprocessedItems: {} } };
    case 'SendMessage':
      return { body: sent(body) };
    case 'SendMessageBatch':
      return {
        body: {
          Successful: (body.Entries as Record<string, unknown>[]).map((entry) => ({ Id: entry.Id, ...sent(entry) })),
          Failed: [],
        },
      };
    case 'GetSecretValue':
      return { body: { ARN: body.SecretId, Name: 'source', SecretString: JSON.stringify({ current: secret }) } };
    case 'StartOutboundVoiceContact':
      return { body: { ContactId: '11111111-2222-4333-8444-555555555555' } };
    default:
      return { body: {} };
  }
}

/** The SDK checks this digest. */
const sent = (entry: Record<string, unknown>) => ({
  MessageId: '00000000-0000-4000-8000-000000000000',
  MD5OfMessageBody: createHash('md5').update(String(entry.MessageBody)).digest('hex'),
});

function parse(text: string): Record<string, unknown> {
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
