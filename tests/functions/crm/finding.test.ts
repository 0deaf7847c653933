/** What every kind of CRM that can be searched must do: each against its vendor's own rules, all alike. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { genericSourceSchema, sourceSchema } from '#core/contracts/configuration.ts';
import type { OpportunitiesFound, OpportunityFinder } from '#core/ports/crm.ts';
import { crmFinding } from '#crm/finding.ts';
import { type CrmOpportunity, DEMO_OPPORTUNITIES } from '../../../local/console/crm/opportunities.ts';
import type { CrmDouble } from '../../../local/crm/crm-double.ts';
import { harborVendor } from '../../../local/crm/imaginary/harbor-vendor.ts';
import { MeridianDouble, meridianId } from '../../../local/crm/imaginary/meridian-double.ts';
import type { Vendor } from '../../../local/crm/vendor.ts';
import { VENDORS } from '../../../local/crm/vendors.ts';
import { serveAccount } from '../support/crm-cloud.ts';
import { accessTo, serveDouble } from './support/crm-under-test.ts';

/** Nobody here meets a limit on how often a CRM may be searched: each look at the clock is a second later. */
function seconds(): () => number {
  let now = 0;
  return () => {
    now += 1_000;
    return now;
  };
}

const SECRET = 'a-secret-of-32-letters-and-digits';
const DEAL = DEMO_OPPORTUNITIES[0] ?? expect.fail('there is no deal');
const PERSON = DEAL.people[0] ?? expect.fail('there is nobody');
const PHONE = '+14155550101';

interface Opened {
  readonly finder: OpportunityFinder;
  readonly double: CrmDouble;
  readonly idOf: (id: string) => string;
  stop(): Promise<void>;
}

async function openVendor(vendor: Omit<Vendor, 'kind'>, deals?: readonly CrmOpportunity[]): Promise<Opened> {
  const { server, account } = await serveAccount(vendor, SECRET, {
    ...(deals && { deals }),
    now: seconds(),
  });
  const source = v.parse(sourceSchema, {
    ...vendor.source('one', server.origin, 'https://api.example/webhooks/one'),
    ...(vendor.name.startsWith('a CRM') ? {} : { defaultCountry: 'US' }),
  });
  const access = accessTo(source, { ...vendor.credentials, current: SECRET });
  const finder = crmFinding(() => access)(source) ?? expect.fail('it is not searched');
  return { finder, double: account.double, idOf: vendor.idOf, stop: server.stop };
}

async function openMeridian(): Promise<Opened> {
  let origin = '';
  const double = new MeridianDouble({ apiKey: 'k-1', origin: () => origin, fileOf: async () => new Uint8Array(1) });
  const served = await serveDouble(double);
  origin = served.origin;
  const text = readFileSync(new URL('../../../docs/crm/meridian.rest.json', import.meta.url), 'utf8');
  const rest = JSON.parse(text.replaceAll('https://meridian.example', origin));
  const source = v.parse(genericSourceSchema, { id: 'one', kind: 'generic', rest });
  const access = accessTo(source, { apiKey: 'k-1' });
  const finder = crmFinding(() => access)(source) ?? expect.fail('it is not searched');
  return { finder, double, idOf: meridianId, stop: served.stop };
}

const KINDS: readonly { readonly kind: string; readonly open: () => Promise<Opened> }[] = [
  ...VENDORS.map((vendor) => ({ kind: vendor.kind, open: () => openVendor(vendor) })),
  { kind: 'generic, by the description of Harbor', open: () => openVendor(harborVendor) },
  { kind: 'generic, by the description of Meridian', open: openMeridian },
];

const matchesIn = (found: OpportunitiesFound) =>
  found.outcome === 'found' ? found.matches : expect.fail(JSON.stringify(found));
const namesIn = (found: OpportunitiesFound): readonly string[] =>
  matchesIn(found).map(({ opportunityName }) => opportunityName);

describe.each(KINDS)('a CRM of kind $kind', ({ open }) => {
  let crm: Opened;
  beforeAll(async () => {
    crm = await open();
  });
  afterAll(() => crm.stop());

  it('knows by a number whose deal it is, with what a choice shows of it', async () => {
    expect(matchesIn(await crm.finder.findByPhone(PHONE))).toEqual([
      {
        ...{ sourceId: 'one', opportunityId: crm.idOf(DEAL.id), opportunityName: DEAL.name, stage: DEAL.stage },
        ...{ contactId: crm.idOf(PERSON.id), contactName: PERSON.name, amount: DEAL.amount, owner: 'ana' },
        // Salesforce says the currency of its records only where there are several.
        ...(crm.double.constructor.name === 'SalesforceDouble' ? {} : { currency: DEAL.currency }),
      },
    ]);
  });

  it('has nobody to a number that is not there, and to another one that ends alike', async () => {
    expect(await crm.finder.findByPhone('+14155559999')).toEqual({ outcome: 'found', matches: [] });
    expect(await crm.finder.findByPhone('+494155550101')).toEqual({ outcome: 'found', matches: [] });
  });

  it('knows a deal by its name, by one of its people and by their company', async () => {
    for (const text of [DEAL.name, 'fleet', PERSON.name, DEAL.account]) {
      expect(namesIn(await crm.finder.findByText(text)), text).toContain(DEAL.name);
    }
    expect(await crm.finder.findByText('Zzyzx')).toEqual({ outcome: 'found', matches: [] });
  });

  it('names a deal once, and not more of them than somebody chooses from', async () => {
    const ids = matchesIn(await crm.finder.findByText('a')).map(({ opportunityId }) => opportunityId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeLessThanOrEqual(10);
  });

  it('takes whatever is typed for a text that is looked for, never for a part of the question', async () => {
    const tricks = [
      '%',
      '_',
      "' or 1 eq 1 or '",
      "\\' OR Name LIKE '%",
      '*',
      '{a} OR {b}',
      '..',
      '[a-z]%',
      '&q=x#y',
      '"',
    ];
    for (const text of tricks) expect(namesIn(await crm.finder.findByText(text)), text).toEqual([]);
    const character = fc.oneof(
      fc.constantFrom(...'\'"\\%_*?&|!{}[]()^~:+-;=#/ \n\t'),
      fc.string({ unit: 'grapheme', maxLength: 1 }),
    );
    const typed = fc.array(character, { minLength: 1, maxLength: 12 }).map((characters) => characters.join('').trim());
    await fc.assert(
      fc.asyncProperty(
        typed.filter((text) => text !== ''),
        async (text) => {
          expect((await crm.finder.findByText(text)).outcome, JSON.stringify(text)).toBe('found');
        },
      ),
      { numRuns: 40 },
    );
  });

  it('goes on when its token ends in between, and says how it is when it does not answer', async () => {
    crm.double.expireTokens();
    expect(namesIn(await crm.finder.findByPhone(PHONE))).toEqual([DEAL.name]);
    crm.double.failNext([{ status: 429, retryAfter: 7 }]);
    expect(await crm.finder.findByPhone(PHONE)).toMatchObject({ outcome: 'unavailable', retryAfter: 7_000 });
    crm.double.failNext([{ status: 503 }]);
    expect((await crm.finder.findByText('fleet')).outcome).toBe('unavailable');
    crm.double.failNext(['garbage', 'garbage']);
    expect((await crm.finder.findByText('fleet')).outcome).toBe('unusable');
    crm.double.failAlways('surprise');
    for (const found of [await crm.finder.findByPhone(PHONE), await crm.finder.findByText('fleet')]) {
      expect(['found', 'unusable', 'refused']).toContain(found.outcome);
    }
    crm.double.failAlways(undefined);
  });

  it('does not name what is won or lost, nor what its user may not see', async () => {
    const other = DEMO_OPPORTUNITIES[1] ?? expect.fail('there is no second deal');
    const { name } = other;
    expect(namesIn(await crm.finder.findByText(name))).toEqual([name]);
    crm.double.hide(crm.idOf(other.id));
    expect(namesIn(await crm.finder.findByText(name))).toEqual([]);
    crm.double.close(crm.idOf(DEAL.id));
    expect(await crm.finder.findByPhone(PHONE)).toEqual({ outcome: 'found', matches: [] });
    expect(namesIn(await crm.finder.findByText(DEAL.name))).toEqual([]);
  });
});

describe('a number that was typed as people type', () => {
  it.each(VENDORS.map((vendor) => [vendor.kind, vendor] as const))('is found in %s', async (_kind, vendor) => {
    for (const typed of ['(415) 555-0101', '+1 415-555-0101', '1.415.555.0101']) {
      const phones = [{ number: typed, label: 'mobile' }];
      const people = DEAL.people.map((person) => (person.id === PERSON.id ? { ...person, phones } : person));
      const crm = await openVendor(vendor, [{ ...DEAL, people }]);
      expect(namesIn(await crm.finder.findByPhone(PHONE)), typed).toEqual([DEAL.name]);
      await crm.stop();
    }
  });
});

describe('a CRM that only sends', () => {
  it('is not searched', () => {
    const source = v.parse(sourceSchema, { id: 'one', kind: 'generic', callbackUrl: 'https://crm.example/' });
    expect(crmFinding(() => accessTo(source, {}))(source)).toBeUndefined();
  });
});
