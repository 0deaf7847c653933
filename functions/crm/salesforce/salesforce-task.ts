/** A call as a Task (Object Reference, Task: the call fields are those of CRM Call Center). Bound by ids, never by a number. */
import type { SalesforceSource } from '#core/contracts/configuration.ts';
import { type CallSummary, desktopLine, entryText } from '../call-summary.ts';
import { type Json, optional } from '../json.ts';
import { isOf } from './salesforce-id.ts';

const [MAX_SUBJECT, MAX_DISPOSITION, MAX_DESCRIPTION] = [255, 255, 32_000];

/** @param contactId Salesforce's own id of the person, who may be a contact or a lead, but no user */
export function taskOf(
  summary: CallSummary,
  { taskStatus }: SalesforceSource,
  contactId: string | undefined,
  ownerId: string | undefined,
): Json {
  const { call, title, startedAt, seconds, reason, notes } = summary;
  const { phone, opportunityId, outcome, connectContactId } = call;
  const isOutbound = call.direction === 'outbound';
  const disposition = outcome?.disposition ?? reason;
  const isWho = contactId !== undefined && (isOf('contact', contactId) || isOf('lead', contactId));
  return {
    Subject: (disposition === undefined ? title : `${title}: ${disposition}`).slice(0, MAX_SUBJECT),
    ...{ TaskSubtype: 'Call', Status: taskStatus, CallType: isOutbound ? 'Outbound' : 'Inbound' },
    ...{ CallDurationInSeconds: seconds, ActivityDate: startedAt.slice(0, 10), WhatId: opportunityId },
    Description: entryText([notes, phone, startedAt], [desktopLine(summary)], MAX_DESCRIPTION),
    ...optional('CallDisposition', disposition?.slice(0, MAX_DISPOSITION)),
    ...optional('CallObject', connectContactId),
    ...(isWho && { WhoId: contactId }),
    ...optional('OwnerId', ownerId),
  };
}

/** What an entry can do without, when Salesforce does not take it: an entry without it is better than none. */
const WITHOUT: Readonly<Record<string, string>> = {
  // The task is there already. That this field is set only once is not certain: either answer is taken.
  INVALID_FIELD_FOR_INSERT_UPDATE: 'TaskSubtype',
  // The person was deleted, merged into another, or is not for us to see.
  ENTITY_IS_DELETED: 'WhoId',
  INVALID_CROSS_REFERENCE_KEY: 'WhoId',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'WhoId',
  // The agent's user has been deactivated.
  INACTIVE_OWNER_OR_USER: 'OwnerId',
  OPERATION_WITH_INACTIVE_USER_EXCEPTION: 'OwnerId',
};

/** Undefined when there is nothing that could be left out. */
export function withoutWhatFailed(task: Json, code: string | undefined): Json | undefined {
  const field = code === undefined ? undefined : WITHOUT[code];
  if (field === undefined || task[field] === undefined) return undefined;
  const { [field]: _, ...rest } = task;
  return rest;
}
