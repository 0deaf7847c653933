import type { CrmFailure } from '../crm-session.ts';
import { asJson, idOf } from '../json.ts';
import type { HubspotClient } from './hubspot-client.ts';

/** HubSpot's ids are numbers: another is ours, of a person whom an agent has added and whose record is still to be made. */
export const isHubspotId = (id: string): boolean => /^\d+$/.test(id);

export const contactPath = (id: string): string => `/crm/v3/objects/contacts/${encodeURIComponent(id)}`;

type ContactNow =
  | { readonly outcome: 'found'; readonly id: string }
  | { readonly outcome: 'none' }
  | Exclude<CrmFailure, { outcome: 'gone' }>;

/**
 * Who a contact is by now. One who was merged is read by the old id and answers with the new one (developer changelog, "Updated merge
 * functionality for contacts and companies"); what else may be done with the old id is not documented.
 */
export async function contactNow(client: HubspotClient, contactId: string): Promise<ContactNow> {
  const answer = await client.request('GET', `${contactPath(contactId)}?properties=hs_object_id`);
  if (answer.outcome === 'gone') return { outcome: 'none' };
  if (answer.outcome !== 'ok') return answer;
  const id = idOf(asJson(answer.json).id);
  return id === undefined ? { outcome: 'unusable', status: answer.status } : { outcome: 'found', id };
}
