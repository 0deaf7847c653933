/** Attempts counted and numbers listed by the real stores, whose transactions the local edge executes. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamodbAttemptCounts } from '../../functions/adapters/dynamodb-attempt-counts.ts';
import { openTable } from '../../functions/adapters/dynamodb-client.ts';
import type { Attempt } from '../../functions/core/attempt-limits.ts';
import { callRequested } from './support/call-requested.ts';
import { type Cloud, startCloud } from './support/cloud.ts';
import { webhook } from './support/signed-webhook.ts';

let cloud: Cloud;
let post: (body: unknown, id: string) => Promise<Record<string, unknown>>;
let count = 0;
let person: string;
let number: string;

const request = (changes: { contactId?: string; phone?: string; opportunityId?: string } = {}) => {
  const { contactId = person, phone = number, opportunityId = `opp-of-${person}` } = changes;
  const asked = callRequested();
  const [contact] = asked.data.contacts;
  const contacts = contact === undefined ? [] : [{ ...contact, id: contactId, phones: [{ number: phone }] }];
  const { opportunity, call } = asked.data;
  return {
    ...asked,
    data: { ...asked.data, contacts, opportunity: { ...opportunity, id: opportunityId }, call: { ...call, contactId } },
  };
};
let asked = 0;
const ask = (changes: Parameters<typeof request>[0] = {}, id?: string) => {
  asked += 1;
  return post(request(changes), id ?? `ask_${asked}`);
};

beforeAll(async () => {
  const attemptCaps = { perPersonPerDay: 2, perNumberPerDay: 3 };
  cloud = await startCloud({ callingRules: { unknownTimeZone: 'none', attemptCaps } });
  const { handler } = await import('../../functions/receive-call-request/handler.ts');
  post = async (body, id) => {
    const event: APIGatewayProxyEventV2 = webhook(JSON.stringify(body), { id });
    const { statusCode, body: said = '{}' } = await handler(event, {});
    expect(statusCode).toBe(202);
    return JSON.parse(said);
  };
});
afterAll(() => cloud.stop());
beforeEach(() => {
  count += 1;
  person = `c-${count}`;
  number = `+1415555${1_000 + count}`;
  cloud.dialled.length = 0;
  cloud.operations();
});

describe('a cap of two attempts a day', () => {
  it('lets two of eight requests at once pass, and says until when the others wait', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask()));
    expect(answers.filter(({ status }) => status === 'dialing')).toHaveLength(2);
    const midnight = new Date();
    midnight.setUTCHours(24, 0, 0, 0);
    const held = { status: 'held', reason: 'attempt-cap', dueAt: midnight.toISOString() };
    expect(answers.filter(({ status }) => status !== 'dialing')).toMatchObject(Array(6).fill(held));
    expect(cloud.dialled).toHaveLength(2);
  });

  it('counts a repeated request once, and answers it as before', async () => {
    const first = await ask({}, `twice_${count}`);
    expect(await ask({}, `twice_${count}`)).toMatchObject({ callId: first.callId });
    expect(await ask()).toMatchObject({ status: 'dialing' });
    expect(await ask()).toMatchObject({ status: 'held' });
  });

  it('holds for the number as well, whoever is called there, and for nobody else', async () => {
    for (const contactId of ['a', 'b', 'c'])
      expect(await ask({ contactId: person + contactId })).toMatchObject({ status: 'dialing' });
    expect(await ask({ contactId: `${person}d` })).toMatchObject({ status: 'held', reason: 'attempt-cap' });
    expect(await ask({ contactId: `${person}d`, phone: '+14155559999' })).toMatchObject({ status: 'dialing' });
  });
});

describe('counted attempts', () => {
  const attempt = (callId: string, changes: Partial<Attempt> = {}): Attempt => ({
    ...{ sourceId: 'demo-crm', callId, at: '2026-11-24T10:00:00.000Z', day: '20261124' },
    limits: [
      { scope: 'person', id: person, cap: 1 },
      { scope: 'number', id: number, notSince: '2026-11-24T09:30:00.000Z' },
    ],
    ...changes,
  });
  const counts = () => dynamodbAttemptCounts(openTable());
  const claimed = { outcome: 'claimed' };

  it('are all counted or none: what one limit refuses leaves the others as they were', async () => {
    expect(await counts().claim(attempt('call-1'))).toEqual(claimed);
    const elsewhere = { scope: 'opportunity' as const, id: `opp-${person}`, cap: 1 };
    const refused = { outcome: 'over-limit', refusals: [{ reason: 'attempt-cap' }] };
    expect(await counts().claim(attempt('call-2', { limits: [elsewhere, ...attempt('').limits.slice(0, 1)] }))).toEqual(
      refused,
    );
    expect(await counts().claim(attempt('call-3', { limits: [elsewhere] }))).toEqual(claimed);
  });

  it('begin anew on the next day, and tell when the last one was', async () => {
    await counts().claim(attempt('call-1'));
    const lastAt = '2026-11-24T10:00:00.000Z';
    const next = attempt('call-2', { day: '20261125' });
    expect(await counts().claim(next)).toEqual({
      outcome: 'over-limit',
      refusals: [{ reason: 'minimum-gap', lastAt }],
    });
    const later = next.limits.map((limit) => ({ ...limit, ...(limit.notSince !== undefined && { notSince: lastAt }) }));
    expect(await counts().claim({ ...next, limits: later })).toEqual(claimed);
  });

  it('are given back by the call that claimed them, and by no other', async () => {
    const [first, second] = ['call-1', 'call-2'].map((id) => attempt(id, { limits: attempt('').limits.slice(0, 1) }));
    if (first === undefined || second === undefined) expect.fail();
    await counts().claim(first);
    await counts().release(second);
    expect(await counts().claim(second)).toMatchObject({ outcome: 'over-limit' });
    await counts().release(first);
    await counts().release(first);
    expect(await counts().claim(second)).toEqual(claimed);
  });
});

describe('the source’s do-not-call list', () => {
  const change = (type: string, timestamp: string) =>
    post({ type: `do-not-call.${type}`, timestamp, data: { numbers: [number] } }, `list_${type}_${timestamp}_${count}`);

  it('blocks a number until it is taken back; a message that comes late changes nothing', async () => {
    expect(await change('added', '2026-11-24T10:00:00Z')).toEqual({ status: 'updated' });
    expect(await ask()).toMatchObject({ status: 'blocked', reason: 'do-not-call' });
    await change('removed', '2026-11-24T10:00:01Z');
    await change('added', '2026-11-24T09:00:00Z');
    expect(await ask()).toMatchObject({ status: 'dialing' });
    expect(cloud.dialled).toHaveLength(1);
  });
});
