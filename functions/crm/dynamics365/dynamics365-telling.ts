/** What Dynamics 365 is told: calls as phone call activities, agents' changes of people. */
import type { Dynamics365Source } from '#core/contracts/configuration.ts';
import type { Delivered } from '#core/ports/crm.ts';
import { crmUserOf } from '../agent-names.ts';
import type { CallSummary } from '../call-summary.ts';
import type { CrmAccess, CrmTelling } from '../connector.ts';
import { type CrmAnswer, type CrmFailure, deliveryFailure } from '../crm-session.ts';
import { type Kept, keepRecord } from '../keep-record.ts';
import { tellRecords } from '../tell-records.ts';
import { derivedGuid } from './derived-guid.ts';
import { bindingsOf, endOf, OPEN, phonecallFrom } from './dynamics365-call.ts';
import { type Dynamics365Client, dynamics365Client, isDuplicate } from './dynamics365-client.ts';
import { dynamics365Documents } from './dynamics365-documents.ts';
import { contactRecordOf, writeContact } from './dynamics365-write-contact.ts';
import { guidOf, literal, odataPath } from './odata.ts';

export function dynamics365Telling(access: CrmAccess<Dynamics365Source>): CrmTelling {
  const { source, records } = access;
  const client = dynamics365Client(access);

  async function logCall(summary: CallSummary): Promise<Delivered> {
    const { call } = summary;
    const opportunityId = guidOf(call.opportunityId);
    if (opportunityId === undefined) return { outcome: 'dropped', reason: 'record-gone' };
    const user = await userOf(client, source, call.takenBy ?? call.agentUsername);
    if (user.outcome === 'unavailable') return deliveryFailure(user);
    const phonecall = phonecallFrom(summary, user.id);
    const ownId = derivedGuid('phonecall', source.id, call.callId);
    const make = (whom: string | undefined): Promise<CrmAnswer> =>
      client.post('phonecalls', {
        ...{ activityid: ownId, ...phonecall },
        ...bindingsOf(summary, opportunityId, whom, user.id),
      });

    return keepRecord(records, call, call.callId, {
      // Its id follows from the call's: what was made by somebody who could not say so is refused as a duplicate.
      find: async () => ({ outcome: 'none' }),
      // Parties are given here alone: those of an entry that is there go along with a merge.
      async create() {
        const person =
          call.contactId === undefined ? undefined : await contactRecordOf(client, records, call, call.contactId);
        if (person?.outcome === 'unavailable') return person;
        const contactId = person?.id;
        const whole = await make(contactId);
        // The person is deleted, or a user: the entry belongs to the opportunity all the same.
        const made = whole.outcome === 'gone' && contactId !== undefined ? await make(undefined) : whole;
        if (isDuplicate(made)) return change(client, ownId, phonecall, endOf(summary));
        return made.outcome === 'ok' ? step(client, ownId, endOf(summary)) : made;
      },
      update: (recordId) => change(client, recordId, phonecall, endOf(summary)),
    });
  }

  return tellRecords({
    logCall,
    writeContact: (told) => writeContact(client, source, records, told),
    documents: dynamics365Documents(client, source),
  });
}

/**
 * "Completed and canceled phone calls are read-only" (their reference) until their state alone is set: an entry is opened, changed,
 * and ended again. One that is interrupted stays open, and is told again.
 */
async function change(client: Dynamics365Client, id: string, phonecall: object, end: object): Promise<Kept> {
  let kept: Kept = { outcome: 'kept', recordId: id };
  for (const changes of [OPEN, phonecall, end]) {
    kept = await step(client, id, changes);
    if (kept.outcome !== 'kept') return kept;
  }
  return kept;
}

async function step(client: Dynamics365Client, id: string, changes: object): Promise<Kept> {
  const answer = await client.patch(`phonecalls(${id})`, { ...changes });
  return answer.outcome === 'ok' ? { outcome: 'kept', recordId: id } : answer;
}

type Found = { readonly outcome: 'found'; readonly id: string | undefined };

/** An entry without an agent is better than none: whoever is not found is left out. */
async function userOf(
  client: Dynamics365Client,
  source: Dynamics365Source,
  username: string | undefined,
): Promise<Found | Extract<CrmFailure, { outcome: 'unavailable' }>> {
  if (username === undefined) return { outcome: 'found', id: undefined };
  const user = crmUserOf(source, username);
  if ('id' in user) return { outcome: 'found', id: guidOf(user.id) };
  const isTheirs =
    'email' in user
      ? `internalemailaddress eq ${literal(user.email)}`
      : `startswith(internalemailaddress,${literal(`${user.emailName}@`)})`;
  const path = odataPath('systemusers', { $select: 'systemuserid', $filter: `${isTheirs} and isdisabled eq false` });
  const listed = await client.list(path, 1);
  if (listed.outcome === 'unavailable') return listed;
  return { outcome: 'found', id: listed.outcome === 'listed' ? guidOf(listed.records[0]?.systemuserid) : undefined };
}
