import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type EspocrmSource, espocrmSourceSchema } from '#core/contracts/configuration.ts';
import { CtiError } from '#core/errors.ts';
import type { SignedRequest } from '#crm/connector.ts';
import { espocrmFiles } from '#crm/espocrm/espocrm-files.ts';
import { espocrmInbound } from '#crm/espocrm/espocrm-inbound.ts';
import { espocrmReading } from '#crm/espocrm/espocrm-reading.ts';
import { espocrmTelling } from '#crm/espocrm/espocrm-telling.ts';
import { EspocrmDouble } from '../../../local/crm/espocrm/espocrm-double.ts';
import { accessTo, serveDouble } from './support/crm-under-test.ts';
import { describeCrm } from './support/describe-crm.ts';

const KEYS = 'first-webhook-key 9f2c7ad1b04e';
const API_KEY = 'a-key-of-an-api-user';

function sent(event: string, body: unknown, { key = '9f2c7ad1b04e', header = 'signature' } = {}): SignedRequest {
  const bytes = Buffer.from(JSON.stringify(body));
  const hmac = createHmac('sha256', key).update(bytes);
  const signature =
    header === 'signature'
      ? Buffer.from(`webhook-7:${hmac.digest('hex')}`)
      : Buffer.concat([Buffer.from('webhook-7:'), hmac.digest()]);
  return {
    ...{ method: 'POST', url: `https://api.example/webhooks/espo?event=${event}`, body: bytes },
    headers: { [header]: signature.toString('base64'), 'content-type': 'application/json' },
  };
}
const planned = (id: string, changes = {}) => ({
  ...{ id, name: 'Call', status: 'Planned', parentType: 'Opportunity', parentId: 'opp-1001' },
  ...{ assignedUserId: 'user-ana', dateStart: '2026-11-24 10:00:00', contactsIds: ['c-1'], ...changes },
});

async function openEspocrm() {
  const double = new EspocrmDouble({ apiKey: API_KEY, fileOf: async () => new Uint8Array(500) });
  const served = await serveDouble(double);
  const source: EspocrmSource = v.parse(espocrmSourceSchema, {
    ...{ id: 'espo', kind: 'espocrm', apiUrl: served.origin, usernames: 'email-name', defaultCountry: 'US' },
  });
  const access = accessTo(source, { apiKey: API_KEY });
  return {
    ...{
      source,
      double,
      inbound: espocrmInbound,
      secrets: [KEYS],
      knowsTime: false,
      idOf: (id: string) => id,
      stop: served.stop,
    },
    ...{ reading: espocrmReading(access), telling: espocrmTelling(access), files: espocrmFiles(access) },
    callAsked: (asked: { eventId: string; opportunityId: string; contactId?: string }) =>
      sent('Call.create', [
        planned(asked.eventId, {
          parentId: asked.opportunityId,
          contactsIds: asked.contactId ? [asked.contactId] : [],
        }),
      ]),
    changed: ({ opportunityIds }: { opportunityIds: readonly string[] }) =>
      sent(
        'Opportunity.update',
        opportunityIds.map((id) => ({ id, stage: 'Proposal' })),
      ),
    deleted: ({ opportunityId }: { opportunityId: string }) => sent('Opportunity.delete', [{ id: opportunityId }]),
  };
}

describeCrm('espocrm', openEspocrm);

describe('EspoCRM’s webhooks', () => {
  const source = v.parse(espocrmSourceSchema, { id: 'espo', kind: 'espocrm', apiUrl: 'https://espo.example' });
  const now = new Date('2026-11-24T10:00:00Z');
  const verify = (request: SignedRequest) => espocrmInbound.verify(request, [KEYS], now, source);
  const parse = (request: SignedRequest) => espocrmInbound.parse(request, verify(request), source);

  it('are believed by the key of any of the source’s webhooks, in the old header too', () => {
    const body = [{ id: 'opp-1' }];
    const ids = [
      verify(sent('Opportunity.update', body)),
      verify(sent('Opportunity.update', body, { key: 'first-webhook-key' })),
      verify(sent('Opportunity.update', body, { header: 'x-signature' })),
    ];
    expect(new Set(ids).size).toBe(1);
    expect(() => verify(sent('Opportunity.update', body, { key: 'another' }))).toThrow(CtiError);
  });

  it('ask for a planned call at its time, by its user, and name the record that is to hold it', () => {
    expect(parse(sent('Call.create', [planned('call-9')]))).toEqual([
      {
        requestId: 'espocrm-call-call-9',
        read: {
          opportunityId: 'opp-1001',
          call: {
            ...{ recordId: 'call-9', contactId: 'c-1', agent: { crmUserId: 'user-ana' } },
            notBefore: '2026-11-24T10:00:00.000Z',
            topic: 'Call',
          },
        },
      },
    ]);
  });

  it.each([
    ['that was held already', { status: 'Held' }],
    ['about something else', { parentType: 'Account' }],
    ['about nothing', { parentId: null }],
  ])('ask for nothing with a call %s', (_what, changes) => {
    expect(parse(sent('Call.create', [planned('call-9', changes)]))).toEqual([]);
  });

  it.each([
    ['an event that nobody told us of', sent('Account.update', [{ id: 'a' }]), 'event'],
    ['no event', { ...sent('', [{ id: 'a' }]) }, 'event'],
    ['records without ids', sent('Opportunity.update', [{ name: 'x' }]), '[0].id'],
    ['no list', sent('Opportunity.update', { id: 'a' }), 'body'],
  ])('with %s are refused by the name of what is wrong', (_what, request, field) => {
    try {
      parse(request);
      expect.fail('it was accepted');
    } catch (error) {
      if (!(error instanceof CtiError)) throw error;
      expect(error.code).toBe('invalid-fields');
      expect(error.fieldErrors.map((one) => one.field).join()).toContain(field.replace('[0].', ''));
    }
  });
});

describe('EspoCRM’s people', () => {
  it('take what an agent changes, and a person whom an agent adds comes back under our id', async () => {
    const espo = await openEspocrm();
    const told = (contactId: string, contact: object | undefined) =>
      espo.telling.deliver(
        {
          ...{ type: 'contact.updated', timestamp: '2026-11-24T10:00:00Z' },
          data: {
            opportunityId: 'opp-1001',
            contactId,
            changes: [],
            by: 'ana',
            ...(contact && { contact: contact as never }),
          },
        },
        'event-1',
      );
    const person = {
      ...{ name: 'Dana Maria Reyes', title: 'CEO', phones: [{ number: '+14155550101', label: 'office' }] },
      ...{ doNotCall: true, group: 'stakeholder', primary: true, attributes: {} },
    };
    expect(await told('c-1', { id: 'c-1', ...person })).toEqual({ outcome: 'delivered' });
    expect(espo.double.person('c-1')).toMatchObject({
      ...{ firstName: 'Dana Maria', lastName: 'Reyes', title: 'CEO', doNotCall: true },
      phoneNumberData: [{ phoneNumber: '+14155550101', type: 'Office', primary: true }],
    });

    expect(await told('new-1', { id: 'new-1', ...person, name: 'Kim Lee' })).toEqual({ outcome: 'delivered' });
    await told('new-1', { id: 'new-1', ...person, name: 'Kim Lee-Park' });
    const read = await espo.reading.read('opp-1001');
    const people = read.outcome === 'read' ? read.data.contacts : [];
    expect(people.filter(({ name }) => name.startsWith('Kim'))).toMatchObject([{ id: 'new-1', name: 'Kim Lee-Park' }]);

    expect(await told('c-2', undefined)).toEqual({ outcome: 'delivered' });
    const after = await espo.reading.read('opp-1001');
    expect(after.outcome === 'read' && after.data.contacts.some(({ id }) => id === 'c-2')).toBe(false);
    await espo.stop();
  });
});
