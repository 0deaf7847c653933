/** An opportunity that an agent opens and that is not here, through the real functions: asked for, read in its CRM, shown, or why not. */
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sourceSchema } from '#core/contracts/configuration.ts';
import { ALLOWED_PER_MINUTE, READING_ATTEMPTS } from '#core/policy.ts';
import { isReadable } from '#crm/readable.ts';
import { crmReading } from '#crm/reading.ts';
import { EspocrmDouble } from '../../local/crm/espocrm/espocrm-double.ts';
import { type ServedDouble, serveDouble } from './crm/support/crm-under-test.ts';
import { type Cloud, startCloud } from './support/cloud.ts';
import { ask } from './support/http-event.ts';
import { sourcesFile } from './support/sources-file.ts';

const DEAL = 'opp-1001';
const MOST = ALLOWED_PER_MINUTE.readings;
let double: EspocrmDouble;
let served: ServedDouble;
let cloud: Cloud;
let api: {
  requestReading: typeof import('../../functions/request-reading/handler.ts').handler;
  loadContext: typeof import('../../functions/load-context/handler.ts').handler;
};
let read: (event: SQSEvent) => Promise<SQSBatchResponse>;

beforeAll(async () => {
  double = new EspocrmDouble({ apiKey: 'key-1', fileOf: async () => new Uint8Array(9) });
  served = await serveDouble(double);
  cloud = await startCloud();
  const { secrets } = cloud.edge.clients();
  const secret = JSON.stringify({ current: 'a-secret-of-a-crm-9f2c', apiKey: 'key-1' });
  await secrets.send(new CreateSecretCommand({ Name: 'espo', SecretString: secret }));
  const espo = { id: 'espo', kind: 'espocrm', apiUrl: served.origin, usernames: 'email-name' };
  const generic = { id: 'says-all', kind: 'generic', callbackUrl: 'https://crm.example/' };
  process.env.SOURCES_FILE = sourcesFile([
    { ...espo, secretId: 'espo' },
    { ...generic, secretId: 'espo' },
  ]);
  api = {
    requestReading: (await import('../../functions/request-reading/handler.ts')).handler,
    loadContext: (await import('../../functions/load-context/handler.ts')).handler,
  };
  read = (await import('../../functions/read-opportunity/handler.ts')).handler;
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await Promise.all([cloud.stop(), served.stop()]);
});
afterEach(() => {
  vi.useRealTimers();
  double.failAlways(undefined);
});

const key = (opportunityId: string, sourceId = 'espo') => ({ sourceId, opportunityId });
const open = (id: string, sourceId?: string) => ask(api.loadContext, 'GET', { path: key(id, sourceId) });
const wish = (id: string, { sourceId = 'espo', username = 'ana' } = {}) =>
  ask(api.requestReading, 'POST', { path: key(id, sourceId), claims: { username } });
const look = (id: string) => ask(api.requestReading, 'GET', { path: key(id) });
/** Only the clock that the handlers read: the queue's own waits are real. */
const later = (milliseconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds });

/** The read queue's messages, as Lambda hands them over for the nth time. */
async function readAll(receiveCount = 1): Promise<number> {
  const queue = new SQSClient({});
  const { Messages: messages = [] } = await queue.send(
    new ReceiveMessageCommand({
      QueueUrl: process.env.READ_QUEUE_URL ?? '',
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
    }),
  );
  const attributes = { ApproximateReceiveCount: String(receiveCount) };
  const records = messages.map(({ MessageId: messageId, ReceiptHandle: receiptHandle, Body: body }) => ({
    ...{ messageId, receiptHandle, body, attributes },
  }));
  const { batchItemFailures: kept } = await read({ Records: records } as unknown as SQSEvent);
  for (const { messageId, receiptHandle } of records) {
    if (kept.some(({ itemIdentifier }) => itemIdentifier === messageId)) continue;
    await queue.send(new DeleteMessageCommand({ QueueUrl: process.env.READ_QUEUE_URL, ReceiptHandle: receiptHandle }));
  }
  return messages.length;
}

describe('an opportunity that is not here', () => {
  it('is read once, however often it is asked for meanwhile, and then shown', async () => {
    expect((await open(DEAL)).status).toBe(404);
    expect(await wish(DEAL)).toMatchObject({ status: 202, body: { state: 'reading' } });
    expect(await wish(DEAL, { username: 'ben' })).toMatchObject({ status: 202, body: { state: 'reading' } });
    expect((await look(DEAL)).body).toMatchObject({ state: 'reading' });
    expect(await readAll()).toBe(1);
    expect((await look(DEAL)).body).toMatchObject({ state: 'read' });
    const { body } = await open(DEAL);
    expect(body).toMatchObject({ opportunity: { name: 'Fleet renewal 2027', owner: { username: 'ana' } } });
    expect(body.contacts.length).toBeGreaterThan(0);
    expect(cloud.dialled).toEqual([]);
  });

  it('is asked for again by whoever asks after a minute, and not before', async () => {
    await wish('gone-1');
    later(50_000);
    await wish('gone-1');
    expect(await readAll()).toBe(1);
    later(61_000);
    await wish('gone-1');
    expect(await readAll()).toBe(1);
  });

  it('is said to be gone when the CRM has none, or none for us', async () => {
    double.hide('opp-1002');
    for (const id of ['nowhere', 'opp-1002']) {
      await wish(id);
      await readAll();
      expect((await look(id)).body).toMatchObject({
        state: 'failed',
        reason: expect.stringMatching(/not-found|refused/),
      });
      expect((await open(id)).status).toBe(404);
    }
  });

  it('is said to be waiting for a CRM that does not answer, and that it cannot be had after some attempts', async () => {
    double.failAlways({ status: 503 });
    await wish('opp-1003');
    await readAll();
    expect((await look('opp-1003')).body).toMatchObject({ state: 'reading', reason: 'crm-unavailable' });
    const message = { ...key('opp-1003'), requestId: 'r', receivedAt: new Date().toISOString(), forAgent: true };
    const record = (count: number) => ({
      Records: [
        {
          messageId: 'm',
          receiptHandle: 'none',
          body: JSON.stringify(message),
          attributes: { ApproximateReceiveCount: String(count) },
        },
      ],
    });
    await read(record(READING_ATTEMPTS) as unknown as SQSEvent);
    expect((await look('opp-1003')).body).toMatchObject({ state: 'failed', reason: 'crm-unavailable' });
  });

  it('of a CRM that sends everything by itself is not asked for, and said so', async () => {
    expect(await wish('x', { sourceId: 'says-all' })).toMatchObject({
      body: { state: 'failed', reason: 'not-readable' },
    });
    expect(await wish('x', { sourceId: 'unknown' })).toMatchObject({ status: 404 });
    expect(await cloud.waiting('read')).toBe(0);
  });

  it('is not known to be asked for when nobody has, or longer ago than it is remembered', async () => {
    expect((await look('never')).status).toBe(404);
    later(11 * 60_000);
    expect((await look(DEAL)).status).toBe(404);
  });
});

describe('an agent who tries ids', () => {
  it('is told to wait, while others are not', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Math.ceil(Date.now() / 60_000) * 60_000 + 12_500 });
    const answers = [];
    for (let number = 0; number <= MOST; number += 1) {
      answers.push((await wish(`try-${number}`, { username: 'eve' })).status);
    }
    expect(answers).toEqual([...Array(MOST).fill(202), 429]);
    const refused = await wish('try-one-more', { username: 'eve' });
    expect(refused).toMatchObject({
      status: 429,
      body: { code: 'too-many-requests' },
      headers: { 'retry-after': '48' },
    });
    expect((await look('try-one-more')).status).toBe(404);
    expect((await wish('try-one-more')).status).toBe(202);
    expect(await cloud.waiting('read')).toBe(MOST + 1);
  });
});

describe('whether a CRM can be asked', () => {
  it.each(sourceSchema.options.map(({ entries }) => entries.kind.literal))('is what its connector says: %s', (kind) => {
    const source = { id: 'one', kind, apiUrl: 'https://crm.example', documentHosts: [] };
    const reader = crmReading((known) => ({ source: known }) as never)(source as never);
    expect(isReadable({ kind })).toBe(reader !== undefined);
  });
});
