import { DynamicsWebApi } from 'dynamics-web-api';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_CONTACTS, MAX_DOCUMENTS } from '#core/contracts/call-request.ts';
import { type Dynamics365Source, dynamics365SourceSchema } from '#core/contracts/configuration.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';
import { CtiError } from '#core/errors.ts';
import type { SignedRequest } from '#crm/connector.ts';
import { derivedGuid, isDerived } from '#crm/dynamics365/derived-guid.ts';
import { dynamics365Files } from '#crm/dynamics365/dynamics365-files.ts';
import { dynamics365Inbound } from '#crm/dynamics365/dynamics365-inbound.ts';
import { dynamics365Reading } from '#crm/dynamics365/dynamics365-reading.ts';
import { dynamics365Telling } from '#crm/dynamics365/dynamics365-telling.ts';
import { guidOf, literal } from '#crm/dynamics365/odata.ts';
import { collection, entity, pairs, reference, typed } from '../../../local/crm/dynamics365/data-contract.ts';
import { Dynamics365Double } from '../../../local/crm/dynamics365/dynamics365-double.ts';
import { guidFor } from '../../../local/crm/dynamics365/dynamics365-rows.ts';
import { accessTo, serveDouble } from './support/crm-under-test.ts';
import { DESKTOP_URL, describeCrm } from './support/describe-crm.ts';

const KEY = 'a-long-key-of-the-webhook-0001';
const APP = { clientId: 'app-1', clientSecret: 'a-client-secret' };
const TENANT = '0000aaaa-0000-4000-8000-000000000001';
const ADDRESS = 'https://api.example/webhooks/dynamics';
const NOW = new Date('2026-11-24T10:00:00.000Z');
const [DEAL, DANA, ANA] = [guidFor('opp-1001'), guidFor('c-1'), '00000075-0000-4000-8000-000000000001'];
const PLANNED = 'aaaaaaaa-0000-4000-8000-00000000000c';

function context(message: string, table: string, id: string, parameters: object | undefined, more = {}) {
  return {
    ...{ MessageName: message, PrimaryEntityName: table, PrimaryEntityId: id, Depth: 1, Stage: 40, Mode: 1 },
    ...{ CorrelationId: '11111111-2222-4333-8444-555555555555', OperationCreatedOn: `/Date(${NOW.getTime()}+0000)/` },
    ...(parameters && { InputParameters: pairs(parameters) }),
    ...more,
  };
}
const sent = (body: unknown, headers: SignedRequest['headers'] = { 'x-webhook-key': KEY }): SignedRequest => ({
  ...{ method: 'POST', url: ADDRESS, headers, body: Buffer.from(JSON.stringify(body)) },
});
const phonecall = (id: string, opportunityId: string, contactId: string | undefined, changes = {}) =>
  context('Create', 'phonecall', id, {
    Target: entity('phonecall', id, {
      ...{ regardingobjectid: reference('opportunity', opportunityId), directioncode: true },
      ...{ ownerid: reference('systemuser', ANA), scheduledstart: `/Date(${NOW.getTime()})/` },
      ...{ statecode: typed('OptionSetValue', { Value: 0 }) },
      ...(contactId && {
        to: collection([entity('activityparty', contactId, { partyid: reference('contact', contactId) })]),
      }),
      ...changes,
    }),
  });

async function openDynamics() {
  let origin = '';
  const fileOf = async () => new Uint8Array(500).fill(7);
  const double = new Dynamics365Double({ tenantId: TENANT, ...APP, origin: () => origin, fileOf });
  const served = await serveDouble(double);
  origin = served.origin;
  const source: Dynamics365Source = v.parse(dynamics365SourceSchema, {
    ...{ id: 'dynamics', kind: 'dynamics365', apiUrl: origin, loginUrl: origin, tenantId: TENANT },
    usernames: 'email-name',
  });
  const access = accessTo(source, { current: KEY, ...APP });
  return {
    ...{ source, double, access, inbound: dynamics365Inbound, secrets: [KEY], knowsTime: false },
    ...{ idOf: guidFor, stop: served.stop },
    ...{ reading: dynamics365Reading(access), telling: dynamics365Telling(access), files: dynamics365Files(access) },
    callAsked: ({ opportunityId, contactId }: { opportunityId: string; contactId?: string }) =>
      sent(phonecall(PLANNED, opportunityId, contactId)),
    changed: ({ opportunityIds }: { opportunityIds: readonly string[] }) => {
      const entities = opportunityIds.map((id) => entity('opportunity', id, { name: 'other' }));
      const nobody = '00000000-0000-0000-0000-000000000000';
      return sent(context('UpdateMultiple', 'opportunity', nobody, { Targets: collection(entities) }));
    },
    deleted: ({ opportunityId }: { opportunityId: string }) =>
      sent(context('Delete', 'opportunity', opportunityId, { Target: reference('opportunity', opportunityId) })),
  };
}

describeCrm('dynamics365', openDynamics);

const SOURCE = v.parse(dynamics365SourceSchema, {
  ...{ id: 'dynamics', kind: 'dynamics365', apiUrl: 'https://contoso.crm4.dynamics.com', tenantId: TENANT },
});
const parse = (body: unknown) => dynamics365Inbound.parse(sent(body), 'delivery-1', SOURCE);
const codeOf = (attempt: () => unknown): string => {
  try {
    attempt();
    return 'accepted';
  } catch (error) {
    if (error instanceof CtiError) return error.code;
    throw error;
  }
};

describe('the key of Dataverse’s webhooks', () => {
  const verify = (request: SignedRequest, secrets = [KEY], source = SOURCE) =>
    codeOf(() => dynamics365Inbound.verify(request, secrets, NOW, source));

  it('is taken from the header or the address, also the one before', () => {
    expect(verify(sent({}))).toBe('accepted');
    expect(verify({ ...sent({}, {}), url: `${ADDRESS}?code=${KEY}` })).toBe('accepted');
    expect(verify(sent({}), ['a-newer-one', KEY])).toBe('accepted');
    expect(verify(sent({}, { 'x-own': KEY }), [KEY], { ...SOURCE, webhookHeader: 'x-own' })).toBe('accepted');
    expect(verify(sent({}, {}))).toBe('signature-missing');
    expect(verify(sent({}, { 'x-webhook-key': '' }))).toBe('signature-missing');
  });

  it('is the whole key and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.nat(KEY.length - 1).map((end) => KEY.slice(0, end)),
        ),
        (given) => {
          fc.pre(given !== KEY);
          expect(verify(sent({}, { 'x-webhook-key': given }))).toMatch(/^signature-(invalid|missing)$/);
        },
      ),
    );
  });
});

describe('Dataverse’s messages', () => {
  it('ask for a planned call at its time, by its owner, and name the activity that is to hold it', () => {
    expect(parse(phonecall(PLANNED.toUpperCase(), DEAL.toUpperCase(), DANA))).toEqual([
      {
        requestId: `dynamics365-phonecall-${PLANNED}`,
        read: {
          opportunityId: DEAL,
          call: { recordId: PLANNED, contactId: DANA, agent: { crmUserId: ANA }, notBefore: NOW.toISOString() },
        },
      },
    ]);
  });

  it.each([
    ['that is completed', { statecode: typed('OptionSetValue', { Value: 1 }) }],
    ['that came in', { directioncode: false }],
    ['about something else', { regardingobjectid: reference('account', DEAL) }],
    ['about nothing', { regardingobjectid: null }],
  ])('ask for nothing with a phone call %s', (_what, changes) => {
    expect(parse(phonecall(PLANNED, DEAL, DANA, changes))).toEqual([]);
  });

  it('ask for nothing with the entry that we have made ourselves, open as it is at first', () => {
    expect(parse(phonecall(derivedGuid('phonecall', 'dynamics', 'call-1'), DEAL, DANA))).toEqual([]);
  });

  it('about a phone call that is too large to be told are refused, so that the step shows it', () => {
    expect(codeOf(() => parse(context('Create', 'phonecall', PLANNED, undefined)))).toBe('invalid-fields');
    // Of an opportunity the id is enough.
    expect(parse(context('Update', 'opportunity', DEAL, undefined))).toMatchObject([{ read: { opportunityId: DEAL } }]);
  });

  it('of its connections and notes read the opportunity again, those of others say nothing', () => {
    const made = (table: string, attributes: object) =>
      parse(context('Create', table, PLANNED, { Target: entity(table, PLANNED, attributes) }));
    expect(made('connection', { record2id: reference('opportunity', DEAL) })).toMatchObject([
      { read: { opportunityId: DEAL } },
    ]);
    expect(made('annotation', { objectid: reference('opportunity', DEAL) })).toMatchObject([
      { read: { opportunityId: DEAL } },
    ]);
    expect(made('annotation', { objectid: reference('account', DEAL) })).toEqual([]);
    expect(made('account', { name: 'x' })).toEqual([]);
    expect(parse(context('Update', 'phonecall', PLANNED, {}))).toEqual([]);
  });

  it('with anything in them end in notices or in a refusal that names fields', () => {
    const anything = fc.oneof(
      fc.json().map((text): unknown => JSON.parse(text)),
      fc.record({
        MessageName: fc.constantFrom('Create', 'Update', 'Delete', 'UpdateMultiple'),
        PrimaryEntityName: fc.constantFrom('phonecall', 'opportunity', 'connection', 'annotation'),
        PrimaryEntityId: fc.oneof(fc.uuid(), fc.string()),
        InputParameters: fc.oneof(
          fc.jsonValue(),
          fc.array(fc.record({ key: fc.constantFrom('Target', 'Targets'), value: fc.jsonValue() })),
        ),
      }),
    );
    fc.assert(
      fc.property(anything, (body) => {
        expect(codeOf(() => parse(body))).toMatch(/^(accepted|invalid-fields)$/);
      }),
    );
  });
});

describe('what we put into Dataverse’s addresses', () => {
  it('is a text that ends where it ends, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const [, inner = ''] = /^'((?:[^']|'')*)'$/s.exec(literal(text)) ?? expect.fail('it ends early');
        expect(inner.replaceAll("''", "'")).toBe(text);
      }),
    );
  });

  it('is a GUID or not asked for', async () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(guidOf(id.toUpperCase())).toBe(id);
      }),
    );
    expect(guidOf(`${DEAL})/x`)).toBeUndefined();
    const dynamics = await openDynamics();
    expect(await dynamics.reading.read('opp-1001')).toMatchObject({ outcome: 'gone' });
    expect(dynamics.double.requests).toBe(0);
    await dynamics.stop();
  });

  it('tells by itself whether it is ours', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.uuid(), (one, other, foreign) => {
        expect(guidOf(derivedGuid(one))).toBe(derivedGuid(one));
        expect(isDerived(derivedGuid(one))).toBe(true);
        expect(isDerived(foreign)).toBe(false);
        expect(derivedGuid(one) === derivedGuid(other)).toBe(one === other);
      }),
    );
  });
});

describe('an environment of Dynamics 365', () => {
  let dynamics: Awaited<ReturnType<typeof openDynamics>>;
  beforeEach(async () => {
    dynamics = await openDynamics();
  });
  afterEach(() => dynamics.stop());

  const read = async () => {
    const found = await dynamics.reading.read(DEAL);
    return found.outcome === 'read' ? found.data : expect.fail(found.outcome);
  };
  const told = (call: object): SourceEvent => ({
    ...{ type: 'call.completed', timestamp: NOW.toISOString() },
    data: {
      desktopUrl: DESKTOP_URL,
      call: {
        ...{ callId: 'call-1', sourceId: 'dynamics', opportunityId: DEAL, direction: 'outbound', state: 'completed' },
        ...{ requestedAt: '2026-11-24T09:50:00.000Z', answeredAt: '2026-11-24T09:50:10.000Z', history: [], version: 6 },
        ...{ endedAt: '2026-11-24T09:55:10.000Z', agentUsername: 'ana', contactId: DANA, phone: '+14155550101' },
        ...call,
      },
    },
  });
  const changedPerson = (contactId: string, contact: object | undefined, fields: readonly string[] = []) =>
    dynamics.telling.deliver(
      {
        ...{ type: 'contact.updated', timestamp: NOW.toISOString() },
        data: {
          ...{ opportunityId: DEAL, contactId, by: 'ana', changes: fields.map((field) => ({ field })) },
          ...(contact && { contact: contact as never }),
        },
      },
      'event-1',
    );

  it('gives each person once, in their group, whichever way round they are connected', async () => {
    const { contacts, opportunity } = await read();
    expect(contacts.map(({ id }) => id)).toEqual([...new Set(contacts.map(({ id }) => id))]);
    expect(contacts.filter(({ group }) => group === 'team').map(({ name }) => name)).toEqual([
      'Jonas Weber',
      'Ana Flores',
    ]);
    expect(contacts[0]).toMatchObject({ id: DANA, primary: true, company: 'Northwind Logistics', title: 'CFO' });
    expect(contacts.find(({ id }) => id === guidFor('c-4'))).toMatchObject({ doNotCall: true });
    expect(opportunity).toMatchObject({
      stage: 'Negotiation',
      currency: 'EUR',
      attributes: { account: 'Northwind Logistics' },
    });
    expect(await dynamics.reading.usernameOf(ANA)).toBe('ana');
  });

  it('keeps who was merged into another, and a user who has gone, to itself', async () => {
    dynamics.double.put('contacts', { ...dynamics.double.row('contacts', guidFor('c-2')), merged: true });
    dynamics.double.put('systemusers', { ...dynamics.double.row('systemusers', guidFor('c-5')), isdisabled: true });
    const ids = (await read()).contacts.map(({ id }) => id);
    expect(ids).not.toContain(guidFor('c-2'));
    expect(ids).not.toContain(guidFor('c-5'));
  });

  it('is cut at so many people and files, the primary person kept', async () => {
    for (let index = 0; index < MAX_CONTACTS + 20; index += 1) {
      const id = guidFor(`x-${index}`);
      dynamics.double.put('contacts', { contactid: id, fullname: `Person ${index}`, merged: false });
      const sides = { record1table: 'opportunities', record2table: 'contacts', statecode: 0 };
      const ends = { _record1id_value: DEAL, _record2id_value: id };
      dynamics.double.put('connections', { connectionid: guidFor(`y-${index}`), ...sides, ...ends });
    }
    for (let index = 0; index < MAX_DOCUMENTS + 20; index += 1) {
      const note = { annotationid: guidFor(`z-${index}`), filename: 'x.txt', isdocument: true, _objectid_value: DEAL };
      dynamics.double.put('annotations', note);
    }
    const told: string[] = [];
    const log = { ...dynamics.access.log, info: (event: string) => void told.push(event) };
    const found = await dynamics365Reading({ ...dynamics.access, log }).read(DEAL);
    const { contacts, documents } = found.outcome === 'read' ? found.data : expect.fail(found.outcome);
    expect(told.sort()).toEqual(['crm-documents-cut', 'crm-people-cut']);
    expect([contacts.length, documents.length]).toEqual([MAX_CONTACTS, MAX_DOCUMENTS]);
    expect(contacts[0]?.id).toBe(DANA);
  }, 60_000);

  it('gives a file as base64 to who shows its token, which goes nowhere else', async () => {
    const [file] = (await read()).documents;
    expect(await dynamics.files.locateDocument(file?.url ?? '')).toMatchObject({
      ...{ outcome: 'located', encoding: 'base64' },
      headers: { authorization: expect.stringMatching(/^Bearer token-/) },
    });
    const elsewhere = 'https://contoso.sharepoint.com/x.pdf';
    expect(await dynamics.files.locateDocument(elsewhere)).toEqual({ outcome: 'located', url: elsewhere, headers: {} });
  });

  it('refuses a wrong secret, which is no reason to try the call again at once', async () => {
    const stranger = dynamics365Reading(accessTo(dynamics.source, { current: KEY, ...APP, clientSecret: 'old' }));
    expect((await stranger.read(DEAL)).outcome).toBe('refused');
  });

  it('has what came of a planned call in that activity, and nothing beside it', async () => {
    dynamics.double.put('phonecalls', { activityid: PLANNED, subject: 'Call Dana', statecode: 0, statuscode: 1 });
    await dynamics.access.records.remember({ sourceId: 'dynamics', opportunityId: DEAL }, 'call-1', PLANNED);
    expect(await dynamics.telling.deliver(told({}), 'event-1')).toEqual({ outcome: 'delivered' });
    expect(dynamics.double.loggedCalls()).toMatchObject([{ id: PLANNED, status: '1:2', seconds: 300 }]);
    expect(dynamics.double.row('phonecalls', PLANNED)).toMatchObject({ actualdurationminutes: 5 });
  });

  it('has a call that reached nobody cancelled, one from a customer received, and takes a later outcome', async () => {
    await dynamics.telling.deliver(told({ answeredAt: undefined, reason: 'no-answer' }), 'event-1');
    await dynamics.telling.deliver(told({ callId: 'call-2', direction: 'inbound' }), 'event-2');
    expect(dynamics.double.loggedCalls().map(({ status }) => status)).toEqual(['2:3', '1:4']);
    const outcome = { disposition: 'Sold', notes: 'x'.repeat(5_000), savedAt: NOW.toISOString(), savedBy: 'ana' };
    expect(
      await dynamics.telling.deliver(told({ callId: 'call-2', direction: 'inbound', outcome }), 'event-3'),
    ).toEqual({
      outcome: 'delivered',
    });
    expect(dynamics.double.loggedCalls()[1]).toMatchObject({
      status: '1:4',
      notes: expect.stringMatching(/^Sold\nx+/),
    });
  });

  it('has one entry of a call whose maker has died before it could say so', async () => {
    await dynamics.telling.deliver(told({}), 'event-1');
    // Another process, whose records know nothing.
    const other = dynamics365Telling(accessTo(dynamics.source, { current: KEY, ...APP }));
    expect(await other.deliver(told({ version: 7 }), 'event-2')).toEqual({ outcome: 'delivered' });
    expect(dynamics.double.loggedCalls()).toHaveLength(1);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7].flatMap((request) => [false, true].map((isDone) => ({ request, isDone }))))(
    'has one completed entry whichever request is interrupted: $request, done all the same: $isDone',
    async ({ request, isDone }) => {
      let at = NOW.getTime();
      const clock = { now: () => new Date(at) };
      const access = accessTo(dynamics.source, { current: KEY, ...APP }, clock);
      let made = 0;
      const telling = dynamics365Telling({
        ...access,
        web: {
          async request(url, options) {
            made += 1;
            const isInterrupted = made === request + 1;
            if (isInterrupted && !isDone) return { outcome: 'unreachable' };
            const answer = await access.web.request(url, options);
            return isInterrupted ? { outcome: 'unreachable' } : answer;
          },
        },
      });
      const outcomes: string[] = [];
      for (const version of [6, 7, 7]) {
        outcomes.push((await telling.deliver(told({ version }), 'event-1')).outcome);
        // The claim of who has died is no longer waited for.
        at += 200_000;
      }
      expect(outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(1);
      expect(outcomes.at(-1)).toBe('delivered');
      expect(dynamics.double.loggedCalls()).toMatchObject([{ callId: 'call-1', status: '1:2', contactId: DANA }]);
    },
  );

  it('has the entry without the person when there is no such contact', async () => {
    expect(await dynamics.telling.deliver(told({ contactId: guidFor('c-5') }), 'event-1')).toEqual({
      outcome: 'delivered',
    });
    expect(dynamics.double.loggedCalls()).toMatchObject([{ opportunityId: DEAL, callId: 'call-1' }]);
    dynamics.double.remove(DEAL);
    expect(await dynamics.telling.deliver(told({ callId: 'call-2' }), 'event-2')).toEqual({
      ...{ outcome: 'dropped', reason: 'record-gone' },
    });
  });

  it('takes only what an agent has changed of a person, and keeps who was added under our id', async () => {
    const dana = {
      name: 'Dana Reyes',
      title: 'CEO',
      email: 'other@x.example',
      phones: [],
      attributes: {},
      doNotCall: true,
    };
    expect(await changedPerson(DANA, dana, ['title', 'doNotCall'])).toEqual({ outcome: 'delivered' });
    expect(dynamics.double.row('contacts', DANA)).toMatchObject({
      ...{ jobtitle: 'CEO', donotphone: true, emailaddress1: 'dana.reyes@northwind.example' },
    });
    const phones = [{ number: '+14155550199', label: 'Business' }, { number: '+14155550198' }];
    await changedPerson(DANA, { ...dana, phones }, ['phones[0].number']);
    expect(dynamics.double.row('contacts', DANA)).toMatchObject({
      ...{ mobilephone: '+14155550198', telephone1: '+14155550199', telephone2: null },
    });

    expect(await changedPerson('new-1', { ...dana, name: 'Kim Lee' })).toEqual({ outcome: 'delivered' });
    expect(await changedPerson('new-1', { ...dana, name: 'Kim Park' }, ['name'])).toEqual({ outcome: 'delivered' });
    const kim = (await read()).contacts.filter(({ name }) => name.startsWith('Kim'));
    expect(kim).toMatchObject([{ id: 'new-1', name: 'Kim Park', group: 'stakeholder' }]);

    expect(await changedPerson(guidFor('c-2'), undefined)).toEqual({ outcome: 'delivered' });
    expect((await read()).contacts.map(({ id }) => id)).not.toContain(guidFor('c-2'));
    expect(dynamics.double.row('contacts', guidFor('c-2'))).toBeDefined();
    expect(await changedPerson(guidFor('c-5'), dana, ['title'])).toEqual({ outcome: 'dropped', reason: 'record-gone' });
  });

  it('is taken for Dataverse by dynamics-web-api, with whom it agrees about pages, upserts and what is missing', async () => {
    await read();
    const { headers } = await dynamics.files
      .locateDocument(`${dynamics.source.apiUrl}/x`)
      .then((place) => (place.outcome === 'located' ? place : expect.fail(place.outcome)));
    const api = new DynamicsWebApi({
      serverUrl: dynamics.source.apiUrl,
      dataApi: { version: '9.2' },
      onTokenRefresh: async () => headers.authorization?.replace('Bearer ', '') ?? '',
    });
    const select = ['annotationid', 'filename'];
    const filter = `_objectid_value eq ${DEAL}`;
    const notes = await api.retrieveAll({ collection: 'annotations', select, filter });
    expect(notes.value).toHaveLength(4);
    const own = derivedGuid('phonecall', 'x');
    const call = { subject: 'Call', directioncode: true };
    await api.create({ collection: 'phonecalls', data: { activityid: own, ...call } });
    await expect(api.create({ collection: 'phonecalls', data: { activityid: own, ...call } })).rejects.toMatchObject({
      ...{ status: 412, code: '0x80040237' },
    });
    await api.update({ collection: 'phonecalls', key: own, data: { statecode: 1, statuscode: 2 } });
    const late = api.update({ collection: 'phonecalls', key: own, data: { subject: 'Other' } });
    await expect(late).rejects.toMatchObject({ status: 400 });
    const gone = api.update({ collection: 'phonecalls', key: PLANNED, data: call });
    await expect(gone).rejects.toMatchObject({ status: 404, code: '0x80040217' });
    const unknown = api.retrieve({ collection: 'contacts', key: DANA, select: ['shoesize'] });
    await expect(unknown).rejects.toMatchObject({ status: 400 });
  });
});
