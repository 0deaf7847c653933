/** A phone call activity as the entry of Dataverse's call log ("Phone Call" table reference; "ActivityParty entity"). */
import { MINUTE, SECOND } from '#core/policy.ts';
import { type CallSummary, desktopLine, entryText } from '../call-summary.ts';
import { type Json, optional } from '../json.ts';

/** Characters of `subject` and `description`; longer ones are refused. */
const [MAX_SUBJECT, MAX_DESCRIPTION] = [200, 2_000];
const [FROM, TO] = [1, 2];

/** statecode and statuscode of phone calls, which go together. Every phone call is made open ("IsValidForCreate: False"). */
export const OPEN = { statecode: 0, statuscode: 1 };
const [MADE, RECEIVED, CANCELLED] = [
  { statecode: 1, statuscode: 2 },
  { statecode: 1, statuscode: 4 },
  { statecode: 2, statuscode: 3 },
];

/** Completed when somebody spoke with the customer, else cancelled. */
export const endOf = ({ call, wasAnswered }: CallSummary): Json => {
  if (!wasAnswered) return CANCELLED;
  return call.direction === 'outbound' ? MADE : RECEIVED;
};

export function phonecallFrom(summary: CallSummary, userId: string | undefined): Json {
  const { call, title, wasAnswered, reason, notes, seconds } = summary;
  const { phone, outcome, callId } = call;
  const isOutbound = call.direction === 'outbound';
  const result = outcome?.disposition ?? (wasAnswered ? undefined : reason);
  return {
    subject: [title, result].filter(Boolean).join(': ').slice(0, MAX_SUBJECT),
    // The call's id stands at the end, for whoever looks for it; it is not what we find the entry by.
    description: entryText([outcome?.disposition, notes], [desktopLine(summary), callId], MAX_DESCRIPTION),
    directioncode: isOutbound,
    // The duration is that of the conversation.
    ...{ actualstart: call.answeredAt ?? summary.startedAt, actualend: summary.endedAt },
    actualdurationminutes: Math.round((seconds * SECOND) / MINUTE),
    ...optional('phonenumber', phone),
    ...(userId !== undefined && { 'ownerid@odata.bind': `/systemusers(${userId})` }),
  };
}

/** What an entry is bound to, by ids and never by a number. Parties are given when it is made ("Deep insert"). */
export const bindingsOf = (
  { call }: CallSummary,
  opportunityId: string,
  contactId: string | undefined,
  userId: string | undefined,
): Json => {
  const [ours, theirs] = call.direction === 'outbound' ? [FROM, TO] : [TO, FROM];
  return {
    'regardingobjectid_opportunity_phonecall@odata.bind': `/opportunities(${opportunityId})`,
    phonecall_activity_parties: [
      ...(userId === undefined ? [] : [party('partyid_systemuser', `/systemusers(${userId})`, ours)]),
      ...(contactId === undefined ? [] : [party('partyid_contact', `/contacts(${contactId})`, theirs)]),
    ],
  };
};

const party = (column: string, address: string, participationtypemask: number): Json => ({
  [`${column}@odata.bind`]: address,
  participationtypemask,
});
