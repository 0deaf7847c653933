/**
 * One call's whole story for each kind of CRM that is told apart by its API, on the running system: with real roles, queues and
 * secrets, from the vendor's own event to the entry in the vendor's own call log.
 */
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CallAccepted, CallState, CallView } from '../../functions/core/contracts/call.ts';
import type {
  CallContext,
  ContactView,
  CrmMatches,
  OpportunityContext,
} from '../../functions/core/contracts/opportunity-context.ts';
import { DEMO_OPPORTUNITIES } from '../../local/console/crm/opportunities.ts';
import type { StoredRecord } from '../../local/crm/crm-double.ts';
import { demoSourceId } from '../../local/crm/demo-accounts.ts';
import { OUTBOUND_MESSAGE } from '../../local/crm/salesforce/salesforce-vendor.ts';
import { UNTOLD_DEALS } from '../../local/crm/untold-deals.ts';
import { CALL_TOPIC } from '../../local/crm/vendor.ts';
import { VENDORS } from '../../local/crm/vendors.ts';
import { PHONE_NUMBERS } from '../../local/seed.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { simulatorOf } from '../system/simulator.ts';
import { type Softphone, signIn } from '../system/softphone.ts';
import { vendorConsole } from '../system/vendor-console.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
const DEAL = DEMO_OPPORTUNITIES[0] ?? expect.fail('there is no deal');
const [DANA = expect.fail('there is nobody')] = DEAL.people;
const PHONE = DANA.phones[0]?.number ?? '';

let [ana, softphone]: [AgentApi, Softphone] = [] as never;
beforeAll(async () => {
  [ana, softphone] = await Promise.all([agentApi(endpoints, 'ana'), signIn(endpoints, 'ana')]);
  await simulator.setQuotas({ default: { perSecond: 1_000, burst: 1_000 }, concurrentCalls: 1_000 });
});
afterEach(async () => {
  // A story that broke off leaves a customer on the line.
  await simulator.phone(PHONE, 'hangup').catch(() => undefined);
  for (const [id, state] of Object.entries(await softphone.onDesk())) if (state === 'ended') await softphone.clear(id);
  await softphone.setStatus('Offline');
});

const reaches = (callId: string, state: CallState): Promise<CallView> =>
  waitFor(`call ${callId} to be ${state}`, async () => {
    const { body } = await ana.get<CallView>(`/calls/${callId}`);
    return body.state === state && body;
  });

const STORIES = VENDORS.flatMap((vendor) => {
  const { ways } = vendor.open({ apiUrl: 'http://x.example', secret: () => '', fileOf: async () => new Uint8Array() });
  return ways.map(({ id, title }) => [`${vendor.name}: ${title}`, vendor, id] as const);
});

describe.each(STORIES)('a call that is asked for in %s', (_name, vendor, way) => {
  const sourceId = demoSourceId(vendor.kind);
  const crm = vendorConsole(endpoints, sourceId);
  const [dealId, danaId] = [vendor.idOf(DEAL.id), vendor.idOf(DANA.id)];
  /** HubSpot has call outcomes of its own; the others take what the connector has. */
  const disposition = vendor.kind === 'hubspot' ? 'Connected' : 'connected';
  const path = `/opportunities/${sourceId}/${encodeURIComponent(dealId)}`;
  const contextOf = async (): Promise<OpportunityContext> => (await ana.get<OpportunityContext>(path)).body;
  /** Every vendor keeps our id of the call somewhere in its entry. */
  const logged = async (callId: string): Promise<readonly StoredRecord[]> =>
    (await crm.records(dealId)).filter((one) => one.part === 'call' && JSON.stringify(one.fields).includes(callId));

  async function isAskedFor(): Promise<string> {
    const eventId = `story-${vendor.kind}-${way}-${Date.now()}`;
    const asked = { agent: 'ana', contactId: danaId, way, eventId };
    const first = await crm.askForCall(dealId, asked);
    expect(first.status, first.answer).toBeLessThan(300);
    expect((await crm.askForCall(dealId, asked)).status).toBe(first.status);
    return waitFor('the call to be known to its agent', async () => {
      const { body } = await ana.get<{ calls: readonly CallView[] }>('/calls?agent=me');
      const { callId } = parsed(first.answer);
      return body.calls.find((call) =>
        callId === undefined ? call.sourceId === sourceId && !seen.has(call.callId) : call.callId === callId,
      )?.callId;
    });
  }
  const seen = new Set<string>();

  it('is dialled, talked about, and stands in its log once, with what the agent said', async () => {
    const before = await ana.get<{ calls: readonly CallView[] }>('/calls?agent=me');
    for (const { callId } of before.body.calls) seen.add(callId);
    await simulator.setPhone(PHONE, 'answer');
    await softphone.setStatus('Available');

    const callId = await isAskedFor();
    const ringing = await waitFor('the agent’s softphone to ring', () => softphone.ringing());
    const contacts = await simulator.contactsOf(callId);
    expect(contacts.map(({ contactId }) => contactId)).toEqual([ringing]);
    expect(contacts[0]?.attributes).toMatchObject({
      ...{ callId, sourceId, opportunityId: dealId, contactId: danaId, agentUsername: 'ana' },
      ...{ opportunityName: DEAL.name, contactName: DANA.name, contactRole: DANA.role },
    });
    // An Outbound Message names records and says no more.
    const topic = way === OUTBOUND_MESSAGE ? undefined : CALL_TOPIC;
    expect(contacts[0]?.attributes?.callTopic).toBe(topic);
    await softphone.accept(ringing);
    await reaches(callId, 'with_agent');

    const { body: found } = await ana.get<CallContext>(`/calls/by-connect-contact/${ringing}/context`);
    const beside = 'context' in found ? found.context : expect.fail('the call belongs to no opportunity');
    expect(beside.opportunity).toMatchObject({ id: dealId, sourceId, name: DEAL.name });
    expect(beside.contacts.map(({ name }) => name).sort()).toEqual(DEAL.people.map(({ name }) => name).sort());
    for (const { id, role, group } of DEAL.people) {
      expect(beside.contacts.find((one) => one.id === vendor.idOf(id))).toMatchObject({ role });
      if (vendor.kind !== 'espocrm' && vendor.kind !== 'hubspot') {
        expect(beside.contacts.find((one) => one.id === vendor.idOf(id))).toMatchObject({ group });
      }
    }
    const { documents } = await waitFor('the documents to be there with their bytes', async () => {
      const context = await contextOf();
      return context.documents.every(({ state }) => state === 'ready') && context;
    });
    expect(documents.map(({ fileName }) => fileName).sort()).toEqual(
      DEAL.documents.map(({ fileName }) => fileName).sort(),
    );
    for (const { id, bytes } of documents) {
      const link = await ana.get<{ url: string }>(`${path}/documents/${encodeURIComponent(id)}/link`);
      expect((await (await fetch(link.body.url)).arrayBuffer()).byteLength).toBe(bytes);
    }

    const dana = beside.contacts.find(({ id }) => id === danaId);
    const title = `CFO, ${way}`;
    const edited = await ana.send<ContactView>(
      'PATCH',
      `${path}/contacts/${encodeURIComponent(danaId)}`,
      { title },
      { 'if-match': `"${dana?.version}"` },
    );
    expect(edited).toMatchObject({ status: 200, body: { title } });
    await waitFor(`${vendor.name} to have the person’s new title`, async () =>
      (await crm.records(dealId)).some(({ part, id, fields }) => {
        return part === 'person' && id === danaId && Object.values(fields).includes(title);
      }),
    );

    await simulator.phone(PHONE, 'hangup');
    await reaches(callId, 'ended');
    const say = (notes: string) => ana.send('PUT', `/calls/${callId}/outcome`, { disposition, notes });
    const noted = (notes: string) =>
      waitFor(`${vendor.name} to have the notes “${notes}”`, async () => {
        const entries = await logged(callId);
        return entries.some(({ fields }) => JSON.stringify(fields).includes(notes)) && entries;
      });
    expect((await say('Sends a new offer')).status).toBe(200);
    await softphone.clear(ringing);
    await reaches(callId, 'completed');
    const [entry, ...more] = await noted('Sends a new offer');
    expect(more).toEqual([]);
    expect(JSON.stringify(entry?.fields)).toContain(danaId);
    expect(JSON.stringify(entry?.fields)).toContain(dealId);
    expect(JSON.stringify(entry?.fields)).toContain(topic ?? 'Call to Dana Reyes');
    const place = [sourceId, dealId, 'call', callId].map(encodeURIComponent).join('/');
    expect(JSON.stringify(entry?.fields)).toContain(`Desktop: ${endpoints.desktop}/#opportunity/${place}`);

    expect((await say('Calls back on Monday')).status).toBe(200);
    expect(await noted('Calls back on Monday')).toEqual([expect.objectContaining({ id: entry?.id })]);
    const { calls } = await contextOf();
    expect(calls.filter((call) => call.callId === callId)).toHaveLength(1);
  });
});

describe.each(VENDORS.map((vendor) => [vendor.name, vendor] as const))(
  'a document that an agent adds, in %s',
  (_name, vendor) => {
    const sourceId = demoSourceId(vendor.kind);
    const crm = vendorConsole(endpoints, sourceId);
    const dealId = vendor.idOf(DEAL.id);
    const path = `/opportunities/${sourceId}/${encodeURIComponent(dealId)}`;
    const contextOf = async (): Promise<OpportunityContext | undefined> => {
      const { status, body } = await ana.get<OpportunityContext>(path);
      return status === 200 ? body : undefined;
    };
    const title = `Terms that ${vendor.kind} has not seen`;
    const entries = async (): Promise<readonly StoredRecord[]> =>
      (await crm.records(dealId)).filter((one) => one.part === 'document' && JSON.stringify(one).includes(title));

    it('comes there with its bytes, is shown to be there, and goes when it is removed', async () => {
      await crm.act(dealId, 'changed');
      const context = await waitFor('the opportunity to be known', contextOf);
      expect(context).toMatchObject({ capabilities: { documents: { add: 'crm', remove: 'crm' } } });
      const announced = await ana.send<{ id: string; upload: { url: string; headers: Record<string, string> } }>(
        'POST',
        `${path}/documents`,
        { title, fileName: 'terms.txt', contentType: 'text/plain' },
      );
      const { id, upload } = announced.body;
      await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: 'net 30 days' });
      const kept = await waitFor(`${vendor.name} to have the document`, async () => {
        const document = (await contextOf())?.documents.find((one) => one.id === id);
        return document?.inCrm?.state === 'kept' && document;
      });
      expect(await entries()).toHaveLength(1);

      const removed = await ana.send('DELETE', `${path}/documents/${id}`, undefined, {
        'if-match': `"${kept.version}"`,
      });
      expect(removed.status).toBe(204);
      await waitFor(`${vendor.name} to have it no more`, async () => (await entries()).length === 0);
      expect((await contextOf())?.documents.map((one) => one.id)).not.toContain(id);
    });
  },
);

function parsed(answer: string | undefined): Partial<CallAccepted> {
  try {
    return Object(JSON.parse(answer ?? ''));
  } catch {
    return {};
  }
}

describe.each(VENDORS)('somebody whom only $name knows', (vendor) => {
  const sourceId = demoSourceId(vendor.kind);
  const deal = UNTOLD_DEALS[vendor.kind];
  const [caller = expect.fail('there is nobody')] = deal.people;
  const from = caller.phones[0]?.number ?? '';
  const [opportunityId, contactId] = [vendor.idOf(deal.id), vendor.idOf(caller.id)];
  const path = `/opportunities/${sourceId}/${encodeURIComponent(opportunityId)}`;

  it('is found in the CRM while the phone rings, read, attached, and has the call in the CRM’s log', async () => {
    await softphone.setStatus('Available');
    const numbers = await simulator.callIn(from, PHONE_NUMBERS[1].number);
    const ringing = await waitFor('the agent’s softphone to ring', () => softphone.ringing());
    expect(ringing).toBe(numbers.contactId);
    const ofCall = `/calls/by-connect-contact/${ringing}`;
    expect((await ana.get<CallContext>(`${ofCall}/context`)).body).toEqual({ found: 'none', phone: from, matches: [] });
    expect((await ana.get<CrmMatches>(`${ofCall}/crm-opportunities`)).body).toMatchObject({
      matches: [
        { sourceId, opportunityId, opportunityName: deal.name, contactId, contactName: caller.name, owner: 'ana' },
      ],
      silent: [],
    });
    expect((await ana.send('PUT', `${ofCall}/opportunity`, { sourceId, opportunityId, contactId })).status).toBe(404);
    expect((await ana.send('POST', `${path}/reading`)).status).toBe(202);
    await waitFor('the deal to be here', async () => (await ana.get(path)).status === 200);

    await softphone.accept(ringing);
    const { body: call } = await ana.send<CallView>('PUT', `${ofCall}/opportunity`, {
      ...{ sourceId, opportunityId, contactId },
    });
    expect(call).toMatchObject({ sourceId, opportunityId, contactId, direction: 'inbound', phone: from });
    await reaches(call.callId, 'with_agent');
    // The next time, the flow itself knows.
    expect(
      (await ana.get<{ matches: readonly object[] }>(`/opportunities?phone=${encodeURIComponent(from)}`)).body,
    ).toMatchObject({ matches: [{ sourceId, opportunityId }] });
    await simulator.phone(from, 'hangup');
    await reaches(call.callId, 'ended');
    const disposition = vendor.kind === 'hubspot' ? 'Connected' : 'connected';
    await ana.send('PUT', `/calls/${call.callId}/outcome`, { disposition, notes: 'Was a stranger' });
    await softphone.clear(ringing);
    const entry = await waitFor(`${vendor.name} to have the call`, async () =>
      (await vendorConsole(endpoints, sourceId).records(opportunityId)).find(
        ({ part, fields }) => part === 'call' && JSON.stringify(fields).includes('Was a stranger'),
      ),
    );
    expect(JSON.stringify(entry.fields)).toMatch(/inbound|"directioncode":false/i);
    expect(JSON.stringify(entry.fields)).toContain(contactId);
  });
});
