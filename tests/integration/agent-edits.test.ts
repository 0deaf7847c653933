/** What an agent changes about a deal: guarded by versions, told to the CRM, never half done. */
import { createHash } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import type { CreatedShare, DocumentShares } from '../../functions/core/contracts/document-share.ts';
import type { ContactView, OpportunityContext } from '../../functions/core/contracts/opportunity-context.ts';
import type { Problem } from '../../functions/core/contracts/problem.ts';
import { PART_BYTES, type PartLink, type ResumableUpload } from '../../functions/core/contracts/resumable-upload.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { simulatorOf } from '../system/simulator.ts';
import { callRequested, freshPhone, post, SOURCE_ID } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
let ana: AgentApi;
let ben: AgentApi;
beforeAll(async () => {
  [ana, ben] = await Promise.all([agentApi(endpoints, 'ana'), agentApi(endpoints, 'ben')]);
});

const crmFails = (failNext: number) =>
  fetch(`${endpoints.console}/crm/faults`, { method: 'PUT', body: JSON.stringify({ failNext }) });
afterEach(() => crmFails(0));

/** An opportunity that the CRM has told of, without a call. */
async function knownOpportunity(): Promise<{ path: string; id: string }> {
  const { data, timestamp } = callRequested();
  const { opportunity, contacts } = data;
  await post(endpoints, { type: 'opportunity.updated', timestamp, data: { opportunity, contacts } });
  const path = `/opportunities/${SOURCE_ID}/${opportunity.id}`;
  await waitFor('the opportunity to be stored', async () => (await ana.get(path)).status === 200);
  return { path, id: opportunity.id };
}
const contextAt = async (path: string) => (await ana.get<OpportunityContext>(path)).body;

describe('a person edited during a call', () => {
  it('is changed under the version that the agent saw, and the timeline says by whom', async () => {
    const { path } = await knownOpportunity();
    const edited = await ana.send<ContactView>(
      'PATCH',
      `${path}/contacts/c-1`,
      { role: 'Economic buyer' },
      { 'if-match': '"1"' },
    );
    expect(edited).toMatchObject({ status: 200, body: { role: 'Economic buyer', updatedBy: 'ana' } });
    expect(edited.etag).toBe(`"${edited.body.version}"`);
    const { contacts, activity } = await contextAt(path);
    expect(contacts[0]?.role).toBe('Economic buyer');
    expect(activity[0]).toMatchObject({
      by: 'ana',
      type: 'contact.updated',
      changes: [{ field: 'role', from: 'Decision maker', to: 'Economic buyer' }],
    });
  });

  it('is not overwritten by somebody who saw an older version: 412 with the present one', async () => {
    const { path } = await knownOpportunity();
    await ana.send('PATCH', `${path}/contacts/c-1`, { role: 'Economic buyer' }, { 'if-match': '"1"' });
    const late = await ben.send<Problem & { current?: ContactView }>(
      'PATCH',
      `${path}/contacts/c-1`,
      { role: 'Blocker' },
      { 'if-match': '"1"' },
    );
    expect(late).toMatchObject({
      status: 412,
      contentType: 'application/problem+json',
      body: { code: 'version-conflict' },
    });
    expect(late.etag).toBe('"2"');
    expect((await contextAt(path)).contacts[0]?.role).toBe('Economic buyer');
  });

  it('needs a version at all: 428', async () => {
    const { path } = await knownOpportunity();
    expect(await ana.send('PATCH', `${path}/contacts/c-1`, { role: 'Blocker' })).toMatchObject({ status: 428 });
  });

  it('lets one of ten simultaneous edits through', async () => {
    const { path } = await knownOpportunity();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        ana.send('PATCH', `${path}/contacts/c-1`, { role: `Role ${n}` }, { 'if-match': '"1"' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(9);
  });

  it('is refused with every wrong field named', async () => {
    const { path } = await knownOpportunity();
    const answer = await ana.send<Problem>(
      'PATCH',
      `${path}/contacts/c-1`,
      { email: 'nobody', phones: [{ number: '12' }], colour: 'blue' },
      { 'if-match': '"1"' },
    );
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.map(({ field }) => field).sort()).toEqual(['colour', 'email', 'phones[0].number']);
  });

  it('keeps the edit when the CRM sends its older copy again before it has heard of it', async () => {
    const { path, id } = await knownOpportunity();
    await crmFails(1_000);
    await ana.send('PATCH', `${path}/contacts/c-1`, { role: 'Economic buyer' }, { 'if-match': '"1"' });
    const { data, timestamp } = callRequested({ opportunityId: id });
    await post(endpoints, {
      type: 'opportunity.updated',
      timestamp,
      data: { opportunity: { ...data.opportunity, stage: 'Won' }, contacts: data.contacts },
    });
    const { opportunity, contacts } = await contextAt(path);
    expect(opportunity.stage).toBe('Won');
    expect(contacts[0]?.role).toBe('Economic buyer');
  });
});

describe('people, added and removed', () => {
  it('can be added with an id of ours, found by number, and removed again', async () => {
    const { path, id } = await knownOpportunity();
    const number = `+4930${String(Date.now()).slice(-8)}`;
    const added = await ben.send<ContactView>('POST', `${path}/contacts`, {
      name: 'Zoë Łukasiewicz',
      group: 'team',
      phones: [{ number }],
    });
    expect(added.status).toBe(201);
    const found = await waitFor('the number to be found', async () => {
      const { body } = await ana.get<{ matches: { opportunityId: string }[] }>(
        `/opportunities?phone=${encodeURIComponent(number)}`,
      );
      return body.matches.length > 0 && body.matches;
    });
    expect(found).toMatchObject([{ opportunityId: id, contactName: 'Zoë Łukasiewicz' }]);
    const removed = await ben.send('DELETE', `${path}/contacts/${added.body.id}`, undefined, {
      'if-match': added.etag ?? '',
    });
    expect(removed.status).toBe(204);
    expect((await contextAt(path)).contacts.map(({ name }) => name)).toEqual(['Dana Reyes']);
  });
});

describe('documents of the agent', () => {
  it('are announced, uploaded, renamed, pinned and removed, bytes included', async () => {
    const { path } = await knownOpportunity();
    const announced = await ana.send<{ id: string; upload: { url: string; headers: Record<string, string> } }>(
      'POST',
      `${path}/documents`,
      { title: 'Minutes', fileName: 'minutes.txt', contentType: 'text/plain', category: 'Notes' },
    );
    expect(announced.status).toBe(201);
    const { id, upload } = announced.body;
    await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: 'decided: yes' });
    const ready = await waitFor('the document to be ready', async () => {
      const { documents } = await contextAt(path);
      return documents.find((document) => document.id === id && document.state === 'ready');
    });
    const changed = await ana.send(
      'PATCH',
      `${path}/documents/${id}`,
      { title: 'Minutes of Monday', pinned: true, tags: ['board'] },
      { 'if-match': `"${ready.version}"` },
    );
    expect(changed).toMatchObject({ status: 200, body: { title: 'Minutes of Monday', pinned: true, tags: ['board'] } });
    const link = await ana.get<{ url: string }>(`${path}/documents/${id}/link`);
    expect(await (await fetch(link.body.url)).text()).toBe('decided: yes');
    expect(
      await ana.send('DELETE', `${path}/documents/${id}`, undefined, { 'if-match': changed.etag ?? '' }),
    ).toMatchObject({
      status: 204,
    });
    // S3 says 403 for a missing object to somebody who may not list the bucket.
    await waitFor('the bytes to be gone', async () => [403, 404].includes((await fetch(link.body.url)).status));
  });
});

describe('a new version of a document', () => {
  type Announced = { id: string; upload: { url: string; headers: Record<string, string> } };
  const upload = async ({ upload: { url, headers } }: Announced, body: string) =>
    (await fetch(url, { method: 'PUT', headers, body })).status;

  it('is shown as soon as its bytes are there; the older one can be opened, and shown again', async () => {
    const { path } = await knownOpportunity();
    const about = { title: 'Offer', fileName: 'offer-1.txt', bytes: 5 };
    const first = await ana.send<Announced>('POST', `${path}/documents`, about);
    const document = `${path}/documents/${first.body.id}`;
    expect(await upload(first.body, 'other size')).toBe(403);
    expect(await upload(first.body, 'first')).toBe(200);
    const stored = (fileVersion: number) =>
      waitFor(`version ${fileVersion} to be shown`, async () =>
        (await contextAt(path)).documents.find((one) => one.state === 'ready' && one.fileVersion === fileVersion),
      );
    await stored(1);
    const second = await ben.send<Announced>('POST', `${document}/versions`, { fileName: 'offer-2.txt', bytes: 6 });
    expect(second.status).toBe(201);
    expect(await upload(second.body, 'second')).toBe(200);
    const shown = await stored(2);
    expect(shown.fileVersions).toMatchObject([
      { number: 2, by: 'ben', fileName: 'offer-2.txt', bytes: 6 },
      { number: 1, by: 'ana', fileName: 'offer-1.txt', bytes: 5 },
    ]);
    const read = async (query: string) =>
      (await fetch((await ana.get<{ url: string }>(`${document}/link${query}`)).body.url)).text();
    expect([await read(''), await read('?version=1')]).toEqual(['second', 'first']);
    const back = await ana.send('PATCH', document, { fileVersion: 1 }, { 'if-match': `"${shown.version}"` });
    expect(back).toMatchObject({ status: 200, body: { fileVersion: 1 } });
    expect(await read('')).toBe('first');
    const removed = await ana.send('DELETE', document, undefined, { 'if-match': back.etag ?? '' });
    expect(removed.status).toBe(204);
  });

  it('that is not what it says leaves the document as it was, with the reason', async () => {
    const { path } = await knownOpportunity();
    const first = await ana.send<Announced>('POST', `${path}/documents`, { title: 'Plan', fileName: 'plan.pdf' });
    expect(await upload(first.body, '%PDF-1.7 and more of it')).toBe(200);
    const shown = (reason: string | undefined) =>
      waitFor('the upload to be looked at', async () =>
        (await contextAt(path)).documents.find((one) => one.state === 'ready' && one.reason === reason),
      );
    await shown(undefined);
    const page = await ana.send<Announced>('POST', `${path}/documents/${first.body.id}/versions`, {});
    expect(await upload(page.body, '<html>not a PDF at all</html>')).toBe(200);
    expect(await shown('content-mismatch')).toMatchObject({ fileVersion: 1, state: 'ready' });
  });
});

describe('a large file', () => {
  it('comes in parts, is interrupted, and goes on with what is missing', async () => {
    const { path } = await knownOpportunity();
    const file = Buffer.alloc(PART_BYTES + 1_000, 'large');
    const about = { title: 'Archive', fileName: 'archive.zip' };
    const { id } = (await ana.send<{ id: string }>('POST', `${path}/documents`, about)).body;
    const uploads = `${path}/documents/${id}/uploads`;
    const begun = await ana.send<ResumableUpload>('POST', uploads, { bytes: file.length });
    expect(begun).toMatchObject({ status: 201, body: { partBytes: PART_BYTES, parts: [] } });
    const upload = `${uploads}/${begun.body.uploadId}`;
    const send = async (number: number) => {
      const bytes = new Uint8Array(file.subarray((number - 1) * PART_BYTES, number * PART_BYTES));
      const sha256 = createHash('sha256').update(bytes).digest('base64');
      const links = await ana.send<{ parts: PartLink[] }>('POST', `${upload}/parts`, { parts: [{ number, sha256 }] });
      const [{ url, headers } = expect.fail()] = links.body.parts;
      return (await fetch(url, { method: 'PUT', headers, body: bytes })).status;
    };
    expect(await send(2)).toBe(200);
    expect(await ana.get(upload)).toMatchObject({ status: 200, body: { parts: [2] } });
    expect(await ana.send('POST', `${upload}/complete`)).toMatchObject({ status: 409 });
    expect(await send(1)).toBe(200);
    expect(await ana.send('POST', `${upload}/complete`)).toMatchObject({ status: 204 });
    const ready = await waitFor('the file to be ready', async () =>
      (await contextAt(path)).documents.find((one) => one.id === id && one.state === 'ready'),
    );
    expect(ready).toMatchObject({ bytes: file.length, fileVersion: 1, contentType: 'application/zip' });
    const given = await ana.send<ResumableUpload>('POST', uploads, { bytes: file.length });
    const other = `${uploads}/${given.body.uploadId}`;
    expect(await ana.send('DELETE', other)).toMatchObject({ status: 204 });
    expect((await ana.get(other)).status).toBe(404);
  });
});

describe('a document shared with somebody outside', () => {
  it('is downloaded without a sign-in until the link is revoked', async () => {
    const { path } = await knownOpportunity();
    const { body } = await ana.send<{ id: string; upload: { url: string; headers: Record<string, string> } }>(
      'POST',
      `${path}/documents`,
      { title: 'Offer', fileName: 'offer.txt', contentType: 'text/plain', bytes: 8 },
    );
    await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: 'An offer' });
    const shares = `${path}/documents/${body.id}/shares`;
    const made = await waitFor('the link to be made', async () => {
      const answer = await ana.send<CreatedShare>('POST', shares, { hours: 1 });
      return answer.status === 201 && answer.body;
    });
    const opened = await fetch(made.url);
    expect([opened.status, await opened.text()]).toEqual([200, 'An offer']);
    expect(opened.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''offer.txt");
    expect((await ana.get<DocumentShares>(shares)).body.shares).toMatchObject([{ openCount: 1, createdBy: 'ana' }]);
    expect((await fetch(`${endpoints.api}${shares}`)).status).toBe(401);
    expect(await ben.send('DELETE', `${shares}/${made.shareId}`)).toMatchObject({ status: 204 });
    expect((await fetch(made.url, { redirect: 'manual' })).status).toBe(404);
    const told = (await contextAt(path)).activity.filter(({ subjectId }) => subjectId === body.id);
    expect(told.map(({ type, by }) => `${type} ${by}`)).toEqual(
      expect.arrayContaining(['document.shared ana', 'document.opened ana', 'document.unshared ben']),
    );
  });
});

describe('an outcome', () => {
  it('is refused for a call that does not exist, and for one that never took place', async () => {
    expect(await ana.send('PUT', '/calls/call-nothing/outcome', { disposition: 'connected' })).toMatchObject({
      status: 404,
    });
    const { body } = await post(endpoints, callRequested({ contact: { doNotCall: true } }));
    expect(await ana.send('PUT', `/calls/${body.callId}/outcome`, { disposition: 'connected' })).toMatchObject({
      status: 409,
    });
  });

  it('needs a disposition that the source has, and is told to the CRM with the notes', async () => {
    const phone = freshPhone();
    await simulator.setPhone(phone, 'busy');
    const { body: accepted } = await post(endpoints, callRequested({ phone, opportunityId: 'opp-1002' }));
    await waitFor('the call to be over', async () => {
      const { body } = await ana.get<CallView>(`/calls/${accepted.callId}`);
      return body.state === 'completed';
    });
    const path = `/calls/${accepted.callId}/outcome`;
    const refused = await ana.send<Problem>('PUT', path, { disposition: 'moonshot' });
    expect(refused.status).toBe(422);
    expect(refused.body.errors?.map(({ field }) => field)).toEqual(['disposition']);

    const outcome = { disposition: 'no-answer', notes: 'Busy all morning. <i>Try at four</i>' };
    const saved = await ana.send<CallView>('PUT', path, outcome);
    expect(saved).toMatchObject({ status: 200, body: { outcome: { ...outcome, savedBy: 'ana' } } });
    const again = await ana.send<CallView>('PUT', path, outcome);
    expect(again.body.version).toBe(saved.body.version);
    await waitFor('the CRM to know the outcome', async () => {
      const response = await fetch(`${endpoints.console}/crm/opportunities/opp-1002`);
      const { calls } = (await response.json()) as { calls: readonly CallView[] };
      return calls.find((call) => call.callId === accepted.callId)?.outcome?.notes === outcome.notes;
    });
  });
});
