/** Which agent was shown which record: a line of the log before the answer leaves, and no round trip. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import type { DocumentShare } from '#core/contracts/document-share.ts';
import { digestId } from '#core/ids.ts';
import { api, call, count, key, services, test, useAgentApi } from './support/agent-api.ts';
import { agentRequests, storeDeal } from './support/agent-routes.ts';
import { ask } from './support/http-event.ts';
import { type IdentityProvider, startIdentityProvider } from './support/identity-provider.ts';
import { later } from './support/opportunities.ts';
import { webhook } from './support/signed-webhook.ts';

let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider();
});
afterAll(() => provider.stop());
useAgentApi(() => provider.issuer);

const trail = (): Record<string, unknown>[] =>
  services.log
    .map((line): Record<string, unknown> => JSON.parse(line))
    .filter(({ event }) => event === 'record-accessed');
/** The tests' ids hold a slash and a hash, as a CRM's may: such an id is told by its digest. */
const audited = () => ({ sourceId: 'demo-crm', opportunityId: `sha256-${digestId(key.opportunityId)}` });

describe('the audit trail', () => {
  it('says which agent was shown which opportunity, when, and in which request', async () => {
    await ask(api.loadContext, 'GET', { path: key });
    expect(trail()).toEqual([
      {
        ...{ level: 'info', event: 'record-accessed', at: expect.stringMatching(/^\d{4}-.*Z$/) },
        ...{ correlationId: 'request-1', by: 'ana', route: 'GET /', status: 200, ...audited() },
      },
    ]);
    expect(services.seen.operations).toEqual(['dynamodb:Query']);
  });

  it('names the opportunity that a call was found to be about, and each of those it may be about', async () => {
    await call(`call-t${count}`, 'dialing');
    await ask(api.loadContext, 'GET', { path: { connectContactId: `cc-call-t${count}` } });
    expect(trail()).toEqual([
      expect.objectContaining({ ...audited(), callId: `call-t${count}`, connectContactId: `cc-call-t${count}` }),
    ]);
    services.reset();
    const { body } = await ask(api.findOpportunities, 'GET', { query: { phone: '+14155550101' } });
    expect(trail()).toHaveLength(body.matches.length);
    expect(trail()).toContainEqual(expect.objectContaining({ ...audited(), contactId: 'c-1', by: 'ana' }));
  });

  it('names the document of a link, and the calls of a list', async () => {
    await dynamodbDocumentStore(test.table).markReady(
      key,
      'd-1',
      { id: 'f', bytes: 9, contentType: 'application/pdf' },
      later(1),
    );
    await ask(api.linkDocument, 'GET', { path: { ...key, documentId: 'd-1' } });
    expect(trail()).toEqual([expect.objectContaining({ ...audited(), documentId: 'd-1' })]);
    await call(`call-l${count}`, 'ended', { agentUsername: `agent-${count}` });
    await ask(api.listCalls, 'GET', { claims: { username: `agent-${count}` } });
    expect(trail()).toEqual([
      expect.objectContaining({ ...audited(), callId: `call-l${count}`, contactId: 'c-1', by: `agent-${count}` }),
    ]);
  });

  it('names an agent who asks for a call by a token that the function checks, and no source', async () => {
    const callId = await call(`call-s${count}`, 'ended');
    const headers = await provider.bearer();
    expect(await ask(api.showCall, 'GET', { path: { callId }, headers, claims: {} })).toMatchObject({ status: 200 });
    expect(trail()).toEqual([expect.objectContaining({ ...audited(), callId, by: expect.any(String) })]);
    services.reset();
    const signed = webhook('').headers as Record<string, string>;
    expect(await ask(api.showCall, 'GET', { path: { callId }, headers: signed })).toMatchObject({ status: 200 });
    expect(trail()).toEqual([]);
  });

  it('tells of an edit, and of what a conflict shows', async () => {
    const path = { ...key, contactId: 'c-1' };
    const edit = { path, headers: { 'if-match': '"1"' }, body: { role: 'Economic buyer' } };
    expect(await ask(api.editContact, 'PATCH', edit)).toMatchObject({ status: 200 });
    const late = { ...edit, body: { role: 'Champion' } };
    expect(await ask(api.editContact, 'PATCH', late)).toMatchObject({ status: 412 });
    expect(trail()).toMatchObject([
      { ...audited(), contactId: 'c-1', status: 200 },
      { ...audited(), contactId: 'c-1', status: 412 },
    ]);
  });

  it('has no line where nothing was shown', async () => {
    await ask(api.loadContext, 'GET', { path: { ...key, opportunityId: 'nowhere' } });
    await ask(api.loadContext, 'GET', { path: key, claims: { sub: 'x' } });
    await ask(api.linkDocument, 'GET', { path: { ...key, documentId: 'd-9' } });
    expect(trail()).toEqual([]);
  });

  it('holds no name, number or title', async () => {
    await ask(api.loadContext, 'GET', { path: key });
    await ask(api.findOpportunities, 'GET', { query: { q: 'fleet' } });
    expect(trail().length).toBeGreaterThan(1);
    expect(JSON.stringify(trail())).not.toMatch(/dana|reyes|4155550101|fleet/i);
  });

  it('names the opportunity of a call whose outcome is saved, and of a document’s shares', async () => {
    const callId = await call(`call-o${count}`, 'ended');
    const outcome = { disposition: 'connected', notes: '' };
    expect(await ask(api.saveOutcome, 'PUT', { path: { callId }, body: outcome })).toMatchObject({ status: 200 });
    expect(await ask(api.shareDocument, 'GET', { path: { ...key, documentId: 'd-1' } })).toMatchObject({ status: 200 });
    expect(trail()).toMatchObject([
      { ...audited(), callId },
      { ...audited(), documentId: 'd-1' },
    ]);
  });
});

describe('a link for people outside', () => {
  it('leaves a line when it is opened: which link, and of which document', async () => {
    const deal = await storeDeal('opened', 'ana', 'ana');
    const path = { ...deal.key, documentId: 'd-1' };
    const { body } = await ask(api.shareDocument, 'POST', { path, body: { hours: 24 } });
    services.reset();
    await ask(api.openShare, 'GET', { path: { token: body.url.slice(body.url.lastIndexOf('/') + 1) }, claims: {} });
    expect(trail()).toEqual([
      expect.objectContaining({
        documentId: 'd-1',
        status: 302,
        by: `link:${(body as unknown as DocumentShare).shareId}`,
      }),
    ]);
    services.reset();
    await ask(api.openShare, 'GET', { path: { token: 'x'.repeat(43) }, claims: {} });
    expect(trail()).toEqual([]);
  });
});

describe('every route that answers agents', () => {
  it.each(agentRequests())(
    '$route writes who was shown which record, before it answers',
    async ({ route, request }) => {
      const deal = await storeDeal(`trail${agentRequests().findIndex((one) => one.route === route)}`, 'ana', 'ana');
      const { status } = await request.ask(deal, { claims: { username: 'ana' }, headers: await provider.bearer() });
      expect(status).toBeLessThan(request.shows ? 300 : 500);
      const record = { sourceId: 'demo-crm', opportunityId: `sha256-${digestId(deal.key.opportunityId)}` };
      const line = expect.objectContaining({ ...record, by: 'ana', route });
      expect(trail()).toEqual(request.shows ? expect.arrayContaining([line]) : []);
    },
  );
});
