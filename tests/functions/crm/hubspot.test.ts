import { Client, Signature } from '@hubspot/api-client';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type HubspotSource, hubspotSourceSchema } from '#core/contracts/configuration.ts';
import { CtiError } from '#core/errors.ts';
import type { SignedRequest } from '#crm/connector.ts';
import { hubspotFiles } from '#crm/hubspot/hubspot-files.ts';
import { hubspotInbound } from '#crm/hubspot/hubspot-inbound.ts';
import { hubspotReading } from '#crm/hubspot/hubspot-reading.ts';
import { decodedAddress, signatureOf } from '#crm/hubspot/hubspot-signature.ts';
import { hubspotTelling } from '#crm/hubspot/hubspot-telling.ts';
import { hubspotId } from '../../../local/crm/hubspot/hubspot-demo.ts';
import { HubspotDouble } from '../../../local/crm/hubspot/hubspot-double.ts';
import { accessTo, serveDouble } from './support/crm-under-test.ts';
import { describeCrm, finishedCall, told as toldOf } from './support/describe-crm.ts';

const SECRET = 'a-client-secret-of-an-app';
const OAUTH = { clientId: 'client-1', clientSecret: SECRET, refreshToken: 'refresh-1' };
const URL_CALLED = 'https://api.example/webhooks/hubspot-eu';
const NOW = new Date('2026-11-24T10:00:00.000Z');

function sent(body: unknown, at = NOW, url = URL_CALLED): SignedRequest {
  const bytes = Buffer.from(JSON.stringify(body));
  const timestamp = String(at.getTime());
  const signature = signatureOf(SECRET, { method: 'POST', body: bytes }, url, timestamp).toString('base64');
  return {
    ...{ method: 'POST', url, body: bytes },
    headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp },
  };
}
const event = (eventId: string, subscriptionType: string, objectId: string, more = {}) => ({
  ...{ eventId: Number(eventId.replace(/\D/g, '')) + 100, subscriptionType, objectId: Number(objectId) },
  ...{ portalId: 62515, appId: 54321, occurredAt: NOW.getTime(), attemptNumber: 0, ...more },
});

async function openHubspot() {
  let origin = '';
  const double = new HubspotDouble({ oauth: OAUTH, origin: () => origin, fileOf: async () => new Uint8Array(500) });
  const served = await serveDouble(double);
  origin = served.origin;
  const source: HubspotSource = v.parse(hubspotSourceSchema, {
    ...{ id: 'hubspot-eu', kind: 'hubspot', apiUrl: served.origin, usernames: 'email-name' },
  });
  const access = accessTo(source, { current: SECRET, ...OAUTH });
  return {
    ...{
      source,
      double,
      inbound: hubspotInbound,
      secrets: [SECRET],
      knowsTime: true,
      access,
      idOf: hubspotId,
      stop: served.stop,
    },
    ...{ reading: hubspotReading(access), telling: hubspotTelling(access), files: hubspotFiles(access) },
    callAsked: ({
      eventId,
      opportunityId,
      contactId,
      at,
    }: {
      eventId: string;
      opportunityId: string;
      contactId?: string;
      at: Date;
    }) => sent({ dealId: opportunityId, requestId: eventId, ...(contactId && { contactId }) }, at),
    changed: ({ eventId, opportunityIds, at }: { eventId: string; opportunityIds: readonly string[]; at: Date }) =>
      sent(
        opportunityIds.map((id, index) => event(`${eventId}${index}`, 'deal.propertyChange', id)),
        at,
      ),
    deleted: ({ eventId, opportunityId, at }: { eventId: string; opportunityId: string; at: Date }) =>
      sent([event(eventId, 'deal.deletion', opportunityId)], at),
  };
}

describeCrm('hubspot', openHubspot);

describe('a person whom HubSpot had deleted for privacy', () => {
  it('is erased everywhere; one who was only deleted there is not', () => {
    const said = (type: string) =>
      hubspotInbound.parse(
        sent([event('e-1', type, '501')], NOW),
        'delivery-1',
        v.parse(hubspotSourceSchema, { id: 'hs', kind: 'hubspot' }),
      );
    expect(said('contact.privacyDeletion')).toMatchObject([
      {
        requestId: expect.stringMatching(/^hubspot-/),
        message: { type: 'contact.erased', data: { contact: { id: '501' } } },
      },
    ]);
    expect(said('contact.deletion')).toEqual([]);
  });
});

describe('HubSpot’s signature', () => {
  const source = v.parse(hubspotSourceSchema, { id: 'hs', kind: 'hubspot' });
  const codeOf = (request: SignedRequest, now = NOW, secrets = [SECRET]): string => {
    try {
      hubspotInbound.verify(request, secrets, now, source);
      return 'accepted';
    } catch (error) {
      if (error instanceof CtiError) return error.code;
      throw error;
    }
  };

  it('is the official client’s', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.webUrl({ withQueryParameters: true }),
        (body, url) => {
          const theirs = Signature.getSignature('POST', 'v3', {
            ...{ clientSecret: SECRET, requestBody: body, url: decodedAddress(url), timestamp: NOW.getTime() },
          } as never);
          const ours = signatureOf(SECRET, { method: 'POST', body: Buffer.from(body) }, url, String(NOW.getTime()));
          expect(ours.toString('base64')).toBe(theirs);
        },
      ),
    );
  });

  it('is made over the address with twelve escapes decoded, in either case, and no other', () => {
    expect(decodedAddress('https://x.example/a%3Ab%2fc?d=%40%21%24%27%28%29%2A%2C%3B%3F')).toBe(
      "https://x.example/a:b/c?d=@!$'()*,;?",
    );
    expect(decodedAddress('https://x.example/%20%25%26%2B?d=%C3%A4')).toBe('https://x.example/%20%25%26%2B?d=%C3%A4');
  });

  it('refuses what was changed, forged or comes too late, and the versions that know no time', () => {
    const good = sent([]);
    expect(codeOf(good)).toBe('accepted');
    expect(codeOf(good, new Date(NOW.getTime() + 300_000))).toBe('accepted');
    expect(codeOf(good, new Date(NOW.getTime() + 300_001))).toBe('signature-expired');
    expect(codeOf({ ...good, method: 'PUT' })).toBe('signature-invalid');
    expect(codeOf({ ...good, url: `${URL_CALLED}?x=1` })).toBe('signature-invalid');
    expect(codeOf({ ...good, body: Buffer.from('[ ]') })).toBe('signature-invalid');
    expect(codeOf(good, NOW, ['another secret'])).toBe('signature-invalid');
    expect(codeOf(good, NOW, ['another secret', SECRET])).toBe('accepted');
    const old = { 'x-hubspot-signature': 'abc', 'x-hubspot-signature-version': 'v2' };
    expect(codeOf({ ...good, headers: old })).toBe('signature-missing');
  });

  it('counts the address that HubSpot was given, behind a domain of one’s own', () => {
    const url = 'https://calls.customer.example/hubspot?x=%2F';
    const own = { ...source, webhookUrl: 'https://calls.customer.example/hubspot' };
    const request = {
      ...sent([], NOW, url),
      url: 'https://abc.execute-api.eu-central-1.amazonaws.com/webhooks/hs?x=%2F',
    };
    expect(hubspotInbound.verify(request, [SECRET], NOW, own)).toMatch(/^hubspot-/);
  });
});

describe('HubSpot’s events', () => {
  const source = v.parse(hubspotSourceSchema, { id: 'hs', kind: 'hubspot' });
  const parse = (body: unknown) => hubspotInbound.parse(sent(body), 'delivery-1', source);

  it('are known again whatever attempt it is', () => {
    const one = event('1', 'deal.propertyChange', '77');
    expect(parse([one])).toEqual(parse([{ ...one, attemptNumber: 3 }]));
  });

  it('of a merge erase what was merged and read what it has become', () => {
    const merge = event('1', 'deal.merge', '77', { primaryObjectId: 77, mergedObjectIds: [78, 79], newObjectId: 80 });
    expect(parse([merge])).toMatchObject([
      { read: { opportunityId: '80' } },
      { message: { type: 'opportunity.deleted', data: { opportunity: { id: '78' } } } },
      { message: { type: 'opportunity.deleted', data: { opportunity: { id: '79' } } } },
    ]);
  });

  it('of an association read the deal, from whichever side it is told', () => {
    const told = { fromObjectTypeId: '0-1', fromObjectId: 5, toObjectTypeId: '0-3', toObjectId: 77 };
    const { objectId: _, ...one } = event('1', 'deal.associationChange', '0', told);
    expect(parse([one])).toMatchObject([{ read: { opportunityId: '77' } }]);
  });

  it('that are not ours say nothing', () => {
    expect(parse([event('1', 'company.creation', '5'), event('2', 'contact.propertyChange', '6')])).toEqual([]);
  });

  it('ask for a call by deal, person, owner, number and time', () => {
    const wish = { dealId: 77, contactId: '5', ownerId: 501, phoneProperty: 'phone', requestId: 'enrolment-9' };
    expect(parse({ ...wish, notBefore: '2026-11-24T11:00:00Z', somethingElse: true })).toEqual([
      {
        requestId: 'hubspot-call-enrolment-9',
        read: {
          opportunityId: '77',
          call: {
            ...{ contactId: '5', phoneLabel: 'phone', agent: { crmUserId: '501' } },
            notBefore: '2026-11-24T11:00:00Z',
          },
        },
      },
    ]);
  });

  it('with anything in them end in notices or in a refusal that names fields', () => {
    const anything = fc.oneof(
      fc.json().map((text): unknown => JSON.parse(text)),
      fc.array(fc.record({ eventId: fc.anything(), subscriptionType: fc.anything(), objectId: fc.anything() })),
    );
    fc.assert(
      fc.property(anything, (body) => {
        try {
          const text = JSON.stringify(body);
          if (text === undefined) return;
          hubspotInbound.parse({ ...sent([]), body: Buffer.from(text) }, 'd', source);
        } catch (error) {
          if (!(error instanceof CtiError)) throw error;
          expect(error.code).toBe('invalid-fields');
        }
      }),
    );
  });
});

describe('HubSpot’s double', () => {
  it('is taken for HubSpot by the official client', async () => {
    const hubspot = await openHubspot();
    const origin = hubspot.source.apiUrl;
    const granted = await fetch(`${origin}/oauth/v1/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: OAUTH.clientId,
        client_secret: SECRET,
        refresh_token: OAUTH.refreshToken,
      }),
    });
    const { access_token: accessToken } = (await granted.json()) as { access_token: string };
    const client = new Client({ accessToken, basePath: origin });
    const dealId = hubspotId('opp-1001');
    const deal = await client.crm.deals.basicApi.getById(dealId);
    expect(deal.properties.dealname).toBe('Fleet renewal 2027');
    const calls = await client.crm.objects.calls.basicApi.create({
      properties: { hs_timestamp: NOW.toISOString(), hs_call_status: 'COMPLETED', hs_call_direction: 'OUTBOUND' },
      associations: [],
    });
    expect(calls.id).toMatch(/^\d+$/);
    await expect(
      client.crm.objects.calls.basicApi.create({ properties: { hs_call_status: 'COMPLETED' }, associations: [] }),
    ).rejects.toMatchObject({ code: 400 });
    await hubspot.stop();
  });
});

describe('HubSpot’s people', () => {
  it('take only what an agent has changed, and keep who was added under our id', async () => {
    const hubspot = await openHubspot();
    const [dealId, danaId] = [hubspotId('opp-1001'), hubspotId('c-1')];
    const told = (contactId: string, contact: object | undefined, fields: readonly string[] = []) =>
      hubspot.telling.deliver(
        {
          ...{ type: 'contact.updated', timestamp: NOW.toISOString() },
          data: {
            ...{ opportunityId: dealId, contactId, by: 'ana', changes: fields.map((field) => ({ field })) },
            ...(contact && { contact: contact as never }),
          },
        },
        'event-1',
      );
    const dana = { name: 'Dana Reyes', title: 'CEO', email: 'other@x.example', phones: [], attributes: {} };
    expect(await told(danaId, dana, ['title'])).toEqual({ outcome: 'delivered' });
    expect(hubspot.double.contact(danaId)).toMatchObject({ jobtitle: 'CEO', email: 'dana.reyes@northwind.example' });

    expect(await told('new-1', { ...dana, name: 'Kim Lee' })).toEqual({ outcome: 'delivered' });
    await told('new-1', { ...dana, name: 'Kim Park' }, ['name']);
    const read = await hubspot.reading.read(dealId);
    const people = read.outcome === 'read' ? read.data.contacts : [];
    expect(people.filter(({ name }) => name.startsWith('Kim'))).toMatchObject([{ id: 'new-1', name: 'Kim Park' }]);

    await told(hubspotId('c-2'), undefined);
    const after = await hubspot.reading.read(dealId);
    expect(after.outcome === 'read' && after.data.contacts.some(({ id }) => id === hubspotId('c-2'))).toBe(false);
    await hubspot.stop();
  });
});

describe('a call whose person HubSpot does not know by that id', () => {
  const [danaId, marcusId, thirdId] = [hubspotId('c-1'), hubspotId('c-2'), hubspotId('c-3')];

  it.each([
    ['was merged twice: it is the last one’s', danaId, thirdId],
    ['was deleted: it is the deal’s alone', '424242', undefined],
  ])('because the person %s', async (_what, contactId, entered) => {
    const hubspot = await openHubspot();
    hubspot.double.merge(danaId, marcusId);
    hubspot.double.merge(marcusId, thirdId);
    const told = toldOf(finishedCall(hubspot, { contactId }));
    expect(await hubspot.telling.deliver(told, 'event-1')).toEqual({ outcome: 'delivered' });
    const [entry, ...more] = hubspot.double.loggedCalls();
    expect(entry?.opportunityId).toBe(hubspotId('opp-1001'));
    expect(entry?.contactId).toBe(entered);
    expect(more).toEqual([]);
    await hubspot.stop();
  });

  it('because an agent has added the person and nobody has told HubSpot yet, waits for that', async () => {
    const hubspot = await openHubspot();
    const told = toldOf(finishedCall(hubspot, { contactId: 'new-1' }));
    expect(await hubspot.telling.deliver(told, 'event-1')).toMatchObject({ outcome: 'failed', status: 400 });
    expect(hubspot.double.loggedCalls()).toEqual([]);
    await hubspot.stop();
  });

  it('costs no request more where HubSpot knows the person', async () => {
    const hubspot = await openHubspot();
    const requestsFor = async (contactId: string, callId: string): Promise<number> => {
      const before = hubspot.double.requests;
      await hubspot.telling.deliver(toldOf(finishedCall(hubspot, { contactId, callId })), callId);
      return hubspot.double.requests - before;
    };
    await requestsFor(danaId, 'call-first');
    const known = await requestsFor(danaId, 'call-known');
    hubspot.double.merge(danaId, marcusId);
    // The deal, the person, and the entry once more.
    expect(await requestsFor(danaId, 'call-merged')).toBe(known + 3);
    await hubspot.stop();
  });
});

describe('a record of HubSpot’s own that an agent’s page has named', () => {
  const [dealId, otherId] = [hubspotId('opp-1001'), hubspotId('opp-1002')];
  const OUR_CALL = 'call-aaaabbbbccccddddeeeeffff22';
  const made = { hs_timestamp: NOW.toISOString(), hs_call_title: 'Made by hand' };

  it.each([
    ['of the deal', dealId, {}, true],
    ['of the deal, that an earlier attempt has written into', dealId, { hs_call_external_id: OUR_CALL }, true],
    ['of another deal', otherId, {}, false],
    ['of another call', dealId, { hs_call_external_id: 'call-of-a-colleague' }, false],
  ] as const)('is written into when it is one %s', async (_what, deal, more, isWritten) => {
    const hubspot = await openHubspot();
    const call = finishedCall(hubspot, { callId: OUR_CALL });
    hubspot.double.engage('7001', deal, { ...made, ...more });
    await hubspot.access.records.remember(call, call.callId, '7001', { isUnproven: true });
    // A second delivery, because what was refused is made by whoever comes next.
    for (const eventId of ['event-1', 'event-2']) await hubspot.telling.deliver(toldOf(call), eventId);
    const log = hubspot.double.loggedCalls();
    const ours = log.filter(({ callId }) => callId === call.callId);
    expect(ours).toMatchObject([{ opportunityId: dealId, notes: expect.stringContaining('Wants a new offer') }]);
    expect(ours[0]?.id === '7001').toBe(isWritten);
    expect(log).toHaveLength(isWritten ? 1 : 2);
    await hubspot.stop();
  });
});
