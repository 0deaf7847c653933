/** What an agent has changed about a person, in a CRM by its description. */
import type { GenericSource } from '#core/contracts/configuration.ts';
import type { RestDescription, RestWrite } from '#core/contracts/rest-description.ts';
import type { CrmRecords, Delivered } from '#core/ports/crm.ts';
import { type CrmAnswer, deliveryFailure } from '../../crm-session.ts';
import { keepRecord } from '../../keep-record.ts';
import { addedRecordOf, type ContactTold, contactSubject, isChangedIn } from '../../record-subjects.ts';
import type { RestClient } from './rest-client.ts';
import { personAsTold } from './what-is-told.ts';
import { made } from './write-record.ts';

const NOT_THERE: Delivered = { outcome: 'dropped', reason: 'people-are-not-kept-there' };
/** Somebody is one of the opportunity's already. */
const CONFLICT = 409;

export async function writePerson(
  client: RestClient,
  { personWrites }: RestDescription,
  { id: sourceId }: GenericSource,
  records: CrmRecords,
  { opportunityId, contactId, contact, changes }: ContactTold,
): Promise<Delivered> {
  if (personWrites === undefined) return NOT_THERE;
  const { update, create, link, remove, id: idExpression } = personWrites;
  const key = { sourceId, opportunityId };
  const ours = await addedRecordOf(records, key, contactId);
  if (contact === undefined) {
    const names = { opportunityId, personId: ours ?? contactId };
    return remove === undefined ? NOT_THERE : delivered(await client.write(remove, names, names));
  }
  const write = (request: RestWrite, personId: string, isChanged?: (field: string) => boolean): Promise<CrmAnswer> =>
    client.write(request, { opportunityId, personId }, personAsTold(contact, opportunityId, personId), isChanged);
  const isChanged = isChangedIn({ changes });
  const updated =
    update === undefined || !hasToSay(update, isChanged)
      ? undefined
      : await write(update, ours ?? contactId, isChanged);
  if (ours === undefined && create !== undefined && (updated?.outcome === 'gone' || update === undefined)) {
    // The CRM does not know the id: an agent has added the person here.
    const kept = await keepRecord(records, key, contactSubject.of(contactId), {
      find: async () => ({ outcome: 'none' }),
      create: async () => made(await write(create, contactId), idExpression),
      update: async (recordId) => ({ outcome: 'kept', recordId }),
    });
    if (kept.outcome !== 'delivered') return kept;
  } else if (updated !== undefined && updated.outcome !== 'ok') {
    return deliveryFailure(updated);
  }
  const added = link === undefined ? undefined : (ours ?? (await addedRecordOf(records, key, contactId)));
  if (link === undefined || added === undefined) return { outcome: 'delivered' };
  const answer = await write(link, added);
  const isLinked = answer.outcome === 'invalid' && answer.status === CONFLICT;
  return isLinked ? { outcome: 'delivered' } : delivered(answer);
}

/** A request that says only what has changed is not made for what it has no words for. */
const hasToSay = ({ whenChanged }: RestWrite, isChanged: (field: string) => boolean): boolean =>
  whenChanged === undefined || Object.keys(whenChanged).some(isChanged);

const delivered = (answer: CrmAnswer): Delivered =>
  answer.outcome === 'ok' ? { outcome: 'delivered' } : deliveryFailure(answer);
