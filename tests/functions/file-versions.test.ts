import { describe, expect, it } from 'vitest';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { dynamodbUploadStore } from '#adapters/dynamodb-upload-store.ts';
import { api, key, services, test, useAgentApi } from './support/agent-api.ts';
import { ask } from './support/http-event.ts';
import { document, later, opportunity } from './support/opportunities.ts';

useAgentApi();

const place = () => ({ ...key, documentId: 'd-1' });
const store = () => dynamodbDocumentStore(test.table);
const arrive = (id: string, fileName: string, minutes: number) =>
  store().markReady(key, 'd-1', { id, bytes: minutes, contentType: 'text/plain', fileName, by: 'ana' }, later(minutes));
const announce = (body: object) =>
  ask(api.editDocument, 'POST', { path: place(), body, routeKey: 'POST /documents/{documentId}/versions' });
const fileShown = async (query: Record<string, string> = {}) => {
  const { status, body } = await ask(api.linkDocument, 'GET', { path: place(), query });
  return status === 200 ? `${body.fileName} ${new URL(body.url).pathname.split('/').at(-1)}` : status;
};

describe('a new version of a document', () => {
  it('is announced with its size, and changes nothing before its bytes are there', async () => {
    await arrive('one', 'plan-1.txt', 1);
    const { status, body, headers } = await announce({ fileName: 'plan-2.csv', bytes: 5 });
    expect(status).toBe(201);
    expect(headers.etag).toBe('"2"');
    expect(body).toMatchObject({ state: 'ready', fileName: 'plan-1.txt', fileVersion: 1, version: 2 });
    expect(body).not.toHaveProperty('files');
    const link = new URL(body.upload.url);
    expect(link.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host');
    expect(body.upload.headers).toEqual({ 'content-type': 'text/csv' });
    const fileId = link.pathname.split('/').at(-1) ?? '';
    expect(link.pathname).toContain(`/d-1/${fileId}`);
    const announced = await dynamodbUploadStore(test.table).find(key, 'd-1', fileId);
    expect(announced).toEqual({ fileId, by: 'ana', fileName: 'plan-2.csv' });
    expect(await fileShown()).toBe('plan-1.txt one');
  });

  it('of a kind that is not kept, too large, or of no document is refused', async () => {
    expect(await announce({ fileName: 'page.html' })).toMatchObject({ status: 422 });
    expect(await announce({ bytes: 60 * 1024 * 1024 })).toMatchObject({ status: 422 });
    const path = { ...key, documentId: 'd-9' };
    expect(await ask(api.editDocument, 'POST', { path, body: { bytes: 1 } })).toMatchObject({ status: 404 });
  });

  it('is what links show, older ones can be opened, and made the current one again under the document’s version', async () => {
    await arrive('one', 'plan-1.txt', 1);
    await arrive('two', 'plan-2.txt', 2);
    expect(await fileShown()).toBe('plan-2.txt two');
    expect(await fileShown({ version: '1' })).toBe('plan-1.txt one');
    for (const version of ['3', '0', 'x']) expect(await fileShown({ version })).toBe(404);
    const change = (fileVersion: number, tag: string) =>
      ask(api.editDocument, 'PATCH', { path: place(), body: { fileVersion }, headers: { 'if-match': tag } });
    expect(await change(1, '"2"')).toMatchObject({ status: 412 });
    expect(await change(7, '"3"')).toMatchObject({ status: 422, body: { errors: [{ field: 'fileVersion' }] } });
    const { status, body } = await change(1, '"3"');
    expect([status, body]).toMatchObject([200, { fileVersion: 1, fileName: 'plan-1.txt', bytes: 1, version: 4 }]);
    expect(await fileShown()).toBe('plan-1.txt one');
    await arrive('three', 'plan-3.txt', 3);
    expect(await store().get(key, 'd-1')).toMatchObject({ fileVersion: 3, fileName: 'plan-3.txt' });
  });
});

describe('a document that did not come from the CRM', () => {
  const again = () => ask(api.editDocument, 'POST', { path: place(), routeKey: 'POST /documents/{documentId}/fetch' });
  const url = 'https://crm.example/files/d-1?token=secret';
  const named = () =>
    dynamodbOpportunityStore(test.table).project(
      key,
      { opportunity: opportunity({ id: key.opportunityId }), contacts: [], documents: [document('d-1', { url })] },
      later(1),
    );

  it('is fetched again from where the CRM said, which nobody else is told', async () => {
    await named();
    await store().markFailed(key, 'd-1', { reason: 'http-error', httpStatus: 403 }, later(2));
    services.reset();
    const { status, body } = await again();
    expect([status, body]).toMatchObject([202, { state: 'fetching' }]);
    expect(JSON.stringify(body)).not.toMatch(/secret|http-error|403/);
    expect(services.messages).toEqual([{ type: 'fetch', ...place(), url }]);
  });

  it('is not asked for where the CRM told no address, nor when it is gone', async () => {
    expect(await again()).toMatchObject({ status: 409, body: { code: 'not-ready' } });
    const path = { ...key, documentId: 'd-9' };
    expect(await ask(api.editDocument, 'POST', { path, routeKey: 'POST /x/fetch' })).toMatchObject({ status: 404 });
  });
});
