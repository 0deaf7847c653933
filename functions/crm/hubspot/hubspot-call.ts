/** An entry of HubSpot's call log (API guide "Calls"). Bound to deal and person by their ids, never by a number. */
import type { CallReason, CallView } from '#core/contracts/call.ts';
import type { HubspotSource } from '#core/contracts/configuration.ts';
import { SECOND } from '#core/policy.ts';
import { type CallSummary, desktopLine, entryText } from '../call-summary.ts';
import { optional } from '../json.ts';

/** HUBSPOT_DEFINED association types from a call. */
const [CALL_TO_DEAL, CALL_TO_CONTACT] = [206, 194];
/** hs_call_body; longer text is refused (default property limit). */
const MAX_BODY = 65_536;

const STATUS: Partial<Record<CallReason, string>> = {
  'no-answer': 'NO_ANSWER',
  voicemail: 'NO_ANSWER',
  busy: 'BUSY',
  cancelled: 'CANCELED',
  'do-not-call': 'CANCELED',
  consent: 'CANCELED',
  'preview-discarded': 'CANCELED',
};

export function callProperties(
  summary: CallSummary,
  { callIdProperty }: HubspotSource,
  ownerId: string | undefined,
  dispositionId: string | undefined,
): Readonly<Record<string, string>> {
  const { call, title, startedAt, wasAnswered, seconds, reason, notes } = summary;
  const { phone, contactId, outcome } = call;
  const isOutbound = call.direction === 'outbound';
  const result = dispositionId === undefined ? outcome?.disposition : undefined;
  return {
    hs_timestamp: startedAt,
    hs_call_title: title,
    hs_call_body: entryText([result, notes], [desktopLine(summary)], MAX_BODY),
    hs_call_direction: isOutbound ? 'OUTBOUND' : 'INBOUND',
    hs_call_status: wasAnswered ? 'COMPLETED' : ((reason && STATUS[reason]) ?? 'FAILED'),
    // Milliseconds.
    hs_call_duration: String(seconds * SECOND),
    [callIdProperty]: call.callId,
    ...optional(isOutbound ? 'hs_call_to_number' : 'hs_call_from_number', phone),
    ...(contactId !== undefined && { hs_call_callee_object_id: contactId, hs_call_callee_object_type: 'CONTACT' }),
    ...optional('hs_call_disposition', dispositionId),
    ...optional('hubspot_owner_id', ownerId),
  };
}

export const callAssociations = ({ opportunityId, contactId }: CallView) => [
  association(opportunityId, CALL_TO_DEAL),
  ...(contactId === undefined ? [] : [association(contactId, CALL_TO_CONTACT)]),
];

const association = (id: string, associationTypeId: number) => ({
  to: { id },
  types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }],
});
