/** What an agent has changed about a person, in HubSpot: only that. */
import type { HubspotSource } from '#core/contracts/configuration.ts';
import type { ContactView } from '#core/contracts/opportunity-context.ts';
import type { CrmRecords, Delivered } from '#core/ports/crm.ts';
import { deliveryFailure } from '../crm-session.ts';
import { keepRecord, recordMade } from '../keep-record.ts';
import { addedRecordOf, type ContactTold, contactSubject, isChangedIn } from '../record-subjects.ts';
import type { HubspotClient } from './hubspot-client.ts';
import { contactNow, contactPath, isHubspotId } from './hubspot-survivor.ts';

/** HUBSPOT_DEFINED: from a contact to a deal. */
const CONTACT_TO_DEAL = 4;

export async function writeContact(
  client: HubspotClient,
  { id: sourceId }: HubspotSource,
  records: CrmRecords,
  { opportunityId, contactId, contact, changes }: ContactTold,
): Promise<Delivered> {
  const key = { sourceId, opportunityId };
  const subject = contactSubject.of(contactId);
  const ours = await addedRecordOf(records, key, contactId);
  const recordId = encodeURIComponent(ours ?? contactId);
  if (contact === undefined) {
    const path = `/crm/v4/objects/deals/${encodeURIComponent(opportunityId)}/associations/contacts/${recordId}`;
    const gone = await client.request('DELETE', path);
    return gone.outcome === 'ok' ? { outcome: 'delivered' } : deliveryFailure(gone);
  }
  if (ours !== undefined || isHubspotId(contactId)) {
    const properties = propertiesOf(contact, isChangedIn({ changes }));
    if (Object.keys(properties).length === 0) return { outcome: 'delivered' };
    const known = ours ?? contactId;
    const updated = await client.request('PATCH', contactPath(known), { properties });
    if (updated.outcome === 'ok') return { outcome: 'delivered' };
    const now = updated.outcome === 'gone' ? await contactNow(client, known) : undefined;
    if (now?.outcome === 'unavailable') return deliveryFailure(now);
    if (now?.outcome !== 'found' || now.id === known) return deliveryFailure(updated);
    const followed = await client.request('PATCH', contactPath(now.id), { properties });
    return followed.outcome === 'ok' ? { outcome: 'delivered' } : deliveryFailure(followed);
  }
  // An agent has added the person here.
  return keepRecord(records, key, subject, {
    find: async () => ({ outcome: 'none' }),
    create: async () =>
      recordMade(
        await client.request('POST', '/crm/v3/objects/contacts', {
          properties: propertiesOf(contact, () => true),
          associations: [
            {
              to: { id: opportunityId },
              types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: CONTACT_TO_DEAL }],
            },
          ],
        }),
      ),
    update: async (known) =>
      recordMade(
        await client.request('PATCH', contactPath(known), {
          properties: propertiesOf(contact, () => true),
        }),
      ),
  });
}

/** An empty text clears a property. A role is a label of the association, which the account defines: it is not written. */
function propertiesOf(
  { name, title, company, email, phones }: ContactView,
  isWanted: (field: string) => boolean,
): Readonly<Record<string, string>> {
  const words = name.trim().split(/\s+/);
  const mobile = phones.find(({ label }) => /mobil|cell|handy/i.test(label ?? ''));
  const other = phones.find((phone) => phone !== mobile);
  return {
    ...(isWanted('name') && { firstname: words.slice(0, -1).join(' '), lastname: words.at(-1) ?? name }),
    ...(isWanted('title') && { jobtitle: title ?? '' }),
    ...(isWanted('company') && { company: company ?? '' }),
    ...(isWanted('email') && { email: email ?? '' }),
    ...(isWanted('phones') && { mobilephone: mobile?.number ?? '', phone: other?.number ?? '' }),
  };
}
