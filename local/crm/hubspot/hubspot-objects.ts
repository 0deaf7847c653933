/** `/crm/v3/objects`: deals, contacts and calls, one by one and in batches (API reference, version 3 of objects). */
import type { DoubleAnswer, Json } from '../double-http.ts';
import { dealProperties, noteProperties } from './hubspot-demo.ts';
import { noteAnswer } from './hubspot-notes.ts';
import { faultOfAssociations, faultOfCall, faultOfContact, invalid, notFound } from './hubspot-rules.ts';
import { searchAnswer, visibleDeal } from './hubspot-search.ts';
import { contactIdNow, type HubspotStore } from './hubspot-store.ts';

const MAX_BATCH = 100;
const CALL_TO_DEAL = 206;

export function objectAnswer(
  store: HubspotStore,
  method: string,
  [type = '', id, verb]: readonly string[],
  body: Json,
): DoubleAnswer {
  if (id === 'batch' && verb === 'read') return batchRead(store, type, body);
  if (id === 'search' && (type === 'deals' || type === 'contacts')) return searchAnswer(store, type, body);
  if (type === 'deals') return dealAnswer(store, id ?? '');
  if (type === 'calls' && method === 'GET') return callRead(store, id ?? '');
  if (type === 'calls') return id === 'search' ? callSearch(store, body) : callWrite(store, method, id, body);
  if (type === 'notes') return noteAnswer(store, method, id, body);
  if (type === 'contacts' && method === 'GET') return contactRead(store, id ?? '');
  if (type === 'contacts') return contactWrite(store, method, id, body);
  return notFound();
}

function dealAnswer({ deals, hidden }: HubspotStore, id: string): DoubleAnswer {
  const deal = deals.get(id);
  if (deal === undefined || hidden.has(id)) return notFound();
  return { status: 200, json: { id, properties: dealProperties(deal), archived: false } };
}

/** Records that are not there are left out, and the answer is then 207. */
function batchRead(store: HubspotStore, type: string, body: Json): DoubleAnswer {
  const inputs = (body.inputs as Json[] | undefined) ?? [];
  if (inputs.length > MAX_BATCH) return invalid('Batch size is limited to 100');
  const results = inputs.flatMap((input) => {
    const id = String(input.id);
    const properties = propertiesOf(store, type, id);
    return properties === undefined ? [] : [{ id, properties }];
  });
  const isWhole = results.length === inputs.length;
  return { status: isWhole ? 200 : 207, json: { status: 'COMPLETE', results, ...(!isWhole && { numErrors: 1 }) } };
}

function propertiesOf(store: HubspotStore, type: string, id: string): Json | undefined {
  if (type === 'contacts') return store.contacts.get(id);
  if (type === 'deals') return visibleDeal(store, id);
  return store.notes.get(id)?.properties ?? noteProperties(id, store.deals);
}

/** `?associations=deals` is answered whatever is asked; without an association the member is absent. */
function callRead({ calls }: HubspotStore, id: string): DoubleAnswer {
  const call = calls.get(id);
  if (call === undefined) return notFound();
  const results = call.associations
    .filter(({ types }) => (types as Json[])[0]?.associationTypeId === CALL_TO_DEAL)
    .map(({ to }) => ({ id: String((to as Json).id), type: 'call_to_deal' }));
  const associations = results.length === 0 ? {} : { associations: { deals: { results } } };
  return { status: 200, json: { id, properties: call.properties, ...associations, archived: false } };
}

function callSearch({ calls }: HubspotStore, body: Json): DoubleAnswer {
  const [filter] = ((body.filterGroups as Json[] | undefined)?.[0]?.filters as Json[] | undefined) ?? [];
  const results = [...calls]
    .filter(([, { properties }]) => properties[String(filter?.propertyName)] === filter?.value)
    .map(([id, { properties }]) => ({ id, properties }));
  return { status: 200, json: { total: results.length, results } };
}

function callWrite(store: HubspotStore, method: string, id: string | undefined, body: Json): DoubleAnswer {
  const known = method === 'PATCH' ? store.calls.get(id ?? '') : undefined;
  if (method === 'PATCH' && known === undefined) return notFound();
  const properties = { ...known?.properties, ...(body.properties as Json | undefined) };
  const fault =
    faultOfCall(properties) ?? (method === 'POST' ? faultOfAssociations(store, body.associations) : undefined);
  if (fault !== undefined) return invalid(fault);
  const key = known === undefined ? store.nextId() : (id ?? '');
  const associations = known?.associations ?? (body.associations as Json[] | undefined) ?? [];
  store.calls.set(key, { properties, associations });
  return { status: known === undefined ? 201 : 200, json: { id: key, properties } };
}

/**
 * By the id of one who was merged, too: "fetching any records using the original IDs will return the new merged record" (developer
 * changelog, "Updated merge functionality for contacts and companies"). For writing that is not said, and it is refused.
 */
function contactRead(store: HubspotStore, asked: string): DoubleAnswer {
  const id = contactIdNow(store, asked);
  const properties = store.contacts.get(id);
  return properties === undefined ? notFound() : { status: 200, json: { id, properties, archived: false } };
}

function contactWrite(store: HubspotStore, method: string, id: string | undefined, body: Json): DoubleAnswer {
  const properties = (body.properties as Json | undefined) ?? {};
  const fault = faultOfContact(properties);
  if (fault !== undefined) return invalid(fault);
  const known = method === 'PATCH' ? store.contacts.get(id ?? '') : {};
  if (known === undefined) return notFound();
  const key = method === 'PATCH' ? (id ?? '') : store.nextId();
  store.contacts.set(key, { ...known, ...properties });
  for (const { to } of (body.associations as { to: Json }[] | undefined) ?? []) {
    const dealId = String(to.id);
    store.added.set(dealId, [...(store.added.get(dealId) ?? []), key]);
  }
  return { status: method === 'PATCH' ? 200 : 201, json: { id: key, properties: store.contacts.get(key) } };
}
