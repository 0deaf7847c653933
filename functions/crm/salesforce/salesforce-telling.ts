/**
 * What Salesforce is told: calls as tasks, agents' changes of people. A task is upserted by our id of the call, in a field that is
 * unique: whatever is repeated or comes at once ends in one task, so that nobody has to keep account of which were made.
 */
import type { SalesforceSource } from '#core/contracts/configuration.ts';
import type { Delivered } from '#core/ports/crm.ts';
import type { CallSummary } from '../call-summary.ts';
import type { CrmAccess, CrmTelling } from '../connector.ts';
import type { CrmAnswer } from '../crm-session.ts';
import type { Json } from '../json.ts';
import { contactSubject } from '../record-subjects.ts';
import { tellRecords } from '../tell-records.ts';
import { deliveryOf, errorCode } from './salesforce-answer.ts';
import { salesforceClient } from './salesforce-client.ts';
import { survivorOf } from './salesforce-survivor.ts';
import { taskOf, withoutWhatFailed } from './salesforce-task.ts';
import { userIdOf } from './salesforce-users.ts';
import { writeContact } from './salesforce-write-contact.ts';
import { salesforceDocuments } from './salesforce-write-document.ts';

export function salesforceTelling(access: CrmAccess<SalesforceSource>): CrmTelling {
  const { source, records } = access;
  const client = salesforceClient(access);

  async function logCall(summary: CallSummary): Promise<Delivered> {
    const { call } = summary;
    const { callId, contactId, opportunityId } = call;
    const [owner, subjects] = await Promise.all([
      userIdOf(client, source, call.takenBy ?? call.agentUsername),
      records.subjects({ sourceId: source.id, opportunityId }),
    ]);
    if (owner.outcome !== 'found') return deliveryOf(owner);
    const subject = contactId === undefined ? undefined : contactSubject.of(contactId);
    const who = [...subjects].find(([, known]) => known === subject)?.[0] ?? contactId;
    const answer = await upsert(callId, taskOf(summary, source, who, owner.id));
    // Not the opportunity, but the field of our id is not there: somebody will make it.
    if (errorCode(answer) === 'NOT_FOUND') return { outcome: 'failed', status: 404, retryAfter: 0 };
    return deliveryOf(answer);
  }

  async function upsert(callId: string, task: Json, mayFollow = true): Promise<CrmAnswer> {
    const path = `/sobjects/Task/${source.callIdField}/${encodeURIComponent(callId)}`;
    const answer = await client.request('PATCH', path, task);
    const rest = withoutWhatFailed(task, errorCode(answer));
    if (rest === undefined) return answer;
    const { WhoId: who } = task;
    const isAboutWho = typeof who === 'string' && rest.WhoId === undefined;
    const survivor = isAboutWho && mayFollow ? await survivorOf(client, who) : undefined;
    return survivor === undefined ? upsert(callId, rest) : upsert(callId, { ...task, WhoId: survivor }, false);
  }

  return tellRecords({
    logCall,
    writeContact: (told) => writeContact(client, source, records, told),
    documents: salesforceDocuments(client, access),
  });
}
