/** An opportunity as a CRM sends it, with names that break what is not careful. */
import fc from 'fast-check';
import type { ContactInput, DocumentInput, OpportunityInput } from '#core/contracts/call-request.ts';

export const AT = '2026-11-24T10:00:00.000Z';
export const later = (minutes: number) => new Date(Date.parse(AT) + minutes * 60_000).toISOString();
export const KEY = { sourceId: 'demo-crm', opportunityId: 'opp/1#001' };

export const HOSTILE_NAMES = {
  markup: '<img src=x onerror="alert(1)">&amp;\'; DROP TABLE',
  emoji: '👩🏽‍🚀🏳️‍🌈 Δέλτα',
  rightToLeft: 'שלום ‏عالم‎ Ltd',
  long: 'ß'.repeat(500),
} as const;

export const opportunity = (changes: Partial<OpportunityInput> = {}): OpportunityInput => ({
  id: KEY.opportunityId,
  name: 'Fleet renewal 2027',
  stage: 'Negotiation',
  amount: 125_000,
  currency: 'EUR',
  owner: { username: 'ana' },
  attributes: { industry: 'Logistics', huge: 1e300, tiny: 5e-324, '': 'nameless' },
  ...changes,
});

export const contact = (id: string, changes: Partial<ContactInput> = {}): ContactInput => ({
  id,
  name: `Person ${id}`,
  phones: [],
  group: 'stakeholder',
  primary: false,
  doNotCall: false,
  attributes: {},
  ...changes,
});

export const document = (id: string, changes: Partial<DocumentInput> = {}): DocumentInput => ({
  id,
  title: `Document ${id}`,
  fileName: `${id}.pdf`,
  ...changes,
});

/** A CRM's own fields: any JSON, with the numbers that DynamoDB refuses and those that lose digits. */
export const crmAttributes = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 128 }),
  fc.oneof(
    fc.constantFrom(1e300, -1e300, 5e-324, 2 ** 53 + 2, 0.1, 0),
    fc.double({ noDefaultInfinity: true, noNaN: true }).filter((number) => !Object.is(number, -0)),
    fc.string({ unit: 'binary' }),
    fc.boolean(),
  ),
  { noNullPrototype: true },
);
