/** What an agent has changed about a person, in Dataverse: only that. A role is a connection's, and is not written. */
import type { Dynamics365Source } from '#core/contracts/configuration.ts';
import type { ContactView } from '#core/contracts/opportunity-context.ts';
import type { CrmRecords, Delivered } from '#core/ports/crm.ts';
import type { OpportunityKey } from '#core/ports/opportunity-store.ts';
import { type CrmAnswer, type CrmFailure, deliveryFailure } from '../crm-session.ts';
import { asJson, type Json } from '../json.ts';
import { type Kept, keepRecord } from '../keep-record.ts';
import { addedRecordOf, type ContactTold, contactSubject, isChangedIn } from '../record-subjects.ts';
import { derivedGuid } from './derived-guid.ts';
import { type Dynamics365Client, isDuplicate } from './dynamics365-client.ts';
import { CONTACT_PHONES } from './dynamics365-people.ts';
import { guidOf, odataPath } from './odata.ts';

/** Connections between one opportunity and one person: a few roles, each perhaps with its reciprocal one. */
const MAX_CONNECTIONS = 100;

type ContactRecord =
  | { readonly outcome: 'found'; readonly id: string | undefined }
  | Extract<CrmFailure, { outcome: 'unavailable' }>;

/** One who was merged may have been merged before. */
const MOST_MERGES = 5;

/**
 * The contact's GUID: of a person whom an agent has added here, that of the record that was made; of one who was merged, of whom that
 * was into ("Contact" table reference: `merged`, `masterid`). Undefined when there is none.
 */
export async function contactRecordOf(
  client: Dynamics365Client,
  records: CrmRecords,
  key: OpportunityKey,
  contactId: string,
): Promise<ContactRecord> {
  let known = guidOf(contactId) ?? (await addedRecordOf(records, key, contactId));
  for (let merges = 0; known !== undefined && merges < MOST_MERGES; merges += 1) {
    const answer = await client.get(odataPath(`contacts(${known})`, { $select: 'merged,_masterid_value' }));
    if (answer.outcome === 'unavailable') return answer;
    const { merged, _masterid_value: master } = asJson(answer.outcome === 'ok' ? answer.json : undefined);
    if (merged !== true) break;
    known = guidOf(master) ?? known;
  }
  return { outcome: 'found', id: known };
}

export async function writeContact(
  client: Dynamics365Client,
  { id: sourceId }: Dynamics365Source,
  records: CrmRecords,
  { opportunityId, contactId, contact, changes }: ContactTold,
): Promise<Delivered> {
  const key = { sourceId, opportunityId };
  const opportunity = guidOf(opportunityId);
  if (opportunity === undefined) return { outcome: 'dropped', reason: 'record-gone' };
  const record = await contactRecordOf(client, records, key, contactId);
  if (record.outcome !== 'found') return deliveryFailure(record);
  const { id: recordId } = record;
  if (contact === undefined) return recordId === undefined ? DELIVERED : disconnect(client, opportunity, recordId);
  if (recordId !== undefined) {
    const columns = columnsOf(contact, isChangedIn({ changes }));
    if (Object.keys(columns).length === 0) return DELIVERED;
    const updated = await client.patch(`contacts(${recordId})`, columns);
    return updated.outcome === 'ok' ? DELIVERED : deliveryFailure(updated);
  }
  const columns = columnsOf(contact, () => true);
  const subject = contactSubject.of(contactId);
  const ownId = derivedGuid('contact', sourceId, opportunity, contactId);
  return keepRecord(records, key, subject, {
    find: async () => ({ outcome: 'none' }),
    async create() {
      const made = await client.post('contacts', { contactid: ownId, ...columns });
      if (!isThere(made)) return made;
      const connected = await client.post('connections', {
        connectionid: derivedGuid('connection', sourceId, opportunity, contactId),
        'record1id_opportunity@odata.bind': `/opportunities(${opportunity})`,
        'record2id_contact@odata.bind': `/contacts(${ownId})`,
      });
      return isThere(connected) ? { outcome: 'kept', recordId: ownId } : connected;
    },
    update: async (known): Promise<Kept> => {
      const updated = await client.patch(`contacts(${known})`, columns);
      return updated.outcome === 'ok' ? { outcome: 'kept', recordId: known } : updated;
    },
  });
}

const DELIVERED: Delivered = { outcome: 'delivered' };

type Refused = Exclude<CrmAnswer, { outcome: 'ok' }>;
const isThere = (answer: CrmAnswer): answer is Exclude<CrmAnswer, Refused> =>
  answer.outcome === 'ok' || isDuplicate(answer);

/** The person stays, only the connections go. The opportunity's own contact and customer are its own, and stay too. */
async function disconnect(client: Dynamics365Client, opportunity: string, contact: string): Promise<Delivered> {
  const between = (one: string, two: string): string => `(_record1id_value eq ${one} and _record2id_value eq ${two})`;
  const $filter = `${between(opportunity, contact)} or ${between(contact, opportunity)}`;
  const found = await client.list(odataPath('connections', { $select: 'connectionid', $filter }), MAX_CONNECTIONS);
  if (found.outcome !== 'listed') return deliveryFailure(found);
  for (const id of found.records.flatMap(({ connectionid }) => guidOf(connectionid) ?? [])) {
    const gone = await client.delete(`connections(${id})`);
    // The reciprocal one goes with the first.
    if (gone.outcome !== 'ok' && gone.outcome !== 'gone') return deliveryFailure(gone);
  }
  return DELIVERED;
}

/** A person has three numbers there: those labelled as they are read, the others where there is room. */
function columnsOf({ name, title, email, phones, doNotCall }: ContactView, isWanted: (field: string) => boolean): Json {
  const words = name.trim().split(/\s+/);
  return {
    ...(isWanted('name') && { firstname: words.slice(0, -1).join(' '), lastname: words.at(-1) ?? name }),
    ...(isWanted('title') && { jobtitle: title ?? null }),
    ...(isWanted('email') && { emailaddress1: email ?? null }),
    ...(isWanted('doNotCall') && { donotphone: doNotCall }),
    ...(isWanted('phones') && phoneColumns(phones)),
  };
}

function phoneColumns(phones: ContactView['phones']): Json {
  const labelled = CONTACT_PHONES.map(([, label]) => phones.find((phone) => phone.label?.toLowerCase() === label));
  const others = phones.filter((phone) => !labelled.includes(phone));
  return Object.fromEntries(
    CONTACT_PHONES.map(([column], index) => [column, (labelled[index] ?? others.shift())?.number ?? null]),
  );
}
