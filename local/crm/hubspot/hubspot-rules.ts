/** What HubSpot takes in a record and what it refuses, in its own words (API reference; "CRM API error handling"). */
import type { DoubleAnswer, Json } from '../double-http.ts';
import { DISPOSITIONS } from './hubspot-demo.ts';
import type { HubspotStore } from './hubspot-store.ts';

export const refused = (status: number, category: string, message = category): DoubleAnswer => ({
  status,
  json: { status: 'error', message, category, correlationId: '0aa0aa0a-0000-4000-8000-000000000009' },
});
export const notFound = (): DoubleAnswer => refused(404, 'OBJECT_NOT_FOUND');
export const invalid = (message: string): DoubleAnswer => refused(400, 'VALIDATION_ERROR', message);

const CALL_STATUS = [
  ...['BUSY', 'CALLING_CRM_USER', 'CANCELED', 'COMPLETED', 'CONNECTING', 'FAILED', 'IN_PROGRESS', 'NO_ANSWER'],
  ...['QUEUED', 'RINGING'],
];
const CALL_PROPERTIES = new Set([
  ...['hs_timestamp', 'hs_call_title', 'hs_call_body', 'hs_call_direction', 'hs_call_duration', 'hs_call_status'],
  ...['hs_call_from_number', 'hs_call_to_number', 'hs_call_recording_url', 'hs_call_disposition', 'hubspot_owner_id'],
  ...['hs_call_callee_object_id', 'hs_call_callee_object_type', 'hs_call_external_id'],
]);
const CONTACT_PROPERTIES = new Set([
  ...['firstname', 'lastname', 'email', 'jobtitle', 'company', 'hs_timezone', 'phone', 'mobilephone'],
]);

const unknownIn = (properties: Json, known: ReadonlySet<string>): string | undefined => {
  const unknown = Object.keys(properties).find((name) => !known.has(name));
  return unknown === undefined ? undefined : `Property "${unknown}" does not exist`;
};

export const faultOfContact = (properties: Json): string | undefined => unknownIn(properties, CONTACT_PROPERTIES);

export function faultOfCall(properties: Json): string | undefined {
  const unknown = unknownIn(properties, CALL_PROPERTIES);
  if (unknown !== undefined) return unknown;
  if (Number.isNaN(Date.parse(String(properties.hs_timestamp)))) return 'hs_timestamp is required';
  if (!CALL_STATUS.includes(String(properties.hs_call_status))) return 'hs_call_status is no option';
  if (!['INBOUND', 'OUTBOUND'].includes(String(properties.hs_call_direction))) return 'hs_call_direction is no option';
  const disposition = properties.hs_call_disposition;
  if (disposition !== undefined && !DISPOSITIONS.some(({ id }) => id === disposition)) return 'no such disposition';
  return undefined;
}

/** Whether the old id of a contact who was merged may be associated is not documented: here it may not. */
export function faultOfAssociations({ deals, contacts }: HubspotStore, associations: unknown): string | undefined {
  for (const { to, types } of (associations as { to: Json; types: Json[] }[] | undefined) ?? []) {
    const [type] = types;
    if (type?.associationCategory !== 'HUBSPOT_DEFINED' || ![194, 206].includes(Number(type.associationTypeId))) {
      return 'no such association type';
    }
    const isThere = (type.associationTypeId === 206 ? deals : contacts).has(String(to.id));
    if (!isThere) return 'one or more associations are not valid';
  }
  return undefined;
}
