/** What an agent has changed about a person, in EspoCRM. The role is the opportunity's own and is not written back. */

import type { EspocrmSource } from '#core/contracts/configuration.ts';
import type { ContactView } from '#core/contracts/opportunity-context.ts';
import type { CrmRecords, Delivered } from '#core/ports/crm.ts';
import { deliveryFailure } from '../crm-session.ts';
import { keepRecord } from '../keep-record.ts';
import { addedRecordOf, type ContactTold, contactSubject } from '../record-subjects.ts';
import type { EspocrmClient, Json } from './espocrm-client.ts';

export async function writePerson(
  client: EspocrmClient,
  { id: sourceId }: EspocrmSource,
  records: CrmRecords,
  { opportunityId, contactId, contact }: ContactTold,
): Promise<Delivered> {
  const key = { sourceId, opportunityId };
  const ours = await addedRecordOf(records, key, contactId);
  const recordId = ours ?? contactId;
  if (contact === undefined) {
    const gone = await client.send('DELETE', ['Opportunity', opportunityId, 'contacts'], { id: recordId });
    return gone.outcome === 'ok' ? { outcome: 'delivered' } : deliveryFailure(gone);
  }
  const person = personOf(contact);
  const updated = await client.send('PUT', ['Contact', recordId], person);
  if (updated.outcome === 'ok') return { outcome: 'delivered' };
  if (updated.outcome !== 'gone' || ours !== undefined) return deliveryFailure(updated);
  // The CRM does not know the id: an agent has added the person here.
  return keepRecord(records, key, contactSubject.of(contactId), {
    find: async () => ({ outcome: 'none' }),
    async create() {
      const made = await client.send('POST', ['Contact'], { ...person, opportunitiesIds: [opportunityId] });
      if (made.outcome !== 'ok') return made;
      return { outcome: 'kept', recordId: String((made.json as Json).id) };
    },
    async update(known) {
      const answer = await client.send('PUT', ['Contact', known], person);
      return answer.outcome === 'ok' ? { outcome: 'kept', recordId: known } : answer;
    },
  });
}

/** Contact.json: a person's name is first and last name; phoneNumberData replaces all numbers, the first is the primary one. */
function personOf({ name, title, email, phones, doNotCall }: ContactView): Json {
  const words = name.trim().split(/\s+/);
  return {
    firstName: words.slice(0, -1).join(' '),
    lastName: words.at(-1) ?? name,
    title: title ?? '',
    emailAddress: email ?? null,
    doNotCall,
    phoneNumberData: phones.map(({ number, label }, index) => ({
      ...{ phoneNumber: number, primary: index === 0 },
      type: label === undefined ? 'Mobile' : `${label.charAt(0).toUpperCase()}${label.slice(1)}`,
    })),
  };
}
