/** `/crm/v3/objects/notes` (API guide "Notes"): a note needs its time, has 65,536 characters, and hangs on a deal by type 214. */
import type { DoubleAnswer, Json } from '../double-http.ts';
import { invalid, notFound } from './hubspot-rules.ts';
import type { HubspotStore } from './hubspot-store.ts';

const KNOWN = ['hs_timestamp', 'hs_note_body', 'hubspot_owner_id', 'hs_attachment_ids'];
const MAX_BODY = 65_536;
const NOTE_TO_DEAL = 214;

export function noteAnswer(store: HubspotStore, method: string, id: string | undefined, body: Json): DoubleAnswer {
  const known = store.notes.get(id ?? '');
  if (method !== 'POST' && known === undefined) return notFound();
  if (method === 'DELETE') {
    store.notes.delete(id ?? '');
    return { status: 204 };
  }
  const properties = { ...known?.properties, ...(body.properties as Json | undefined) };
  const fault = faultOf(properties);
  if (fault !== undefined) return invalid(fault);
  const dealId = known?.dealId ?? dealIn(body.associations);
  if (dealId === undefined) return invalid('no such association type');
  if (!store.deals.has(dealId)) return notFound();
  const key = known === undefined ? store.nextId() : (id ?? '');
  store.notes.set(key, { properties, dealId });
  return { status: known === undefined ? 201 : 200, json: { id: key, properties } };
}

function faultOf(properties: Json): string | undefined {
  const unknown = Object.keys(properties).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) return `Property "${unknown}" does not exist`;
  if (Number.isNaN(Date.parse(String(properties.hs_timestamp)))) return 'hs_timestamp is required';
  return String(properties.hs_note_body ?? '').length > MAX_BODY ? 'hs_note_body is too long' : undefined;
}

function dealIn(associations: unknown): string | undefined {
  const [first] = (associations as { to: Json; types: Json[] }[] | undefined) ?? [];
  return first?.types[0]?.associationTypeId === NOTE_TO_DEAL ? String(first.to.id) : undefined;
}
