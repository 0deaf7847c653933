/**
 * `/crm/v3/objects/{deals,contacts}/search` (API reference, "Search the CRM"): at most 5 filter groups of 6 filters, 200 records and
 * 3,000 characters of a query, which is looked for in the object's default texts. Phone numbers are compared in properties that HubSpot
 * calculates, without the country's prefix.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { DoubleAnswer, Json } from '../double-http.ts';
import { dealProperties } from './hubspot-demo.ts';
import { invalid } from './hubspot-rules.ts';
import type { HubspotStore } from './hubspot-store.ts';

const [MAX_GROUPS, MAX_FILTERS, MAX_LIMIT, MAX_QUERY] = [5, 6, 200, 3_000];
const TEXTS: Readonly<Record<'deals' | 'contacts', readonly string[]>> = {
  deals: ['dealname', 'pipeline', 'dealstage', 'description', 'dealtype'],
  contacts: ['firstname', 'lastname', 'email', 'phone', 'mobilephone', 'company'],
};

/** A deal's properties, with those by which it is searched. */
export function visibleDeal({ deals, hidden, closed }: HubspotStore, id: string): Json | undefined {
  const deal = deals.get(id);
  if (deal === undefined || hidden.has(id)) return undefined;
  const searched = { hs_is_closed: String(closed.has(id)), hs_lastmodifieddate: '2026-11-01T09:00:00.000Z' };
  return { description: null, dealtype: null, ...dealProperties(deal), ...searched };
}

export function searchAnswer(store: HubspotStore, type: 'deals' | 'contacts', body: Json): DoubleAnswer {
  const {
    query = '',
    limit = 10,
    filterGroups = [],
  } = body as { query?: string; limit?: number; filterGroups?: Json[] };
  const groups = filterGroups.map(({ filters }) => (filters ?? []) as readonly Json[]);
  if (query.length > MAX_QUERY || limit > MAX_LIMIT) return invalid('query or limit is too large');
  if (groups.length > MAX_GROUPS || groups.some((group) => group.length > MAX_FILTERS))
    return invalid('too many filters');
  const records = type === 'deals' ? [...store.deals.keys()] : [...store.contacts.keys()];
  const rows = records.flatMap((id) => {
    const properties = type === 'deals' ? visibleDeal(store, id) : searchedContact(store.contacts.get(id) ?? {});
    return properties === undefined ? [] : [{ id, properties }];
  });
  const known = new Set(rows.flatMap(({ properties }) => Object.keys(properties)));
  const strange = groups
    .flat()
    .find(({ propertyName, operator }) => !known.has(String(propertyName)) || operator !== 'EQ');
  if (strange !== undefined) return invalid(`There was a problem with the filter on ${strange.propertyName}`);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const results = rows.filter(({ properties }) => {
    const text = TEXTS[type]
      .map((name) => String(properties[name] ?? ''))
      .join(' ')
      .toLowerCase();
    const fits = groups.some((group) =>
      group.every(({ propertyName, value }) => String(properties[String(propertyName)] ?? '') === value),
    );
    return (groups.length === 0 || fits) && words.every((word) => text.includes(word));
  });
  return { status: 200, json: { total: results.length, results: results.slice(0, limit) } };
}

const searchedContact = (properties: Json): Json => {
  const numeric = (name: string): string =>
    parsePhoneNumberFromString(String(properties[name] ?? ''), 'US')?.nationalNumber ?? '';
  return {
    ...properties,
    hs_searchable_calculated_phone_number: numeric('phone'),
    hs_searchable_calculated_mobile_number: numeric('mobilephone'),
  };
};
