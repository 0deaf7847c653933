import { describe, expect, it } from 'vitest';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { MAX_DOCUMENT_BYTES } from '#core/contracts/document-limits.ts';
import { api, context, key, services, test, useAgentApi } from './support/agent-api.ts';
import { ask } from './support/http-event.ts';
import { HOSTILE_NAMES, later } from './support/opportunities.ts';

useAgentApi();

describe('documents', () => {
  const path = () => ({ ...key, documentId: 'd-1' });

  it('are linked only when their bytes are here, after one read, shown or downloaded under their own name', async () => {
    const early = await ask(api.linkDocument, 'GET', { path: path() });
    expect(early).toMatchObject({ status: 409, body: { code: 'not-ready' } });
    const store = dynamodbDocumentStore(test.table);
    await store.markReady(key, 'd-1', { id: 'f', bytes: 9, contentType: 'application/pdf' }, later(1));
    services.reset();
    const shown = await ask(api.linkDocument, 'GET', { path: path() });
    expect(services.seen.operations).toEqual(['dynamodb:GetItem']);
    expect(shown.body).toMatchObject({ contentType: 'application/pdf', fileName: 'd-1.pdf' });
    const asked = new URL(shown.body.url);
    expect(decodeURIComponent(asked.pathname)).toContain(
      `documents/demo-crm/${encodeURIComponent(key.opportunityId)}/d-1`,
    );
    expect(asked.searchParams.get('response-content-type')).toBe('application/pdf');
    expect(asked.searchParams.get('response-content-disposition')).toMatch(/^inline; filename\*=UTF-8''d-1\.pdf$/);
    expect(asked.searchParams.get('X-Amz-Expires')).toBe('300');
    const download = await ask(api.linkDocument, 'GET', { path: path(), query: { disposition: 'attachment' } });
    expect(new URL(download.body.url).searchParams.get('response-content-disposition')).toMatch(/^attachment;/);
    expect(await ask(api.linkDocument, 'GET', { path: { ...key, documentId: 'd-9' } })).toMatchObject({ status: 404 });
  });

  it('that a browser could run are never shown in place', async () => {
    const store = dynamodbDocumentStore(test.table);
    await store.markReady(key, 'd-1', { id: 'f', bytes: 9, contentType: 'application/json' }, later(1));
    const { body } = await ask(api.linkDocument, 'GET', { path: path() });
    expect(new URL(body.url).searchParams.get('response-content-disposition')).toMatch(/^attachment;/);
  });

  it('are added with a presigned upload, renamed under their version, and removed with their bytes', async () => {
    const body = { title: HOSTILE_NAMES.markup, fileName: 'plan b.png', contentType: 'image/png' };
    const added = await ask(api.editDocument, 'POST', { path: key, body });
    expect(added).toMatchObject({
      ...{ status: 201, headers: { etag: '"1"' } },
      body: {
        title: HOSTILE_NAMES.markup,
        state: 'awaiting-upload',
        upload: { method: 'PUT', headers: { 'content-type': 'image/png' } },
      },
    });
    const documentId = String(added.body.id);
    expect(added.body.upload.documentId).toBe(documentId);
    const own = { ...key, documentId };
    const changes = { pinned: true, tags: ['price'] };
    expect(await ask(api.editDocument, 'PATCH', { path: own, body: changes })).toMatchObject({ status: 428 });
    const first = { path: own, body: changes, headers: { 'if-match': 'W/"1"' } };
    expect(await ask(api.editDocument, 'PATCH', first)).toMatchObject({
      status: 200,
      body: { ...changes, version: 2 },
    });
    expect(await ask(api.editDocument, 'PATCH', first)).toMatchObject({
      status: 412,
      body: { current: { version: 2 } },
    });
    services.reset();
    const removed = await ask(api.editDocument, 'DELETE', { path: own, headers: { 'if-match': '"2"' } });
    expect(removed.status).toBe(204);
    const toldGone = { type: 'document.removed', ...own, version: 3, by: 'ana' };
    expect(services.messages).toHaveLength(2);
    expect(services.messages).toEqual(expect.arrayContaining([{ type: 'remove', ...own }, toldGone]));
    const { documents, activity } = await context();
    expect(documents).toMatchObject([{ id: 'd-1' }]);
    expect(activity.map(({ type }) => type).sort()).toEqual(['document.added', 'document.removed', 'document.updated']);
  });

  it('are told to the CRM when they have another name or category, not when they are pinned or tagged', async () => {
    const edit = (body: object, version: number) =>
      ask(api.editDocument, 'PATCH', { path: path(), body, headers: { 'if-match': `"${version}"` } });
    await edit({ pinned: true, tags: ['price'] }, 1);
    expect(services.messages).toEqual([]);
    await edit({ title: 'Offer', category: 'Proposal' }, 2);
    expect(services.messages).toEqual([{ type: 'document.updated', ...path(), version: 3, by: 'ana' }]);
  });

  it('are added once by a request that is repeated with its key', async () => {
    const asked = { path: key, body: { title: 'Plan', fileName: 'plan.pdf' }, headers: { 'idempotency-key': 'k-1' } };
    const first = await ask(api.editDocument, 'POST', asked);
    const second = await ask(api.editDocument, 'POST', asked);
    expect(second).toMatchObject({ status: 201, body: { id: first.body.id, upload: { documentId: first.body.id } } });
    expect((await context()).documents).toHaveLength(2);
    expect((await context()).activity).toHaveLength(1);
  });

  it('that say their size are uploaded in that size only, and refused when it is too large', async () => {
    const about = { title: 'Plan', fileName: 'plan.txt' };
    const { body } = await ask(api.editDocument, 'POST', { path: key, body: { ...about, bytes: 5 } });
    expect(new URL(body.upload.url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host');
    expect(body.upload.headers).toEqual({ 'content-type': 'text/plain' });
    for (const bytes of [MAX_DOCUMENT_BYTES + 1, 0, 1.5]) {
      const refused = await ask(api.editDocument, 'POST', { path: key, body: { ...about, bytes } });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'bytes' }] } });
    }
  });

  it('of a kind that is not kept are refused', async () => {
    const body = { title: 'Page', fileName: 'page.html', contentType: 'text/html' };
    const refused = await ask(api.editDocument, 'POST', { path: key, body });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'contentType' }] } });
  });
});
