import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { dynamodbPersonalData } from '#adapters/dynamodb-personal-data.ts';
import { queryAll } from '#adapters/dynamodb-table.ts';
import type { CreatedShare, DocumentShares } from '#core/contracts/document-share.ts';
import { api, context, key, services, test, useAgentApi } from './support/agent-api.ts';
import { ask, httpEvent } from './support/http-event.ts';
import { AT, document, later, opportunity } from './support/opportunities.ts';

useAgentApi();
afterEach(() => void vi.useRealTimers());

const place = () => ({ ...key, documentId: 'd-1' });
const ready = () =>
  dynamodbDocumentStore(test.table).markReady(
    key,
    'd-1',
    { id: 'f', bytes: 9, contentType: 'application/pdf' },
    later(1),
  );
const share = async (hours: number, path: Record<string, string> = place()): Promise<CreatedShare> => {
  const { status, body } = await ask(api.shareDocument, 'POST', { path, body: { hours } });
  expect(status).toBe(201);
  return body as unknown as CreatedShare;
};
const list = async () => (await ask(api.shareDocument, 'GET', { path: place() })).body as unknown as DocumentShares;
const tokenOf = ({ url }: CreatedShare) => url.slice(url.lastIndexOf('/') + 1);
/** Without a sign-in: no claims. */
const open = (token: string) => ask(api.openShare, 'GET', { path: { token }, claims: {} });
const passes = (hours: number) => vi.setSystemTime(Date.now() + hours * 3_600_000);

describe('a link for people outside', () => {
  beforeEach(async () => void (await ready()));

  it('leads without a sign-in to a download that starts within a minute, and to no cache and no search engine', async () => {
    const made = await share(24);
    expect(made).toMatchObject({ createdBy: 'ana', openCount: 0 });
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(24 * 3_600_000);
    expect(made.url).toMatch(/^https:\/\/api\.example\/shares\/[\w-]{43}$/);
    const { status, headers, body } = await open(tokenOf(made));
    expect([status, body]).toEqual([302, undefined]);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    });
    const target = new URL(String(headers.location)).searchParams;
    expect(target.get('X-Amz-Expires')).toBe('60');
    expect(target.get('response-content-disposition')).toBe("attachment; filename*=UTF-8''d-1.pdf");
  });

  it('is counted, and stands in the timeline: made, opened once a day, revoked', async () => {
    const made = await share(168);
    await open(tokenOf(made));
    await open(tokenOf(made));
    expect((await list()).shares).toMatchObject([{ shareId: made.shareId, createdBy: 'ana', openCount: 2 }]);
    await ask(api.shareDocument, 'DELETE', {
      path: { ...place(), shareId: made.shareId },
      claims: { username: 'ben' },
    });
    const lines = (await context()).activity as unknown as { type: string; by: string }[];
    expect(lines.map(({ type, by }) => `${type} ${by}`).sort()).toEqual([
      'document.opened ana',
      'document.shared ana',
      'document.unshared ben',
    ]);
  });

  it('is neither kept as it is nor told again: only its hash is stored', async () => {
    const made = await share(1);
    const { shares } = await list();
    expect(Object.keys(shares[0] ?? {})).not.toContain('url');
    const items = await queryAll(test.table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `OPP#demo-crm#${encodeURIComponent(key.opportunityId)}` },
    });
    expect(JSON.stringify(items)).not.toContain(tokenOf(made));
  });

  it('gives one answer for unknown, malformed, over, revoked, and without its document', async () => {
    const answers: unknown[] = [await open('x'.repeat(43)), await open('../x'), await open('')];
    const revoked = await share(1);
    const path = { ...place(), shareId: revoked.shareId };
    expect(await ask(api.shareDocument, 'DELETE', { path })).toMatchObject({ status: 204 });
    expect(await ask(api.shareDocument, 'DELETE', { path })).toMatchObject({ status: 404 });
    answers.push(await open(tokenOf(revoked)));
    const removed = await share(1);
    const { version = 0 } = (await dynamodbDocumentStore(test.table).get(key, 'd-1')) ?? {};
    const over = await share(1);
    vi.useFakeTimers({ toFake: ['Date'] });
    passes(1);
    answers.push(await open(tokenOf(over)));
    vi.useRealTimers();
    await ask(api.editDocument, 'DELETE', { path: place(), headers: { 'if-match': `"${version}"` } });
    answers.push(await open(tokenOf(removed)));
    const [first] = answers;
    expect(first).toMatchObject({ status: 404, body: { code: 'not-found' } });
    for (const other of answers.filter((_, index) => index !== 2)) expect(other).toEqual(first);
  });

  it('says so to a browser on a page in its language, and to a program as a problem', async () => {
    const follow = async (language: string) => {
      const headers = { accept: 'text/html,application/xhtml+xml', 'accept-language': language };
      return api.openShare(httpEvent('GET', { path: { token: 'x'.repeat(43) }, headers, claims: {} }), {});
    };
    const [english, german] = await Promise.all([follow('fr, en'), follow('de-AT, en')]);
    expect(english).toMatchObject({
      statusCode: 404,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
      body: expect.stringContaining('Ask whoever sent it to you'),
    });
    expect(german).toMatchObject({ body: expect.stringContaining('<html lang="de">') });
  });

  it('does not lead to another document that comes under the id of a removed one', async () => {
    const made = await share(24);
    const store = dynamodbDocumentStore(test.table);
    const { version = 0 } = (await store.get(key, 'd-1')) ?? {};
    await ask(api.editDocument, 'DELETE', { path: place(), headers: { 'if-match': `"${version}"` } });
    const another = {
      opportunity: opportunity({ id: key.opportunityId }),
      contacts: [],
      documents: [document('d-1', { title: 'Secret' })],
    };
    await dynamodbOpportunityStore(test.table).project(key, another, later(9));
    await ready();
    expect(await store.get(key, 'd-1')).toMatchObject({ title: 'Secret', state: 'ready' });
    expect(await open(tokenOf(made))).toMatchObject({ status: 404 });
  });

  it('goes with its opportunity', async () => {
    const made = await share(24);
    const held = dynamodbPersonalData(test.table);
    for await (const page of held.ofOpportunity(key)) {
      for (const item of page) await held.remove(item, new Date().toISOString());
    }
    expect(await open(tokenOf(made))).toMatchObject({ status: 404 });
  });

  it('is listed with its document only, and only while it works', async () => {
    await share(1);
    const long = await share(24);
    vi.useFakeTimers({ toFake: ['Date'] });
    passes(2);
    expect(await list()).toMatchObject({ shares: [{ shareId: long.shareId }], hours: [1, 24, 168] });
    expect(await ask(api.shareDocument, 'GET', { path: { ...key, documentId: 'd' } })).toMatchObject({ status: 404 });
  });

  it('is made for one of the offered times, as long as the source allows', async () => {
    for (const hours of [2, '24', undefined]) {
      const refused = await ask(api.shareDocument, 'POST', { path: place(), body: { hours } });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'hours' }] } });
    }
    const other = { sourceId: 'other-crm', opportunityId: key.opportunityId };
    const data = { opportunity: opportunity({ id: key.opportunityId }), contacts: [], documents: [document('d-1')] };
    await dynamodbOpportunityStore(test.table).project(other, data, AT);
    const path = { ...other, documentId: 'd-1' };
    expect(await ask(api.shareDocument, 'GET', { path })).toMatchObject({ body: { hours: [1, 24] } });
    expect(await ask(api.shareDocument, 'POST', { path, body: { hours: 24 } })).toMatchObject({ status: 409 });
    const tooLong = await ask(api.shareDocument, 'POST', { path, body: { hours: 168 } });
    expect(tooLong).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'hours', detail: 'must be one of 1, 24' }] },
    });
    expect(await ask(api.shareDocument, 'GET', { path: { ...path, sourceId: 'no-crm' } })).toMatchObject({
      status: 404,
    });
  });

  it('opens although it cannot be counted', async () => {
    const made = await share(1);
    services.refused.add('dynamodb:UpdateItem');
    expect(await open(tokenOf(made))).toMatchObject({ status: 302 });
    expect(services.log.join()).toContain('opening-not-noted');
  });
});
