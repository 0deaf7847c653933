/** CRMs that nobody here knows: two imaginary ones, as unlike each other as can be, connected by their descriptions in docs/ alone. */
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type GenericSource, genericSourceSchema } from '#core/contracts/configuration.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';
import { isLoggedOnce } from '#core/log-entry.ts';
import type { SignedRequest } from '#crm/connector.ts';
import { crmFiles } from '#crm/files.ts';
import { genericInbound } from '#crm/generic/generic-inbound.ts';
import { crmReading } from '#crm/reading.ts';
import { crmTelling } from '#crm/telling.ts';
import { HarborDouble, harborId } from '../../../local/crm/imaginary/harbor-double.ts';
import { MeridianDouble, meridianId } from '../../../local/crm/imaginary/meridian-double.ts';
import { accessTo, serveDouble } from './support/crm-under-test.ts';
import { DESKTOP_URL, describeCrm } from './support/describe-crm.ts';

const SECRET = Buffer.from('a secret of exactly 24 b').toString('base64');
const NOW = new Date('2026-11-24T10:00:00.000Z');
const fileOf = async () => new Uint8Array(500).fill(7);

function sent(id: string, at: Date, message: object): SignedRequest {
  const body = JSON.stringify({ timestamp: at.toISOString(), ...message });
  return {
    ...{ method: 'POST', url: 'https://api.example/webhooks/described', body: Buffer.from(body) },
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(SECRET).sign(id, at, body),
    },
  };
}

/** The description as it stands in docs/, at the address where the double is. */
function sourceOf(name: string, host: string, origin: string, changes: object = {}): GenericSource {
  const text = readFileSync(new URL(`../../../docs/crm/${name}.rest.json`, import.meta.url), 'utf8');
  const rest = { ...JSON.parse(text.replaceAll(`https://${host}`, origin)), ...changes };
  return v.parse(genericSourceSchema, { id: name, kind: 'generic', rest });
}

const opened = (source: GenericSource, credentials: Readonly<Record<string, string>>) => {
  const access = accessTo(source, { current: SECRET, ...credentials });
  const [reading, files] = [crmReading(() => access)(source), crmFiles(() => access)(source)];
  if (reading === undefined || files === undefined) return expect.fail('it is not read');
  return {
    ...{ source, reading, files, telling: crmTelling(() => access)(source), inbound: genericInbound },
    ...{ secrets: [SECRET], knowsTime: true },
    callAsked: (asked: { eventId: string; opportunityId: string; contactId?: string; at: Date }) =>
      sent(asked.eventId, asked.at, {
        type: 'call.requested',
        data: { opportunity: { id: asked.opportunityId }, call: { contactId: asked.contactId } },
      }),
    changed: (told: { eventId: string; opportunityIds: readonly string[]; at: Date }) =>
      sent(told.eventId, told.at, {
        ...{ type: 'opportunity.updated', data: { opportunities: told.opportunityIds.map((id) => ({ id })) } },
      }),
    deleted: (told: { eventId: string; opportunityId: string; at: Date }) =>
      sent(told.eventId, told.at, {
        ...{ type: 'opportunity.deleted', data: { opportunity: { id: told.opportunityId } } },
      }),
  };
};

async function openHarbor(changes: object = {}, secret = 'a client secret, & more') {
  const app = { clientId: 'app-1', clientSecret: 'a client secret, & more' };
  const double = new HarborDouble({ ...app, fileOf });
  const served = await serveDouble(double);
  const source = sourceOf('harbor', 'api.harbor-crm.example', served.origin, changes);
  return { ...opened(source, { ...app, clientSecret: secret }), double, idOf: harborId, stop: served.stop };
}

async function openMeridian(changes: object = {}) {
  let origin = '';
  const double = new MeridianDouble({ apiKey: 'k-1', origin: () => origin, fileOf });
  const served = await serveDouble(double);
  origin = served.origin;
  const source = sourceOf('meridian', 'meridian.example', origin, changes);
  return { ...opened(source, { apiKey: 'k-1' }), double, idOf: meridianId, stop: served.stop };
}

describeCrm('generic, by the description of Harbor', openHarbor, { takesDocuments: false });
describeCrm('generic, by the description of Meridian (JSON:API)', openMeridian, { takesDocuments: false });

const person = {
  ...{ name: 'Dana Maria Reyes', title: 'CEO', phones: [{ number: '+14155550101', label: 'office' }], version: 2 },
  ...{ doNotCall: true, group: 'stakeholder' as const, primary: true, attributes: {} },
  ...{ updatedAt: NOW.toISOString(), updatedBy: 'ana' },
};
const edited = (opportunityId: string, contactId: string, fields: readonly string[], isThere = true): SourceEvent => ({
  ...{ type: 'contact.updated', timestamp: NOW.toISOString() },
  data: {
    ...{ opportunityId, contactId, by: 'ana', changes: fields.map((field) => ({ field })) },
    ...(isThere && { contact: { id: contactId, ...person } }),
  },
});
const finished = (opportunityId: string, outcome: object): SourceEvent => ({
  ...{ type: 'call.completed', timestamp: NOW.toISOString() },
  data: {
    desktopUrl: DESKTOP_URL,
    call: {
      ...{ callId: 'call-1', sourceId: 'harbor', opportunityId, direction: 'outbound', state: 'completed', version: 6 },
      ...{ requestedAt: NOW.toISOString(), dialingAt: NOW.toISOString(), endedAt: NOW.toISOString(), history: [] },
      outcome: { disposition: 'Connected', notes: '', savedAt: NOW.toISOString(), savedBy: 'ana', ...outcome },
    },
  },
});

describe('a described CRM', () => {
  it('is written only what an agent has changed of a person, and who is taken away leaves the opportunity', async () => {
    const harbor = await openHarbor();
    const [deal, dana] = [harborId('opp-1001'), harborId('c-1')];
    expect(await harbor.telling.deliver(edited(deal, dana, ['name', 'doNotCall']), 'e-1')).toEqual({
      outcome: 'delivered',
    });
    expect(harbor.double.person(dana)).toEqual({ first_name: 'Dana Maria', last_name: 'Reyes', do_not_call: true });
    // It has no words for a time zone: nothing is asked of it.
    const before = harbor.double.requests;
    expect(await harbor.telling.deliver(edited(deal, dana, ['timeZone']), 'e-2')).toEqual({ outcome: 'delivered' });
    expect(harbor.double.requests).toBe(before);
    await harbor.telling.deliver(edited(deal, harborId('c-2'), [], false), 'e-3');
    const read = await harbor.reading.read(deal);
    const names = read.outcome === 'read' ? read.data.contacts.map(({ name }) => name) : [];
    expect(names).toContain('Dana Maria Reyes');
    expect(names).not.toContain('Marcus Hale');
    await harbor.stop();
  });

  it('has a person whom an agent adds once, linked to the opportunity, under our id', async () => {
    for (const crm of [await openHarbor(), await openMeridian()]) {
      const deal = crm.idOf('opp-1001');
      for (const eventId of ['e-1', 'e-1', 'e-2']) {
        expect(await crm.telling.deliver(edited(deal, 'new-1', ['name']), eventId)).toEqual({ outcome: 'delivered' });
      }
      const read = await crm.reading.read(deal);
      const added = read.outcome === 'read' ? read.data.contacts.filter(({ id }) => id === 'new-1') : [];
      expect(added).toMatchObject([{ name: 'Dana Maria Reyes', phones: [{ number: '+14155550101' }] }]);
      await crm.stop();
    }
  });

  it('can be told to empty a field by null', async () => {
    const meridian = await openMeridian();
    const { title: _, ...untitled } = person;
    const event = edited(meridianId('opp-1001'), meridianId('c-1'), ['title']);
    if (event.type !== 'contact.updated') return expect.fail();
    const contact = { id: meridianId('c-1'), ...untitled };
    await meridian.telling.deliver({ ...event, data: { ...event.data, contact } }, 'e-1');
    expect(meridian.double.person(meridianId('c-1'))).toEqual({ position: null });
    await meridian.stop();
  });

  it('keeps notes apart when it is described so, and one of them however often it is told', async () => {
    const harbor = await openHarbor();
    const deal = harborId('opp-1001');
    await harbor.telling.deliver(finished(deal, { notes: '' }), 'e-1');
    expect(harbor.double.notes()).toEqual([]);
    await harbor.telling.deliver(finished(deal, { notes: 'Wants a call in May' }), 'e-2');
    await harbor.telling.deliver(finished(deal, { notes: 'Wants a call in June' }), 'e-3');
    expect(harbor.double.notes()).toMatchObject([{ external_id: 'call-1', text: 'Wants a call in June' }]);
    await harbor.stop();
  });

  it('that only makes entries has one of a call, and what is saved later as a record of its own, each once', async () => {
    const harbor = await openHarbor();
    const { update: _update, ...calls } = harbor.source.rest?.calls ?? expect.fail();
    const [alone, apart] = [await openHarbor({ calls, notes: undefined }), await openHarbor({ calls })];
    const deal = harborId('opp-1001');
    for (const crm of [alone, apart]) {
      expect(isLoggedOnce(crm.source)).toBe(true);
      const entry = finished(deal, { notes: 'Wants a call' });
      const later = finished(deal, { notes: 'In May' });
      if (!('call' in later.data)) expect.fail();
      const addition = { ...later, data: { ...later.data, addition: 1 } } as SourceEvent;
      for (const [event, id] of [
        [entry, 'e-1'],
        [entry, 'e-1'],
        [addition, 'e-2'],
        [addition, 'e-2'],
      ] as const) {
        expect(await crm.telling.deliver(event, id)).toEqual({ outcome: 'delivered' });
      }
    }
    const entries = (crm: typeof alone) =>
      crm.double.records(deal).flatMap(({ part, fields }) => (part === 'call' ? [fields.external_id] : []));
    expect([entries(alone), entries(apart)]).toEqual([['call-1', 'call-1-2'], ['call-1']]);
    expect(alone.double.notes()).toEqual([]);
    expect(apart.double.notes()).toMatchObject([
      { external_id: 'call-1', text: 'Wants a call' },
      { external_id: 'call-1-2', text: 'In May' },
    ]);
    await Promise.all([harbor, alone, apart].map((crm) => crm.stop()));
  });

  it('that can change its entries has the one entry changed by what is saved later', async () => {
    const meridian = await openMeridian();
    const deal = meridianId('opp-1001');
    const later = finished(deal, { notes: 'In May' });
    if (!('call' in later.data)) expect.fail();
    await meridian.telling.deliver(finished(deal, { notes: 'Wants a call' }), 'e-1');
    await meridian.telling.deliver({ ...later, data: { ...later.data, addition: 1 } } as SourceEvent, 'e-2');
    const calls = meridian.double.records(deal).filter(({ part }) => part === 'call');
    expect(calls).toHaveLength(1);
    expect(JSON.stringify(calls)).toContain('In May');
    await meridian.stop();
  });

  it('that does not know our credentials is said to refuse, and is asked once more with fresh ones', async () => {
    const harbor = await openHarbor({}, 'another secret');
    expect(await harbor.reading.read(harborId('opp-1001'))).toMatchObject({ outcome: 'refused' });
    await harbor.stop();
  });

  it.each(['.', '..'])('is not asked for an opportunity whose id is %s: that would be another address', async (id) => {
    const meridian = await openMeridian();
    expect(await meridian.reading.read(id)).toMatchObject({ outcome: 'gone' });
    expect(meridian.double.requests).toBe(0);
    await meridian.stop();
  });

  it('that names the next page at another origin is not followed there with our credentials', async () => {
    const meridian = await openMeridian();
    const elsewhere = await serveDouble({ handle: async (_request, response) => void response.end('{}') });
    const people = {
      ...meridian.source.rest?.people,
      pagination: { type: 'next-url', next: `'${elsewhere.origin}/x'` },
    };
    const led = await openMeridian({ people });
    expect(await led.reading.read(meridianId('opp-1001'))).toMatchObject({ outcome: 'unusable' });
    await Promise.all([meridian.stop(), led.stop(), elsewhere.stop()]);
  });

  it('whose answer has no list where the description says so is unusable, and not a deal without people', async () => {
    const harbor = await openHarbor();
    const people = { ...harbor.source.rest?.people, items: 'persons' };
    const surprised = await openHarbor({ people });
    expect(await surprised.reading.read(harborId('opp-1001'))).toMatchObject({ outcome: 'unusable' });
    await Promise.all([harbor.stop(), surprised.stop()]);
  });

  it('is asked for each person by itself where its list holds ids only', async () => {
    const record = { id: 7, name: 'Kim Lee', phone: '(415) 555-0101' };
    const answers: Record<string, unknown> = { '/deals/d-1': { name: 'Deal', people: [7, 8] }, '/people/7': record };
    const server = await serveDouble({
      async handle(request, response) {
        const answer = answers[request.url ?? ''];
        response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}));
      },
    });
    const source = v.parse(genericSourceSchema, {
      ...{ id: 'tiny', kind: 'generic' },
      rest: {
        ...{ version: 1, baseUrl: server.origin, auth: { type: 'basic' }, defaultCountry: 'US' },
        opportunity: { request: { path: '/deals/{opportunityId}' }, fields: { name: 'name' } },
        people: {
          ...{ items: 'people', detail: { path: '/people/{itemId}', id: '@' } },
          fields: { id: 'to_string(value)', name: 'detail.name', phones: 'detail.phone' },
        },
      },
    });
    const { reading } = opened(source, { username: 'u', password: 'p' });
    expect(await reading.read('d-1')).toMatchObject({
      data: { contacts: [{ id: '7', name: 'Kim Lee', phones: [{ number: '+14155550101' }] }] },
    });
    await server.stop();
  });
});

describe('a thin message', () => {
  const source = sourceOf('harbor', 'api.harbor-crm.example', 'https://harbor.example');
  const parse = (message: object, of: GenericSource = source) =>
    genericInbound.parse(sent('m-1', NOW, message), 'm-1', of);

  it('asks for a call by ids, in the CRM’s own words for who calls', () => {
    const call = { agent: { crmUserId: '71' }, phoneLabel: 'mobile', notBefore: '2026-11-24T12:00:00Z' };
    expect(parse({ type: 'call.requested', data: { opportunity: { id: '100' }, call } })).toEqual([
      { requestId: 'm-1', read: { opportunityId: '100', call } },
    ]);
  });

  it('that says something of its opportunity is not thin, and then says everything', () => {
    const data = { opportunity: { id: '100', name: 'Deal' }, contacts: [], call: {} };
    expect(() => parse({ type: 'call.requested', data })).toThrow(/fields? (is|are) wrong/);
  });

  it('is refused by a source whose API is not described, and with a field that nobody knows', () => {
    const bare = v.parse(genericSourceSchema, { id: 'x', kind: 'generic', callbackUrl: 'https://crm.example' });
    const data = { opportunity: { id: '100' } };
    expect(() => parse({ type: 'call.requested', data }, bare)).toThrow(/data.opportunity.name/);
    expect(() => parse({ type: 'opportunity.updated', data: { opportunity: { id: '100', stage: 'x' } } })).toThrow(
      /data.opportunity.stage/,
    );
  });
});
