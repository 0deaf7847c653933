/** What a source may send to the running system, from the good to the hostile. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import type { OpportunityContext } from '../../functions/core/contracts/opportunity-context.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { simulatorOf } from '../system/simulator.ts';
import { callRequested, freshPhone, post, SOURCE_ID } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
let ana: AgentApi;
beforeAll(async () => {
  ana = await agentApi(endpoints, 'ana');
  await simulator.setQuotas({ default: { perSecond: 1_000, burst: 1_000 }, concurrentCalls: 1_000 });
});

const contextOf = (opportunityId: string) =>
  ana.get<OpportunityContext>(`/opportunities/${SOURCE_ID}/${encodeURIComponent(opportunityId)}`);
/** The contacts of a call once it has been dialled: pacing may queue it for a moment (2 a second, burst 5). */
const dialled = (callId: string) =>
  waitFor(`${callId} to be dialled`, async () => {
    const contacts = await simulator.contactsOf(callId);
    return contacts.length > 0 && contacts;
  });
const ACCEPTED = expect.stringMatching(/^(dialing|queued)$/);
const fieldsOf = (answer: Awaited<ReturnType<typeof post>>) => (answer.body.errors ?? []).map(({ field }) => field);

describe('a good call request', () => {
  it('is durable, dials once, and carries ids and display strings as attributes', async () => {
    const request = callRequested();
    const answer = await post(endpoints, request);
    expect(answer).toMatchObject({ status: 202, body: { status: ACCEPTED } });
    const [contact, ...others] = await dialled(answer.body.callId);
    expect(others).toEqual([]);
    if (answer.body.status === 'dialing') expect(answer.body.connectContactId).toBe(contact?.contactId);
    expect(contact?.attributes).toMatchObject({
      callId: answer.body.callId,
      sourceId: SOURCE_ID,
      opportunityId: request.data.opportunity.id,
      contactId: 'c-1',
      agentUsername: 'ana',
      opportunityName: 'Fleet renewal 2027',
      contactName: 'Dana Reyes',
      opp_industry: 'Logistics',
    });
  });

  it('gets the same answer when its webhook comes again, and never dials twice', async () => {
    const id = `msg_${randomUUID()}`;
    const request = callRequested();
    const first = await post(endpoints, request, { id });
    await waitFor('the call to be known as dialing', async () => {
      const { body } = await ana.get<CallView>(`/calls/${first.body.callId}`);
      return body.connectContactId !== undefined;
    });
    const again = await post(endpoints, request, { id });
    expect(again).toEqual(first);
    expect(await simulator.contactsOf(first.body.callId)).toHaveLength(1);
  });

  it('makes one call when the same webhook arrives ten times at once', async () => {
    const id = `msg_${randomUUID()}`;
    const request = callRequested();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(endpoints, request, { id })));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(202));
    const callIds = new Set(answers.map(({ body }) => body.callId));
    expect(callIds.size).toBe(1);
    await dialled(answers[0]?.body.callId ?? '');
    expect(await simulator.contactsOf(answers[0]?.body.callId ?? '')).toHaveLength(1);
  });

  it('keeps 40 KB of attributes in the store and sends what fits, ids first, the rest counted', async () => {
    const attributes = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`field ${n}`, 'ü'.repeat(512)]));
    const request = callRequested({ opportunity: { attributes } });
    const answer = await post(endpoints, request);
    expect(answer).toMatchObject({ status: 202, body: { status: ACCEPTED } });
    const [contact] = await dialled(answer.body.callId);
    const sent = Object.entries(contact?.attributes ?? {});
    expect(Buffer.byteLength(sent.flat().join(''))).toBeLessThanOrEqual(32_768);
    expect(sent.every(([key]) => /^[A-Za-z0-9_-]+$/.test(key))).toBe(true);
    expect(Number(contact?.attributes.attributesDropped)).toBeGreaterThan(0);
    expect(contact?.attributes.opportunityId).toBe(request.data.opportunity.id);
    const { body } = await contextOf(request.data.opportunity.id);
    expect(Object.keys(body.opportunity.attributes)).toHaveLength(40);
  });

  it.each([
    ['markup', '<img src=x onerror=alert(1)> & "Dana"'],
    ['emoji', 'Dana 👩🏽‍💼🚀 Reyes'],
    ['right-to-left text', '‏دانا رييس‎'],
    ['500 characters', 'D'.repeat(500)],
  ])('keeps a name with %s exactly as it is', async (_case, name) => {
    const request = callRequested({ contact: { name }, opportunity: { name } });
    expect(await post(endpoints, request)).toMatchObject({ status: 202 });
    const context = await waitFor('the context', async () => {
      const answer = await contextOf(request.data.opportunity.id);
      return answer.status === 200 && answer.body;
    });
    expect(context.opportunity.name).toBe(name);
    expect(context.contacts[0]?.name).toBe(name);
  });
});

describe('a request that may not be dialled now', () => {
  it('is blocked when the person must not be called', async () => {
    const answer = await post(endpoints, callRequested({ contact: { doNotCall: true } }));
    expect(answer).toMatchObject({ status: 202, body: { status: 'blocked', reason: 'do-not-call' } });
    expect(await simulator.contactsOf(answer.body.callId)).toEqual([]);
  });

  it('is held until calling hours begin where the person is', async () => {
    const hour = (zone: string) =>
      Number(
        new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: zone }).format(new Date()),
      );
    const night = [
      'Pacific/Honolulu',
      'America/New_York',
      'Europe/Berlin',
      'Asia/Dubai',
      'Asia/Tokyo',
      'Pacific/Auckland',
    ].find((zone) => hour(zone) < 7 || hour(zone) > 21);
    const answer = await post(endpoints, callRequested({ contact: { timeZone: night } }));
    expect(answer).toMatchObject({ status: 202, body: { status: 'held', reason: 'calling-hours' } });
    const opening = new Date(answer.body.dueAt ?? '');
    expect(new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: night ?? 'UTC' }).format(opening)).toBe(
      '08:00',
    );
    expect(await simulator.contactsOf(answer.body.callId)).toEqual([]);
  });

  it('is scheduled when it says not before', async () => {
    const notBefore = new Date(Date.now() + 3_600_000).toISOString();
    const answer = await post(endpoints, callRequested({ call: { notBefore } }));
    expect(answer).toMatchObject({ status: 202, body: { status: 'scheduled' } });
    expect(await simulator.contactsOf(answer.body.callId)).toEqual([]);
  });

  it('is not dialled when an agent cancels it in time, and the CRM is told', async () => {
    const notBefore = new Date(Date.now() + 3_600_000).toISOString();
    const { callId } = (await post(endpoints, callRequested({ opportunityId: 'opp-1001', call: { notBefore } }))).body;
    const cancelled = { state: 'failed', reason: 'cancelled' };
    for (let time = 0; time < 2; time += 1) {
      expect(await ana.send('DELETE', `/calls/${callId}`)).toMatchObject({
        status: 200,
        body: { callId, ...cancelled },
      });
    }
    await waitFor('the CRM to log it', async () => {
      const response = await fetch(`${endpoints.console}/crm/opportunities/opp-1001`);
      const { calls } = (await response.json()) as { calls: readonly CallView[] };
      return calls.some((call) => call.callId === callId && call.state === 'failed' && call.reason === 'cancelled');
    });
    expect(await simulator.contactsOf(callId)).toEqual([]);
  });

  it('fails, explained, when Connect does not dial that number', async () => {
    const answer = await post(endpoints, callRequested({ phone: '+447700900123' }));
    expect(answer.status).toBe(202);
    const body = await waitFor('the call to fail', async () => {
      const { body } = await ana.get<CallView>(`/calls/${answer.body.callId}`);
      return body.state === 'failed' && body;
    });
    expect(body).toMatchObject({ state: 'failed', reason: 'destination-not-allowed' });
  });
});

describe('a request with a bad signature', () => {
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

  it.each([
    ['without signature headers', { headers: { 'webhook-signature': undefined } }, 'signature-missing'],
    ['without an id', { headers: { 'webhook-id': undefined } }, 'signature-missing'],
    ['signed with another secret', { secret: `whsec_${Buffer.alloc(24, 1).toString('base64')}` }, 'signature-invalid'],
    ['whose id was changed', { headers: { 'webhook-id': 'msg_other' } }, 'signature-invalid'],
    ['six minutes old', { at: minutesAgo(6) }, 'signature-expired'],
    ['six minutes ahead', { at: minutesAgo(-6) }, 'signature-expired'],
  ])('%s is refused with 401 and stores nothing', async (_case, delivery, code) => {
    const request = callRequested();
    const answer = await post(endpoints, request, delivery);
    expect(answer).toMatchObject({ status: 401, contentType: 'application/problem+json', body: { code } });
    expect(await contextOf(request.data.opportunity.id)).toMatchObject({ status: 404 });
  });

  it('is accepted with an old but still valid timestamp', async () => {
    expect(await post(endpoints, callRequested(), { at: minutesAgo(4) })).toMatchObject({ status: 202 });
  });
});

describe('a request with a bad body', () => {
  it('that is no JSON is told so', async () => {
    expect(await post(endpoints, '{"type":')).toMatchObject({
      status: 400,
      contentType: 'application/problem+json',
      body: { code: 'malformed-json' },
    });
  });

  it('over 256 KB is refused before it is looked at', async () => {
    const request = callRequested({ opportunity: { attributes: { filler: 'x'.repeat(300_000) } } });
    expect(await post(endpoints, request)).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
  });

  it('of an unknown type names the types there are', async () => {
    const answer = await post(endpoints, { ...callRequested(), type: 'call.wanted' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-fields' } });
    expect(fieldsOf(answer)).toEqual(['type']);
  });

  it('names every wrong field, not only the first', async () => {
    const request = callRequested({
      phone: '0415 555',
      contact: { email: 'nobody', timeZone: 'Mars/Olympus' },
      opportunity: { currency: 'Euro', probability: 140 },
    });
    const answer = await post(endpoints, request);
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer).sort()).toEqual([
      'data.call.phone',
      'data.contacts[0].email',
      'data.contacts[0].phones[0].number',
      'data.contacts[0].timeZone',
      'data.opportunity.currency',
      'data.opportunity.probability',
    ]);
    expect(answer.body.errors?.find(({ field }) => field === 'data.contacts[0].email')?.pointer).toBe(
      '#/data/contacts/0/email',
    );
    expect(await contextOf(request.data.opportunity.id)).toMatchObject({ status: 404 });
  });

  it('without people is refused', async () => {
    const request = callRequested();
    const answer = await post(endpoints, { ...request, data: { ...request.data, contacts: [] } });
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toContain('data.contacts');
  });

  it('that calls somebody who is not among the people is refused', async () => {
    const answer = await post(endpoints, callRequested({ call: { contactId: 'c-99' } }));
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual(['data.call.contactId']);
  });

  it('to a source that does not exist is not found', async () => {
    const source = {
      url: `${endpoints.api}/webhooks/nobody`,
      kind: 'generic',
      secret: `whsec_${Buffer.alloc(24).toString('base64')}`,
    };
    const answer = await post({ ...endpoints, sources: { [SOURCE_ID]: source } }, callRequested());
    expect(answer).toMatchObject({ status: 404, contentType: 'application/problem+json' });
  });
});

describe('documents that a source points to', () => {
  const stateOf = async (opportunityId: string, state: string) =>
    waitFor(`the document to be ${state}`, async () => {
      const { body } = await contextOf(opportunityId);
      return body.documents?.find((document) => document.state === state);
    });
  const document = (url: string) => ({
    id: 'd-1',
    title: 'Proposal',
    fileName: 'p.pdf',
    contentType: 'application/pdf',
    url,
  });

  it('are fetched into the bucket and can be read by a link that needs no login', async () => {
    const request = callRequested({ documents: [document(`${endpoints.console}/crm/files/d-1`)] });
    await post(endpoints, request);
    await stateOf(request.data.opportunity.id, 'ready');
    const { body } = await ana.get<{ url: string }>(
      `/opportunities/${SOURCE_ID}/${request.data.opportunity.id}/documents/d-1/link`,
    );
    const file = await fetch(body.url);
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect((await file.text()).startsWith('%PDF-')).toBe(true);
    const tampered = await fetch(body.url.replace('d-1', 'd-2'));
    expect(tampered.status).toBe(403);
  });

  it.each([
    ['that is gone', `${endpoints.console}/crm/files/nothing`, 'http-error'],
    ['on a host nobody allowed', 'https://files.example/p.pdf', 'host-not-allowed'],
    ['at a private address', 'http://169.254.169.254/latest/meta-data', 'private-address'],
  ])('%s say why they are not there, and the call goes on', async (_case, url, reason) => {
    const request = callRequested({ documents: [document(url)] });
    expect(await post(endpoints, request)).toMatchObject({ status: 202, body: { status: ACCEPTED } });
    expect(await stateOf(request.data.opportunity.id, 'failed')).toMatchObject({ reason });
  });

  it('without an address get an upload, and are ready once it has been used', async () => {
    const request = callRequested({
      documents: [{ id: 'd-7', title: 'Notes', fileName: 'notes.txt', contentType: 'text/plain' }],
    });
    const answer = await post(endpoints, request);
    const upload = answer.body.uploads?.[0];
    if (upload === undefined) throw new Error('the answer carries no upload');
    const put = await fetch(upload.url, { method: upload.method, headers: upload.headers, body: 'hello' });
    expect(put.status).toBe(200);
    await stateOf(request.data.opportunity.id, 'ready');
  });
});

describe('the opportunity itself', () => {
  it('is updated without a call, and forgotten with everything when it is deleted', async () => {
    const request = callRequested({
      documents: [{ id: 'd-1', title: 'P', fileName: 'p.pdf', url: `${endpoints.console}/crm/files/d-1` }],
    });
    const { opportunity, contacts } = request.data;
    await post(endpoints, request);
    const updated = await post(endpoints, {
      type: 'opportunity.updated',
      timestamp: new Date().toISOString(),
      data: { opportunity: { ...opportunity, stage: 'Won' }, contacts },
    });
    expect(updated.status).toBe(202);
    expect((await contextOf(opportunity.id)).body.opportunity.stage).toBe('Won');
    const { url } = await waitFor('a link to the document', async () => {
      const path = `/opportunities/${SOURCE_ID}/${opportunity.id}/documents/d-1/link`;
      const link = await ana.get<{ url: string }>(path);
      return link.status === 200 && link.body;
    });
    expect((await fetch(url)).status).toBe(200);

    const deleted = await post(endpoints, {
      type: 'opportunity.deleted',
      timestamp: new Date().toISOString(),
      data: { opportunity: { id: opportunity.id } },
    });
    expect(deleted.status).toBe(202);
    expect(await contextOf(opportunity.id)).toMatchObject({ status: 404 });
    expect(
      (
        await ana.get<{ matches: unknown[] }>(
          `/opportunities?phone=${encodeURIComponent(contacts[0]?.phones === undefined ? freshPhone() : String((contacts[0].phones as { number: string }[])[0]?.number))}`,
        )
      ).body.matches,
    ).toEqual([]);
    // Who may not list a bucket is told 403 of an object that is not there.
    await waitFor('the bytes to be gone', async () => [403, 404].includes((await fetch(url)).status));
  });
});
