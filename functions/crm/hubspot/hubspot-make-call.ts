import type { CallView } from '#core/contracts/call.ts';
import type { CrmAnswer } from '../crm-session.ts';
import type { HubspotClient } from './hubspot-client.ts';
import { contactNow, isHubspotId } from './hubspot-survivor.ts';

/**
 * A new entry of the call log. HubSpot refuses one with an association that is not valid, and says no more than that: only then it is
 * asked whom the person has become, and whether the deal is there. Whoever was deleted is left off, as the entry is the deal's, too; a person
 * who was added here and is not there yet is waited for.
 * @returns `gone` when the deal is
 */
export async function makeCall(
  client: HubspotClient,
  call: CallView,
  make: (call: CallView) => Promise<CrmAnswer>,
): Promise<CrmAnswer> {
  const made = await make(call);
  if (made.outcome !== 'invalid' && made.outcome !== 'gone') return made;
  const { contactId, ...rest } = call;
  const [deal, person] = await Promise.all([
    client.request('GET', `/crm/v3/objects/deals/${encodeURIComponent(call.opportunityId)}?properties=hs_object_id`),
    contactId === undefined || !isHubspotId(contactId) ? undefined : contactNow(client, contactId),
  ]);
  if (deal.outcome === 'gone' || deal.outcome === 'unavailable') return deal;
  if (person?.outcome === 'unavailable') return person;
  if (person?.outcome === 'none') return make(rest);
  return person?.outcome === 'found' && person.id !== contactId ? make({ ...rest, contactId: person.id }) : made;
}
