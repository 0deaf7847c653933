import { createHash } from 'node:crypto';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTable } from '../../functions/adapters/dynamodb-client.ts';
import { dynamodbDocumentStore } from '../../functions/adapters/dynamodb-document-store.ts';
import { MAX_DOCUMENT_BYTES } from '../../functions/core/contracts/document-limits.ts';
import type { Problem } from '../../functions/core/contracts/problem.ts';
import { callRequested } from './support/call-requested.ts';
import { answer, type Cloud, startCloud, started } from './support/cloud.ts';
import { SECRET, webhook } from './support/signed-webhook.ts';

let cloud: Cloud;
let handle: (event: APIGatewayProxyEventV2) => Promise<{ status: number; body: Record<string, unknown>; type: string }>;
let count = 0;
/** Each test asks under an id of its own and about an opportunity of its own. */
let id: string;
const about = (changes: Parameters<typeof callRequested>[0] = {}) => {
  const request = callRequested(changes);
  request.data.opportunity.id = `opp-of-${id}`;
  return JSON.stringify(request);
};

beforeAll(async () => {
  cloud = await startCloud({ callingHours: { start: '08:00', end: '21:00' }, campaignCalls: true });
  const { handler } = await import('../../functions/receive-call-request/handler.ts');
  handle = async (event) => {
    const { statusCode = 0, body = '{}', headers = {} } = await handler(event, {});
    return { status: statusCode, body: JSON.parse(body), type: String(headers['content-type']) };
  };
});
afterAll(() => cloud.stop());
afterEach(() => void vi.useRealTimers());
beforeEach(() => {
  count += 1;
  id = `msg_${count}`;
  cloud.dialled.length = 0;
  cloud.connectAnswers(({ ClientToken: token }) => started(`contact-of-${token}`));
  cloud.operations();
});

describe('a call request', () => {
  it('starts the contact with its attributes and answers with its ids', async () => {
    const { status, body } = await handle(webhook(about(), { id }));
    expect(status).toBe(202);
    const callId = `call-${base32(createHash('sha256').update(`demo-crm\n${id}`).digest()).slice(0, 26)}`;
    expect(body).toEqual({ callId, status: 'dialing', connectContactId: `contact-of-${callId}` });
    expect(cloud.dialled).toEqual([
      expect.objectContaining({
        ClientToken: callId,
        DestinationPhoneNumber: '+14155550101',
        SourcePhoneNumber: '+4930555010100',
        Name: 'Fleet renewal 2027',
        Attributes: expect.objectContaining({ callId, agentUsername: 'ana', opp_industry: 'Logistics' }),
      }),
    ]);
  });

  it('lets the phone ring for as long as was asked, which takes campaign traffic', async () => {
    const request = JSON.parse(about());
    request.data.call.ringSeconds = 25;
    expect(await handle(webhook(JSON.stringify(request), { id }))).toMatchObject({ status: 202 });
    expect(cloud.dialled).toEqual([
      expect.objectContaining({ TrafficType: 'CAMPAIGN', RingTimeoutInSeconds: 25, Name: 'Fleet renewal 2027' }),
    ]);
  });

  it('reads a body that API Gateway took for binary', async () => {
    const { status } = await handle(webhook(about(), { id, base64: true }));
    expect(status).toBe(202);
  });

  it('makes one call of ten deliveries at once, and answers a later one as the first', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => handle(webhook(about(), { id }))));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(202));
    expect(new Set(answers.map(({ body }) => body.callId)).size).toBe(1);
    expect(cloud.dialled).toHaveLength(1);
    cloud.operations();
    const again = await handle(webhook(about(), { id }));
    expect(again.body.callId).toBe(answers[0]?.body.callId);
    expect(cloud.dialled).toHaveLength(1);
    expect(cloud.operations().sort()).toEqual([
      ...['BatchGetItem', 'GetItem', 'GetItem', 'PutItem', 'Query', 'SendMessage'],
    ]);
  });

  it('keeps the first request when a second one of the same id says something else', async () => {
    const first = await handle(webhook(about(), { id }));
    const second = await handle(
      webhook(about({ call: { ...callRequested().data.call, phone: '+14155550999' } }), { id }),
    );
    expect(second.body.callId).toBe(first.body.callId);
    expect(cloud.dialled.map(({ DestinationPhoneNumber: phone }) => phone)).toEqual(['+14155550101']);
  });

  it('offers an upload for a document without an address', async () => {
    const documents = [{ id: 'd/2', title: 'Plan', fileName: 'plan.png' }];
    const { body } = await handle(webhook(about({ documents }), { id }));
    const [upload] = body.uploads as { url: string; headers: Record<string, string>; method: string }[];
    expect(upload).toMatchObject({ documentId: 'd/2', method: 'PUT', headers: { 'content-type': 'image/png' } });
    const put = await fetch(upload?.url ?? '', { method: 'PUT', headers: upload?.headers ?? {}, body: 'bytes' });
    expect(put.status).toBe(200);
    const html = { 'content-type': 'text/html' };
    const other = await fetch(upload?.url ?? '', { method: 'PUT', headers: html, body: 'bytes' });
    expect(other.status).toBe(403);
  });

  it('signs the size that the source tells into the upload, and asks for no file that is too large', async () => {
    const about5 = { title: 'Plan', fileName: 'plan.txt', bytes: 5 };
    const bytes = MAX_DOCUMENT_BYTES + 1;
    const documents = [
      { id: 'd-1', ...about5 },
      { id: 'd-2', ...about5, bytes },
      { id: 'd-3', ...about5, bytes, url: 'https://crm.example/files/d-3' },
    ];
    const before = await cloud.waiting('document');
    const { status, body } = await handle(webhook(about({ documents }), { id }));
    const uploads = body.uploads as { url: string; headers: Record<string, string>; documentId: string }[];
    expect([status, uploads.map(({ documentId }) => documentId)]).toEqual([202, ['d-1']]);
    const [{ url, headers } = expect.fail()] = uploads;
    const put = (sent: string) => fetch(url, { method: 'PUT', headers, body: sent });
    expect([(await put('longer')).status, (await put('right')).status]).toEqual([403, 200]);
    expect(await cloud.waiting('document')).toBe(before);
    const key = { sourceId: 'demo-crm', opportunityId: `opp-of-${id}` };
    const stored = await dynamodbDocumentStore(openTable()).get(key, 'd-3');
    expect(stored).toMatchObject({ state: 'failed', reason: 'too-large' });
  });

  it('blocks a person who must not be called, and has the source told', async () => {
    const before = await cloud.waiting('write-back');
    const [contact] = callRequested().data.contacts;
    const contacts = [{ ...(contact ?? expect.fail()), doNotCall: true }];
    const { status, body } = await handle(webhook(about({ contacts }), { id }));
    expect([status, body.status, body.reason]).toEqual([202, 'blocked', 'do-not-call']);
    expect(cloud.dialled).toEqual([]);
    expect(await cloud.waiting('write-back')).toBe(before + 1);
  });

  it('answers 202 although Connect is down: the request is durable and is dialled later', async () => {
    cloud.connectAnswers(() => answer(500, { Message: 'oops' }, 'InternalServiceException'));
    const { status, body } = await handle(webhook(about(), { id }));
    expect([status, body.status, body.reason]).toEqual([202, 'queued', 'service-error']);
    expect(cloud.dialled).toHaveLength(1);
  });

  it.each([
    ['TooManyRequestsException', 429, 'queued', 'service-throttled'],
    ['LimitExceededException', 429, 'queued', 'service-throttled'],
    ['DestinationNotAllowedException', 403, 'failed', 'destination-not-allowed'],
    ['InvalidParameterException', 400, 'failed', 'invalid-request'],
  ])('understands %s', async (name, status, state, reason) => {
    cloud.connectAnswers(() => answer(status, { Message: 'no' }, name));
    const { body } = await handle(webhook(about(), { id }));
    expect([body.status, body.reason]).toEqual([state, reason]);
    expect(cloud.dialled).toHaveLength(1);
  });
});

describe('a source’s secret', () => {
  it('is rotated at once: the new one works, the previous one while it is named', async () => {
    const next = Buffer.from('another secret of 24 bt.').toString('base64');
    const { secrets } = cloud.edge.clients();
    const rotate = (value: Record<string, string>) =>
      secrets.send(new PutSecretValueCommand({ SecretId: 'demo-crm', SecretString: JSON.stringify(value) }));
    await handle(webhook(about(), { id }));
    vi.setSystemTime(Date.now() + 31_000);
    await rotate({ current: next, previous: SECRET });
    expect(await handle(webhook(about(), { id: `${id}-new`, secret: next }))).toMatchObject({ status: 202 });
    expect(await handle(webhook(about(), { id: `${id}-old` }))).toMatchObject({ status: 202 });
    await rotate({ current: SECRET });
    vi.setSystemTime(Date.now() + 301_000);
    const withdrawn = await handle(webhook(about(), { id: `${id}-gone`, secret: next }));
    expect(withdrawn).toMatchObject({ status: 401, body: { code: 'signature-invalid' } });
  });
});

describe('our own fault', () => {
  it('is a 503 within ten seconds when the store hangs, and the same request succeeds afterwards', async () => {
    const fault = { service: 'dynamodb', operation: 'PutItem', latencyMs: 30_000 };
    await cloud.faults([fault]);
    const began = performance.now();
    const { status, body, type } = await handle(webhook(about(), { id }));
    expect([status, body.code, type]).toEqual([503, 'try-again', 'application/problem+json']);
    expect(performance.now() - began).toBeLessThan(10_000);
    await cloud.faults([]);
    expect(await handle(webhook(about(), { id }))).toMatchObject({ status: 202 });
  });

  it('is a 500 without a word about it when something is misconfigured', async () => {
    await cloud.faults([{ service: 'sqs', operation: 'SendMessage', error: 'AccessDenied' }]);
    const { status, body } = await handle(webhook(about(), { id }));
    expect([status, body.code, body.detail]).toEqual([500, 'internal-error', undefined]);
    await cloud.faults([]);
    expect(cloud.dialled).toEqual([]);
  });
});

describe('an opportunity that changes', () => {
  it('is stored and erased without a call', async () => {
    const { data, timestamp } = callRequested();
    const update = { type: 'opportunity.updated', timestamp, data: { ...data, documents: [] } };
    expect(await handle(webhook(JSON.stringify(update), { id }))).toMatchObject({
      status: 202,
      body: { status: 'updated' },
    });
    const more = {
      ...update,
      data: { ...update.data, documents: [{ id: 'd-2', title: 'Plan', fileName: 'plan.csv' }] },
    };
    const { body } = await handle(webhook(JSON.stringify(more), { id: `${id}-more` }));
    expect(body).toMatchObject({ uploads: [{ documentId: 'd-2', headers: { 'content-type': 'text/csv' } }] });
    const gone = { type: 'opportunity.deleted', timestamp, data: { opportunity: { id: data.opportunity.id } } };
    for (const attempt of [1, 2]) {
      const event = webhook(JSON.stringify(gone), { id: `${id}-${attempt}` });
      expect(await handle(event)).toMatchObject({ status: 202, body: { status: 'deleted' } });
    }
    expect(cloud.dialled).toEqual([]);
  });
});

describe('what is refused', () => {
  const problem = async (event: APIGatewayProxyEventV2): Promise<Problem> => {
    const { status, body, type } = await handle(event);
    expect(type).toBe('application/problem+json');
    expect(body).toMatchObject({ status, correlationId: 'correlation-1' });
    expect(cloud.dialled).toEqual([]);
    return body as unknown as Problem;
  };

  it('an unknown source', async () => {
    expect(await problem(webhook(about(), { sourceId: 'who' }))).toMatchObject({ status: 404, code: 'not-found' });
  });

  it.each([
    ['signature-missing', (event: APIGatewayProxyEventV2) => ({ ...event, headers: {} })],
    ['signature-invalid', (event: APIGatewayProxyEventV2) => ({ ...event, body: `${event.body} ` })],
    ['signature-expired', () => webhook(about(), { at: new Date(Date.now() - 301_000) })],
    ['signature-expired', () => webhook(about(), { at: new Date(Date.now() + 302_000) })],
  ])('%s, with nothing stored', async (code, change) => {
    expect(await problem(change(webhook(about(), { id })))).toMatchObject({ status: 401, code });
    expect(cloud.operations().filter((operation) => operation === 'PutItem')).toEqual([]);
  });

  it('a body over 256 KB, before its signature is looked at', async () => {
    const event = { ...webhook(about(), { id }), body: 'x'.repeat(256 * 1024 + 1), headers: {} };
    expect(await problem(event)).toMatchObject({ status: 413, code: 'body-too-large' });
  });

  it('a body that is not JSON', async () => {
    expect(await problem(webhook('{"type":', { id }))).toMatchObject({ status: 400, code: 'malformed-json' });
  });

  it('a dial mode that there is not, rather than to dial in another one', async () => {
    const call = { ...callRequested().data.call, mode: 'power-dialer' as 'agent-first' };
    const { errors } = await problem(webhook(about({ call }), { id }));
    expect(errors?.map(({ field }) => field)).toEqual(['data.call.mode']);
  });

  it('wrong fields, naming every one', async () => {
    const request = callRequested();
    const body = {
      ...request,
      data: {
        ...request.data,
        opportunity: { ...request.data.opportunity, currency: 'euro' },
        contacts: [{ ...request.data.contacts[0], phones: [{ number: '0172 123' }], timeZone: 'Mars/Olympus' }],
        call: { contactId: 'c-9', agent: {} },
      },
    };
    const { status, errors = [] } = await problem(webhook(JSON.stringify(body), { id }));
    expect(status).toBe(422);
    expect(errors.map(({ field }) => field)).toEqual(
      expect.arrayContaining([
        'data.opportunity.currency',
        'data.contacts[0].phones[0].number',
        'data.contacts[0].timeZone',
        'data.call.agent.username',
      ]),
    );
    expect(errors.map(({ pointer }) => pointer)).toContain('#/data/contacts/0/phones/0/number');
  });

  it.each([
    ['an unknown type', { ...callRequested(), type: 'call.wished' }, 'type'],
    [
      'a contact to call who is not among the people',
      callRequested({ call: { ...callRequested().data.call, contactId: 'c-9' } }),
      'data.call.contactId',
    ],
    ['an opportunity without people', callRequested({ contacts: [] }), 'data.contacts'],
    ['no object at all', 'call me', 'body'],
  ])('%s', async (_what, body, field) => {
    const { status, errors = [] } = await problem(webhook(JSON.stringify(body), { id }));
    expect(status).toBe(422);
    expect(errors.map((error) => error.field)).toContain(field);
  });
});

/** RFC 4648, lower case, without padding. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five, 2)])
    .join('');
}
