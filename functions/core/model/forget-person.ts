/** What stays of a call or a request when its person has been erased: facts, no personal data. */
import { withoutRecordings } from '../call-legs.ts';
import type { CallRecord } from '../call-state.ts';
import type { CallView } from '../contracts/call.ts';
import type { LogEntry } from '../log-entry.ts';
import { ERASURE_SETTLE } from '../policy.ts';
import type { StoredRequest } from '../ports/call-requests.ts';
import type { ErasedParts, Erasure } from '../ports/erasure.ts';

/** Of a call, what says who was called, where, and why: a topic may well name the person. */
const PERSONAL = ['contactId', 'contactName', 'phone', 'topic'] as const satisfies readonly (keyof CallView)[];

export const isPersonal = (field: string): boolean => (PERSONAL as readonly string[]).includes(field);

/** Without person, number, notes and where its recordings lie; the same object when it is so already. */
export function forgottenCall<Call extends CallRecord & { readonly logEntry?: LogEntry }>(
  call: Call,
  at: string,
): Call {
  const erasedAt = call.erasedAt !== undefined && call.erasedAt < at ? call.erasedAt : at;
  const { outcome, discarded, legs, logEntry } = call;
  const silent = legs && withoutRecordings(legs);
  const isNoted = [outcome, logEntry?.outcome].some((said) => said !== undefined && said.notes !== '');
  const hasNotes = isNoted || discarded?.note !== undefined;
  const isForgotten = !hasNotes && silent === legs && !PERSONAL.some((field) => field in call);
  if (call.erasedAt === erasedAt && isForgotten) return call;
  const facts = Object.fromEntries(Object.entries(call).filter(([field]) => !isPersonal(field))) as Call;
  const { note: _note, ...discard } = discarded ?? {};
  return {
    ...{ ...facts, erasedAt },
    ...(silent !== undefined && { legs: silent }),
    ...(outcome !== undefined && { outcome: { ...outcome, notes: '' } }),
    ...(discarded !== undefined && { discarded: discard }),
    ...(logEntry?.outcome !== undefined && { logEntry: { ...logEntry, outcome: { ...logEntry.outcome, notes: '' } } }),
  };
}

/** Still makes a repetition a repetition, with the same call and answer. */
export function forgottenRequest(request: StoredRequest, erasedAt: string): StoredRequest {
  const { agent, mode } = request.message.call;
  const opportunity = { id: request.opportunityId, name: '', attributes: {} };
  const message = { opportunity, contacts: [], documents: [], call: { contactId: '', agent, mode } };
  return { ...request, erasedAt, message };
}

/** Without these people; forgotten as a whole when one of them was to be called. The same object when none is in it. */
export function requestWithout(request: StoredRequest, isErased: (contactId: string) => boolean, at: string) {
  const { call, contacts } = request.message;
  if (request.erasedAt !== undefined) return request;
  if (isErased(call.contactId)) return forgottenRequest(request, at);
  const kept = contacts.filter(({ id }) => !isErased(id));
  return kept.length === contacts.length ? request : { ...request, message: { ...request.message, contacts: kept } };
}

/** What came to us before the mark, or was said before the erasure, is over: who is in doubt stays erased. */
export const isErased = (
  { saidAt, receivedAt }: Pick<StoredRequest, 'saidAt' | 'receivedAt'>,
  erasure: Erasure | undefined,
): boolean =>
  erasure !== undefined && (receivedAt <= erasure.markedAt || (saidAt !== undefined && saidAt <= erasure.at));

/**
 * What is to be recorded of a call that Connect tells of, whose attributes may name who was erased: nothing when its opportunity
 * is gone, else the facts. A call that was being dialled when the mark came begins just after it.
 */
export function callAfterErasures<Call extends CallRecord>(
  call: Call,
  isKnown: boolean,
  { opportunity, contacts }: ErasedParts,
): Call | undefined {
  const isBefore = (erasure: Erasure | undefined) =>
    erasure !== undefined && Date.parse(call.requestedAt) <= Date.parse(erasure.markedAt) + ERASURE_SETTLE;
  if (!isKnown && isBefore(opportunity)) return undefined;
  const person = contacts.get(call.contactId ?? '');
  return person !== undefined && isBefore(person) ? forgottenCall(call, person.markedAt) : call;
}
