import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SalesforceSource, salesforceSourceSchema } from '#core/contracts/configuration.ts';
import type { ContactView } from '#core/contracts/opportunity-context.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';
import { CtiError } from '#core/errors.ts';
import type { CrmAccess, SignedRequest } from '#crm/connector.ts';
import { salesforceFiles } from '#crm/salesforce/salesforce-files.ts';
import { salesforceId } from '#crm/salesforce/salesforce-id.ts';
import { salesforceInbound } from '#crm/salesforce/salesforce-inbound.ts';
import { salesforceReading } from '#crm/salesforce/salesforce-reading.ts';
import { salesforceTelling } from '#crm/salesforce/salesforce-telling.ts';
import { soql } from '#crm/salesforce/soql.ts';
import { idIn, longId, salesforceDemoId } from '../../../local/crm/salesforce/salesforce-demo.ts';
import { SalesforceDouble } from '../../../local/crm/salesforce/salesforce-double.ts';
import { runSoql } from '../../../local/crm/salesforce/soql-engine.ts';
import { accessTo, serveDouble } from './support/crm-under-test.ts';
import { DESKTOP_URL, describeCrm } from './support/describe-crm.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const URL_CALLED = 'https://api.example/webhooks/salesforce-eu';
const NOW = new Date('2026-11-24T10:00:00.000Z');
const KEYS = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const AUDIENCE = 'https://login.salesforce.com';
const APP = { clientId: '3MVG9-app', username: 'cti@sales.example', privateKey: KEYS.privateKey };
const [DEAL, DANA, MARCUS, JONAS] = ['opp-1001', 'c-1', 'c-2', 'c-5'].map(salesforceDemoId) as [
  ...[string, string, string, string],
];

/** Signed by the reference implementation of Standard Webhooks. */
function sent(body: unknown, id = 'msg-1', at = NOW): SignedRequest {
  const text = JSON.stringify(body);
  return {
    ...{ method: 'POST', url: URL_CALLED, body: Buffer.from(text) },
    headers: {
      ...{ 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)) },
      'webhook-signature': new Webhook(SECRET).sign(id, at, text),
    },
  };
}

async function openSalesforce(
  credentials: Readonly<Record<string, string>> = APP,
  more: Partial<SalesforceSource> = {},
) {
  const double = new SalesforceDouble({
    ...{ clientId: APP.clientId, clientSecret: 'app-secret', fileOf: async () => new Uint8Array(500) },
    jwt: { publicKey: KEYS.publicKey, username: APP.username, audience: AUDIENCE },
  });
  const served = await serveDouble(double);
  const source: SalesforceSource = v.parse(salesforceSourceSchema, {
    ...{ id: 'salesforce-eu', kind: 'salesforce', apiUrl: served.origin, usernames: 'email-name' },
    ...more,
  });
  const logged: { event: string; details: unknown }[] = [];
  const access: CrmAccess<SalesforceSource> = {
    ...accessTo(source, credentials),
    log: { ...accessTo(source, credentials).log, info: (event, details) => void logged.push({ event, details }) },
  };
  return {
    ...{ source, double, logged, secrets: [SECRET], inbound: salesforceInbound, knowsTime: true },
    ...{ idOf: salesforceDemoId, stop: served.stop },
    ...{ reading: salesforceReading(access), telling: salesforceTelling(access), files: salesforceFiles(access) },
    callAsked: (asked: { eventId: string; opportunityId: string; contactId?: string; at: Date }) =>
      sent({ opportunityId: asked.opportunityId, contactId: asked.contactId }, asked.eventId, asked.at),
    changed: (told: { eventId: string; opportunityIds: readonly string[]; at: Date }) =>
      sent({ changed: told.opportunityIds }, told.eventId, told.at),
    deleted: (told: { eventId: string; opportunityId: string; at: Date }) =>
      sent({ deleted: [told.opportunityId] }, told.eventId, told.at),
  };
}

describeCrm('salesforce', openSalesforce);

const parse = (body: unknown) =>
  salesforceInbound.parse(
    sent(body),
    'msg-1',
    v.parse(salesforceSourceSchema, { id: 'sf', kind: 'salesforce', apiUrl: 'https://x.my.salesforce.com' }),
  );

describe('Salesforce’s ids', () => {
  it('are the same in their short and their long form', () => {
    // The pair that Salesforce's own documentation of ids shows.
    expect(salesforceId('001A0000006Vm9r')).toBe('001A0000006Vm9rIAC');
    expect(salesforceId('001A0000006Vm9rIAC')).toBe('001A0000006Vm9rIAC');
    expect(salesforceId('001A0000006Vm9rIAD')).toBeUndefined();
  });

  it('are nothing else', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9]{15}$/), (id) => {
        expect(salesforceId(id)).toBe(longId(id));
        expect(salesforceId(longId(id))).toBe(longId(id));
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (text) => {
        const id = salesforceId(text);
        if (id !== undefined) expect(id.startsWith(text)).toBe(true);
        if (/[^a-zA-Z0-9]/.test(text)) expect(id).toBeUndefined();
      }),
    );
  });
});

describe('SOQL', () => {
  const rowsFor = (values: readonly string[]) => ({ T: { fields: ['F'], rows: values.map((F) => ({ F })) } });

  it('finds a value whatever stands in it, and nothing else', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom("'", '\\', '"', '\n', '\t', '%', '_', ' OR ', 'a') }),
    );
    fc.assert(
      fc.property(nasty, nasty, (value, other) => {
        const found = runSoql(soql`SELECT F FROM T WHERE F = ${value}`, rowsFor([value, other]));
        expect(new Set(found.map(({ F }) => F))).toEqual(new Set([value]));
      }),
    );
  });

  it('takes the beginning of a text literally', () => {
    const query = soql`SELECT F FROM T WHERE F LIKE ${{ beginsWith: 'a_b%@' }}`;
    expect(runSoql(query, rowsFor(['a_b%@x', 'aXb%@x', 'a_bY@x', 'za_b%@']))).toEqual([{ F: 'a_b%@x' }]);
  });
});

describe('Salesforce’s requests', () => {
  const whole = { opportunityId: DEAL, contactId: DANA.slice(0, 15), userId: idIn('u', 90_001).slice(0, 15) };

  it('ask for a call by opportunity, person, user, number and time, with ids of either form', () => {
    const body = { ...whole, opportunityId: DEAL.slice(0, 15), phoneField: 'MobilePhone', somethingElse: true };
    expect(parse({ ...body, notBefore: '2026-11-24T11:00:00Z', mode: 'agent-first' })).toEqual([
      {
        requestId: 'msg-1',
        read: {
          opportunityId: DEAL,
          call: {
            ...{ contactId: DANA, phoneLabel: 'mobile', agent: { crmUserId: idIn('u', 90_001) } },
            ...{ mode: 'agent-first', notBefore: '2026-11-24T11:00:00Z' },
          },
        },
      },
    ]);
  });

  it('tell of what is gone only that', () => {
    expect(parse({ changed: [DEAL, DEAL.slice(0, 15)], deleted: [DEAL] })).toMatchObject([
      { message: { type: 'opportunity.deleted' } },
    ]);
    expect(parse({ changed: [DEAL, DEAL.slice(0, 15)] })).toHaveLength(1);
  });

  it('name what is wrong in them', () => {
    const errorsOf = (body: unknown): readonly string[] => {
      try {
        parse(body);
        return [];
      } catch (error) {
        if (error instanceof CtiError) return (error.fieldErrors ?? []).map(({ field }) => field);
        throw error;
      }
    };
    expect(errorsOf({})).toEqual(['opportunityId']);
    expect(errorsOf({ ...whole, opportunityId: DANA })).toEqual(['opportunityId']);
    expect(errorsOf({ ...whole, userId: 7, phoneField: 'Fax' })).toEqual(['userId', 'phoneField']);
    expect(errorsOf({ changed: [DEAL, "006' OR Name != '"] })).toEqual(['changed[1]']);
    expect(errorsOf({ deleted: Array.from({ length: 201 }, () => DEAL) })).toEqual(['deleted']);
  });

  it('with anything in them end in notices or in a refusal that names fields', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.record({ changed: fc.jsonValue(), deleted: fc.jsonValue() })), (body) => {
        try {
          parse(body);
        } catch (error) {
          if (!(error instanceof CtiError)) throw error;
          expect(error.code).toBe('invalid-fields');
        }
      }),
    );
  });
});

describe('Salesforce, connected', () => {
  let crm: Awaited<ReturnType<typeof openSalesforce>>;
  beforeEach(async () => {
    crm = await openSalesforce();
  });
  afterEach(() => crm.stop());

  describe('by its app', () => {
    const outcomeWith = async (credentials: Readonly<Record<string, string>>): Promise<string> => {
      const other = await openSalesforce(credentials);
      const { outcome } = await other.reading.read(DEAL);
      await other.stop();
      return outcome;
    };

    it('gives a token for a signed assertion, or for the secret of an app', async () => {
      expect(await outcomeWith(APP)).toBe('read');
      expect(await outcomeWith({ clientId: APP.clientId, clientSecret: 'app-secret' })).toBe('read');
    });

    it('gives none for what is wrong or missing in the secret', async () => {
      expect(await outcomeWith({})).toBe('refused');
      expect(await outcomeWith({ clientId: APP.clientId })).toBe('refused');
      expect(await outcomeWith({ ...APP, clientId: 'other' })).toBe('refused');
      expect(await outcomeWith({ ...APP, privateKey: 'no key' })).toBe('refused');
      expect(await outcomeWith({ ...APP, username: 'other@sales.example' })).toBe('refused');
      expect(await outcomeWith({ clientId: APP.clientId, clientSecret: 'wrong' })).toBe('refused');
    });
  });

  describe('is read', () => {
    const read = async (id = DEAL) => {
      const found = await crm.reading.read(id);
      return found.outcome === 'read' ? found.data : expect.fail(JSON.stringify(found));
    };

    it('in one round trip, after the token, but for what comes in pages', async () => {
      await read(salesforceDemoId('opp-1003'));
      // The token, and the composite.
      expect(crm.double.requests).toBe(2);
    });

    it('with colleagues as a group of their own, where there are teams', async () => {
      const { contacts } = await read();
      expect(contacts.find(({ id }) => id === JONAS)).toMatchObject({ group: 'team', role: 'Technical lead' });
      expect(contacts.find(({ id }) => id === DANA)).toMatchObject({ group: 'stakeholder', reportsTo: MARCUS });
      crm.double.withoutTeams();
      expect((await read()).contacts.some(({ group }) => group === 'team')).toBe(false);
    });

    it('without contacts that are deleted, whatever role names them', async () => {
      crm.double.remove(MARCUS);
      const { contacts } = await read();
      expect(contacts.some(({ id }) => id === MARCUS)).toBe(false);
      expect(contacts.find(({ id }) => id === DANA)?.reportsTo).toBeUndefined();
    });

    it('as far as we keep people and files, the primary one among them', async () => {
      for (let number = 0; number < 600; number += 1) {
        const [id, roleId] = [idIn('c', 20_000 + number), idIn('role', 20_000 + number)];
        crm.double.put('Contact', { Id: id, LastName: `Person ${number}`, DoNotCall: false });
        const role = { OpportunityId: DEAL, ContactId: id, Role: null, IsPrimary: false, CreatedDate: '2020-01-01' };
        crm.double.put('OpportunityContactRole', { ...role, Id: roleId });
      }
      const { contacts } = await read();
      expect(contacts).toHaveLength(500);
      expect(contacts[0]).toMatchObject({ id: DANA, primary: true });
      expect(crm.logged).toContainEqual({
        event: 'crm-lists-cut',
        details: { sourceId: 'salesforce-eu', opportunityId: DEAL, detail: 'contacts-502:documents-4' },
      });
    });

    it.each([
      ['INVALID_FIELD', 'Contact', { outcome: 'unusable', detail: 'contacts:invalid-field' }],
      ['INVALID_TYPE', 'ContentDocumentLink', { outcome: 'unusable', detail: 'documents:invalid-type' }],
      ['REQUEST_LIMIT_EXCEEDED', 'OpportunityTeamMember', { outcome: 'unavailable', retryAfter: 300_000 }],
      ['INVALID_QUERY_LOCATOR', 'next page', { outcome: 'unusable', detail: 'roles:invalid-query-locator' }],
    ])('not by halves: with %s of %s it is not read', async (code, object, outcome) => {
      for (const number of [1, 2, 3]) {
        const contact = idIn('c', 30_000 + number);
        crm.double.put('Contact', { Id: contact, LastName: 'More', DoNotCall: false });
        const role = { OpportunityId: DEAL, ContactId: contact, Role: null, IsPrimary: false, CreatedDate: '2026' };
        crm.double.put('OpportunityContactRole', { ...role, Id: idIn('role', 30_000 + number) });
      }
      crm.double.refuseQueries(object, code);
      expect(await crm.reading.read(DEAL)).toMatchObject(outcome);
      crm.double.refuseQueries(object, undefined);
      expect((await crm.reading.read(DEAL)).outcome).toBe('read');
    });

    it('not at all by what is no id of an opportunity', async () => {
      expect(await crm.reading.read("006' OR Name != '")).toEqual({ outcome: 'gone', detail: 'no-opportunity-id' });
      expect(await crm.reading.read(DANA)).toMatchObject({ outcome: 'gone' });
      expect(crm.double.requests).toBe(0);
    });

    it('whatever stands in a person’s fields', async () => {
      crm.double.put('Contact', { Id: DANA, LastName: 'Reyes', MobilePhone: 7, Email: 'no address', DoNotCall: 'x' });
      const { contacts } = await read();
      const dana = contacts.find(({ id }) => id === DANA);
      expect(dana).toMatchObject({ name: 'Reyes', phones: [], doNotCall: false });
      expect(dana?.email).toBeUndefined();
    });
  });

  describe('is told', () => {
    const event = (changes: object = {}): SourceEvent => ({
      ...{ type: 'call.completed', timestamp: NOW.toISOString() },
      data: {
        desktopUrl: DESKTOP_URL,
        call: {
          ...{ callId: 'call-1', sourceId: 'salesforce-eu', opportunityId: DEAL, direction: 'outbound', version: 3 },
          ...{ state: 'completed', contactId: DANA, contactName: 'Dana Reyes', phone: '+14155550101', history: [] },
          ...{ agentUsername: 'ana', requestedAt: NOW.toISOString(), connectContactId: 'connect-contact-1' },
          ...changes,
        },
      },
    });
    const task = () => crm.double.loggedCalls()[0] ?? expect.fail('there is no task');

    it('about a call as a closed task of the agent’s, with Connect’s contact', async () => {
      expect(await crm.telling.deliver(event(), 'e')).toEqual({ outcome: 'delivered' });
      expect(crm.double.record('Task', task().id)).toMatchObject({
        ...{ TaskSubtype: 'Call', CallType: 'Outbound', Status: 'Completed', CallObject: 'connect-contact-1' },
        ...{ WhoId: DANA, WhatId: DEAL, OwnerId: idIn('u', 90_001), ActivityDate: '2026-11-24' },
      });
    });

    it('without the person, when they are deleted or a colleague', async () => {
      await crm.telling.deliver(event({ contactId: JONAS }), 'e');
      expect(task().contactId).toBeUndefined();
      crm.double.remove(DANA);
      expect(await crm.telling.deliver(event({ callId: 'call-2' }), 'e')).toEqual({ outcome: 'delivered' });
      expect(crm.double.loggedCalls()[1]).toMatchObject({ callId: 'call-2', opportunityId: DEAL });
      expect(crm.double.loggedCalls()[1]?.contactId).toBeUndefined();
    });

    it('nothing of an opportunity that is gone', async () => {
      crm.double.remove(DEAL);
      expect(await crm.telling.deliver(event(), 'e')).toEqual({ outcome: 'dropped', reason: 'record-gone' });
    });

    it('later, when its limit is reached, a row is locked, a rule is in the way, or the field of our id is not there yet', async () => {
      crm.double.refuseWrites('REQUEST_LIMIT_EXCEEDED');
      expect(await crm.telling.deliver(event(), 'e')).toMatchObject({ outcome: 'failed', retryAfter: 300_000 });
      crm.double.refuseWrites('FIELD_CUSTOM_VALIDATION_EXCEPTION');
      expect(await crm.telling.deliver(event(), 'e')).toMatchObject({ outcome: 'failed', status: 400 });
      crm.double.refuseWrites('DUPLICATE_VALUE');
      expect((await crm.telling.deliver(event(), 'e')).outcome).toBe('failed');
      crm.double.refuseWrites('UNABLE_TO_LOCK_ROW');
      expect(await crm.telling.deliver(event(), 'e')).toMatchObject({ outcome: 'failed', retryAfter: 5_000 });
      const other = await openSalesforce(APP, { callIdField: 'Other__c' });
      expect(await other.telling.deliver(event(), 'e')).toMatchObject({ outcome: 'failed', status: 404 });
      await other.stop();
    });

    it('texts of any length', async () => {
      const outcome = {
        disposition: 'x'.repeat(300),
        notes: 'y'.repeat(40_000),
        savedAt: NOW.toISOString(),
        savedBy: 'ana',
      };
      expect(await crm.telling.deliver(event({ outcome }), 'e')).toEqual({ outcome: 'delivered' });
      expect(task().disposition).toHaveLength(255);
    });
  });

  describe('is told about people', () => {
    const person = (changes: Partial<ContactView> = {}): ContactView => ({
      ...{ id: 'new-1', name: 'Kim Lee', phones: [], attributes: {}, group: 'stakeholder', primary: false },
      ...{ doNotCall: false, version: 1, updatedAt: NOW.toISOString(), updatedBy: 'ana' },
      ...changes,
    });
    const tell = (contactId: string, contact?: ContactView, fields: readonly string[] = []) =>
      crm.telling.deliver(
        {
          ...{ type: 'contact.updated', timestamp: NOW.toISOString() },
          data: {
            ...{ opportunityId: DEAL, contactId, by: 'ana', changes: fields.map((field) => ({ field })) },
            ...(contact && { contact }),
          },
        } as SourceEvent,
        'e',
      );
    const names = async () => {
      const found = await crm.reading.read(DEAL);
      return found.outcome === 'read' ? found.data.contacts.map(({ id, name, role }) => ({ id, name, role })) : [];
    };

    it('takes only what an agent has changed, the role included', async () => {
      const dana = person({ id: DANA, name: 'Dana Reyes', title: 'CEO', email: 'o@x.example', role: 'Sponsor' });
      expect(await tell(DANA, dana, ['title', 'role'])).toEqual({ outcome: 'delivered' });
      expect(crm.double.record('Contact', DANA)).toMatchObject({ Title: 'CEO', Email: 'dana.reyes@northwind.example' });
      expect((await names()).find(({ id }) => id === DANA)?.role).toBe('Sponsor');
    });

    it('writes numbers under what they are called', async () => {
      const phones = [{ number: '+14155550199', label: 'home' }, { number: '+14155550198' }];
      await tell(DANA, person({ id: DANA, phones }), ['phones']);
      expect(crm.double.record('Contact', DANA)).toMatchObject({
        ...{ HomePhone: '+14155550199', Phone: '+14155550198', MobilePhone: null },
      });
    });

    it('keeps whom an agent has added under our id, and logs calls to them under Salesforce’s', async () => {
      expect(await tell('new-1', person({ role: 'Champion' }))).toEqual({ outcome: 'delivered' });
      await tell('new-1', person({ name: 'Kim Park' }), ['name']);
      expect((await names()).filter(({ name }) => name.startsWith('Kim'))).toEqual([
        { id: 'new-1', name: 'Kim Park', role: 'Champion' },
      ]);
      const call = { callId: 'call-9', opportunityId: DEAL, contactId: 'new-1', direction: 'outbound', history: [] };
      const data = { call: { ...call, requestedAt: NOW.toISOString() } };
      await crm.telling.deliver({ type: 'call.failed', timestamp: NOW.toISOString(), data } as never, 'e');
      expect(crm.double.loggedCalls()[0]?.contactId).toMatch(/^003/);
    });

    it('makes nobody when the organisation’s rules find a duplicate, and says so', async () => {
      crm.double.refuseWrites('DUPLICATES_DETECTED');
      expect(await tell('new-1', person())).toEqual({ outcome: 'dropped', reason: 'duplicates-detected' });
      expect((await names()).some(({ name }) => name === 'Kim Lee')).toBe(false);
    });

    it('takes who was removed out of the opportunity, and leaves colleagues alone', async () => {
      expect(await tell(MARCUS)).toEqual({ outcome: 'delivered' });
      expect((await names()).some(({ id }) => id === MARCUS)).toBe(false);
      expect(crm.double.record('Contact', MARCUS)).toBeDefined();
      expect(await tell(JONAS, person({ id: JONAS }), ['title'])).toEqual({
        ...{ outcome: 'dropped', reason: 'users-are-not-changed-there' },
      });
    });
  });

  describe('gives files', () => {
    it('with its token to its own address only, and none that are not its files', async () => {
      expect(await crm.files.locateDocument('https://other.example/f')).toEqual({
        ...{ outcome: 'located', url: 'https://other.example/f', headers: {} },
      });
      const { apiUrl } = crm.source;
      const version = (id: string) => `${apiUrl}/services/data/v62.0/sobjects/ContentVersion/${id}/VersionData`;
      expect((await crm.files.locateDocument(version(idIn('v', 77_777)))).outcome).toBe('gone');
      expect((await crm.files.locateDocument(`${apiUrl}/services/data/v62.0/query?q=x`)).outcome).toBe('refused');
      crm.double.failNext([{ status: 503 }]);
      expect((await crm.files.locateDocument(version(idIn('v', 1)))).outcome).toBe('unavailable');
      crm.double.expireTokens();
      const place = await crm.files.locateDocument(version(idIn('v', 1)));
      expect(place.outcome === 'located' && (await fetch(place.url, { headers: place.headers })).status).toBe(200);
    });
  });
});
