/** What the accounts of `npm start` send is what the connector's kinds understand; what they store is what their API gives. */
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { type Source, sourceSchema } from '#core/contracts/configuration.ts';
import type { SignedRequest } from '#crm/connector.ts';
import { inboundOf } from '#crm/inbound.ts';
import { DEMO_OPPORTUNITIES } from '../../../local/console/crm/opportunities.ts';
import { demoSources, openDemoAccounts, takeVendorRequest } from '../../../local/crm/demo-accounts.ts';
import { UNTOLD_DEALS } from '../../../local/crm/untold-deals.ts';
import type { VendorEvent } from '../../../local/crm/vendor.ts';
import { VENDORS } from '../../../local/crm/vendors.ts';
import { type ServedDouble, serveDouble } from '../../functions/crm/support/crm-under-test.ts';

const SECRET = 'aS3cretOf32LettersAndDigits12345';
const NOW = new Date('2026-11-24T10:00:00.000Z');
const DEAL = DEMO_OPPORTUNITIES[0] ?? expect.fail('there is no deal');
const ORIGINS = {
  console: 'http://localhost:4600',
  api: 'http://localhost:4601',
  dynamics365: 'http://127.0.0.1:4607',
};

const SOURCES: readonly Source[] = demoSources(ORIGINS).map((source) => v.parse(sourceSchema, source));
const ACCOUNTS = openDemoAccounts(ORIGINS, () => SECRET).map(({ sourceId, vendor, account }) => {
  const source = SOURCES.find(({ id }) => id === sourceId) ?? expect.fail(`there is no source ${sourceId}`);
  const to = { url: `${ORIGINS.api}/webhooks/${sourceId}`, sourceId, secret: SECRET, at: NOW };
  return { sourceId, source, vendor, account, to, opportunityId: vendor.idOf(DEAL.id), contactId: vendor.idOf('c-1') };
});
const EACH = ACCOUNTS.map((account) => [account.vendor.name, account] as const);
const WAYS = ACCOUNTS.flatMap((one) =>
  one.account.ways.map((way) => [`${one.vendor.name}: ${way.title}`, one, way.id] as const),
);

const asRequest = ({ url, headers, body }: VendorEvent): SignedRequest => ({
  ...{ method: 'POST', url, headers, body: Buffer.from(body) },
});

function noticesOf(source: Source, event: VendorEvent) {
  const request = asRequest(event);
  const inbound = inboundOf(source);
  return inbound.parse(request, inbound.verify(request, [SECRET], NOW, source), source);
}

describe.each(EACH)('the account of %s', (_name, { source, account, to, opportunityId, vendor }) => {
  it('says that an opportunity has changed, and that it is gone', () => {
    const told = { eventId: 'event-1', opportunityIds: [opportunityId] };
    expect(noticesOf(source, account.changed(told, to))).toMatchObject([{ read: { opportunityId } }]);
    expect(noticesOf(source, account.deleted(told, to))).toMatchObject([
      { message: { type: 'opportunity.deleted', data: { opportunity: { id: opportunityId } } } },
    ]);
  });

  it('lists its opportunities, and all that it stores of one, in its own words', () => {
    expect(account.double.opportunities().map(({ id }) => id)).toEqual(
      [...DEMO_OPPORTUNITIES, UNTOLD_DEALS[vendor.kind]].map(({ id }) => vendor.idOf(id)),
    );
    const records = account.double.records(opportunityId);
    const titles = (part: string) => records.filter((one) => one.part === part).map(({ title }) => title);
    expect(titles('opportunity')).toEqual([DEAL.name]);
    expect(titles('person').sort()).toEqual(DEAL.people.map(({ name }) => name).sort());
    expect(titles('document')).toHaveLength(DEAL.documents.length);
    expect(new Set(records.map(({ table, id }) => `${table} ${id}`)).size).toBe(records.length);
  });

  it('has a place of its own at the console’s address', () => {
    const { pathname } = new URL('apiUrl' in source ? source.apiUrl : '');
    const addresses = { espocrm: '/api/v1/User', hubspot: '/crm/v3/owners', salesforce: '/services/oauth2/token' };
    const address = { ...addresses, dynamics365: '/api/data/v9.2/contacts' }[vendor.kind];
    const request = { url: `${pathname.replace(/\/$/, '')}${address}?a=1` };
    expect(takeVendorRequest(ACCOUNTS, request)?.vendor).toBe(vendor);
    expect(request.url).toBe(`${address}?a=1`);
  });
});

it('no vendor takes what is the demo CRM’s or nobody’s', () => {
  for (const url of ['/crm/webhooks', '/crms', '/', '/console.json', '/hubspot', '/api', '/hubspot-2/crm/v3/owners']) {
    expect(takeVendorRequest(ACCOUNTS, { url })).toBeUndefined();
  }
});

describe.each(WAYS)('%s', (_name, { source, account, to, opportunityId, contactId, vendor }, way) => {
  const asked = { eventId: 'event-1', way, opportunityId, contactId, username: 'ana' };

  it('asks for a call about the opportunity, the same when it is sent again', () => {
    const [notice] = noticesOf(source, account.callAsked(asked, to));
    expect(notice).toMatchObject({ read: { opportunityId, call: expect.anything() } });
    expect(noticesOf(source, account.callAsked(asked, { ...to, at: new Date(NOW.getTime() + 5_000) }))).toEqual([
      notice,
    ]);
    // An Outbound Message names the opportunity alone: its people and its owner are Salesforce's to know.
    if (way !== 'outbound-message') {
      expect(notice).toMatchObject({ read: { call: { contactId, agent: expect.anything() } } });
    }
    expect(noticesOf(source, account.callAsked({ ...asked, eventId: 'event-2' }, to))).not.toEqual([notice]);
    expect(vendor.idOf(DEAL.id)).toBe(opportunityId);
  });

  it('is refused when another secret has made it, or its body was changed', () => {
    const event = account.callAsked(asked, { ...to, secret: 'another'.padEnd(32, 'x') });
    expect(() => noticesOf(source, event)).toThrow(expect.objectContaining({ code: 'signature-invalid' }));
  });
});

describe('a vendor’s API that something is wrong with', () => {
  let served: ServedDouble | undefined;
  afterEach(() => served?.stop());

  it('fails for as long as it is told to, and then answers again', async () => {
    for (const vendor of VENDORS) {
      const { double } = vendor.open({
        apiUrl: 'http://x.example',
        secret: () => SECRET,
        fileOf: async () => new Uint8Array(),
      });
      served = await serveDouble(double);
      const ask = () => fetch(`${served?.origin}/services/nothing`);
      const before = (await ask()).status;
      double.failAlways({ status: 429, retryAfter: 7 });
      for (const _ of [1, 2]) expect((await ask()).headers.get('retry-after')).toBe('7');
      double.failAlways('no-answer');
      await expect(ask()).rejects.toThrow();
      double.failAlways(undefined);
      expect((await ask()).status).toBe(before);
      await served.stop();
    }
  });
});
