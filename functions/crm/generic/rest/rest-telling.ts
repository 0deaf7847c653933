/** Writes calls, notes, callbacks and people into a CRM by its description. */
import type { GenericSource } from '#core/contracts/configuration.ts';
import type { RestDescription } from '#core/contracts/rest-description.ts';
import type { Delivered } from '#core/ports/crm.ts';
import type { CallSummary } from '../../call-summary.ts';
import type { CrmAccess, CrmTelling } from '../../connector.ts';
import { deliveryFailure } from '../../crm-session.ts';
import { withRecordOfContact } from '../../record-subjects.ts';
import { tellRecords } from '../../tell-records.ts';
import { restClient } from './rest-client.ts';
import { userIdOf } from './rest-users.ts';
import { callAsTold } from './what-is-told.ts';
import { writePerson } from './write-person.ts';
import { writeRecord } from './write-record.ts';

export function restTelling(
  access: Omit<CrmAccess<GenericSource>, 'log' | 'pause'>,
  rest: RestDescription,
): CrmTelling {
  const { source, records } = access;
  const client = restClient(rest, access);

  async function logCall(told: CallSummary): Promise<Delivered> {
    const summary = { ...told, call: await withRecordOfContact(records, told.call) };
    const { opportunityId, contactId: personId, takenBy, agentUsername, outcome } = summary.call;
    const { update, upsert } = rest.calls ?? {};
    // Whoever can change the entry has it changed; else the note is a record of its own, with an id of its own.
    const isOwnNote = told.addition !== undefined && update === undefined && upsert === undefined;
    const callId = isOwnNote ? `${told.call.callId}-${told.addition + 1}` : told.call.callId;
    const user = await userIdOf(client, rest, takenBy ?? agentUsername);
    if (user.outcome !== 'found') return deliveryFailure(user);
    const subject = {
      key: summary.call,
      names: { callId, opportunityId, personId, userId: user.id },
      told: callAsTold({ ...summary, call: { ...summary.call, callId } }, user.id),
    };
    const followUpId = `follow-up:${told.call.callId}`;
    const entries = [
      { described: isOwnNote ? (rest.notes ?? rest.calls) : rest.calls, subjectId: callId },
      ...(outcome?.notes && !isOwnNote ? [{ described: rest.notes, subjectId: `note:${callId}` }] : []),
      ...(outcome?.followUpAt === undefined ? [] : [{ described: rest.followUps, subjectId: followUpId }]),
    ];
    let delivered: Delivered = { outcome: 'dropped', reason: 'calls-are-not-kept-there' };
    for (const { described, subjectId } of entries) {
      if (described === undefined) continue;
      delivered = await writeRecord(client, records, described, { ...subject, subjectId });
      if (delivered.outcome !== 'delivered') return delivered;
    }
    return delivered;
  }

  return tellRecords({ logCall, writeContact: (told) => writePerson(client, rest, source, records, told) });
}
