/** Ten thousand people and five thousand files in one opportunity: as many as we keep are read, and the call is made. */
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MAX_CONTACTS, MAX_DOCUMENTS, opportunityUpdatedSchema } from '#core/contracts/call-request.ts';
import { sourceSchema } from '#core/contracts/configuration.ts';
import { crmReading } from '#crm/reading.ts';
import { type CrmOpportunity, DEMO_OPPORTUNITIES } from '../../local/console/crm/opportunities.ts';
import { salesforceVendor } from '../../local/crm/salesforce/salesforce-vendor.ts';
import { VENDORS } from '../../local/crm/vendors.ts';
import { accessTo, type ServedDouble } from './crm/support/crm-under-test.ts';
import { type CrmCloud, serveAccount, startCrmCloud } from './support/crm-cloud.ts';

const [TEMPLATE = expect.fail('there is no deal')] = DEMO_OPPORTUNITIES;
const [DANA = expect.fail('there is nobody')] = TEMPLATE.people;
const { reportsTo: _nobody, ...ALONE } = DANA;

function crowded(people: number, files: number): CrmOpportunity {
  const more = Array.from({ length: people - 1 }, (_, index) => ({
    ...{ ...ALONE, id: `c-${20_000 + index}`, name: `Person ${index}`, phones: [], primary: false, role: 'User' },
    ...{ title: 'of many words '.repeat(10), company: 'of many words '.repeat(10) },
  }));
  const documents = Array.from({ length: files }, (_, index) => ({
    ...{
      id: `d-${20_000 + index}`,
      title: `File ${index}`,
      fileName: `${'a-long-name-'.repeat(14)}${index}.txt`,
      contentType: 'text/plain',
    },
    category: 'Notes',
  }));
  return { ...TEMPLATE, people: [ALONE, ...more], documents };
}

describe.each(VENDORS.map((vendor) => [vendor.name, vendor] as const))('%s', (_name, vendor) => {
  let served: ServedDouble | undefined;
  afterEach(() => served?.stop());

  it('is read as far as we keep people and files, the one who matters among them', async () => {
    const { server } = await serveAccount(vendor, 'S3cret', { deals: [crowded(10_000, 5_000)], pageSize: 500 });
    served = server;
    const source = v.parse(sourceSchema, vendor.source(vendor.kind, served.origin, 'https://api.example/'));
    const reader = crmReading((of) => accessTo(of, { ...vendor.credentials, current: 'S3cret' }))(source);
    const found = await reader?.read(vendor.idOf(TEMPLATE.id));
    if (found?.outcome !== 'read') return expect.fail(found?.outcome);
    const { contacts, documents } = v.parse(opportunityUpdatedSchema.entries.data, found.data);
    expect(contacts.length).toBeGreaterThan(100);
    expect(contacts.length).toBeLessThanOrEqual(MAX_CONTACTS);
    expect(contacts.some(({ id }) => id === vendor.idOf(DANA.id))).toBe(true);
    expect(documents.length).toBeGreaterThan(100);
    expect(documents.length).toBeLessThanOrEqual(MAX_DOCUMENTS);
  });
});

describe('an opportunity that is too large for one item of the store', () => {
  let crms: CrmCloud;
  beforeAll(async () => {
    const deals = [crowded(MAX_CONTACTS, 300)];
    crms = await startCrmCloud([{ sourceId: 'crowd', vendor: salesforceVendor, deals, pageSize: 500 }]);
  });
  afterAll(() => crms.stop());

  it('has its call made, and everybody is there', async () => {
    const [opportunityId, contactId] = [salesforceVendor.idOf(TEMPLATE.id), salesforceVendor.idOf(DANA.id)];
    const wish = { eventId: 'ask-1', opportunityId, contactId, username: 'ana' };
    const { callId } = await crms.post('crowd', crms.asked('crowd', wish));
    const read = await crms.takeReading();
    // On a busy machine a store's patience may end: then the queue hands it over again, as here.
    for (let receiveCount = 1; (await read(receiveCount)) === 'again'; receiveCount += 1)
      expect(receiveCount).toBeLessThan(5);
    expect(crms.cloud.dialled).toEqual([expect.objectContaining({ ClientToken: callId })]);
    const { contacts, documents } = await crms.context('crowd', opportunityId);
    expect([contacts.length, documents.length]).toEqual([MAX_CONTACTS, 300]);
  }, 60_000);
});
