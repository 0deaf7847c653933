import { type Answer, answerOf, callKeyOf, requestedCall } from '../call-request.ts';
import { advance } from '../call-state.ts';
import { forgottenCall, forgottenRequest, isErased, requestWithout } from '../model/forget-person.ts';
import type { RequestStore, StoredRequest } from '../ports/call-requests.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { ErasedParts } from '../ports/erasure.ts';
import type { WriteBackQueue } from '../ports/queues.ts';
import { isWithdrawable } from '../waiting-call.ts';

export interface HeedPorts {
  readonly requests: Pick<RequestStore, 'forget' | 'recordAnswer'>;
  readonly calls: Pick<CallStore, 'change'>;
  readonly writeBacks: Pick<WriteBackQueue, 'send'>;
}

export type Heeded =
  /** `request` is without the people who were erased. */
  | { readonly outcome: 'goes-on'; readonly request: StoredRequest }
  /** The opportunity or the person to call was erased: no call is made. */
  | { readonly outcome: 'erased'; readonly request: StoredRequest; readonly answer: Answer };

const ERASED = { status: 'failed', reason: 'erased' } as const;

/**
 * A request that is older than an erasure, or was on its way when it came: what is personal in it goes first, then the call
 * ends. May be repeated after a crash anywhere: a request that was forgotten is known by itself.
 */
export async function heedErasures(ports: HeedPorts, request: StoredRequest, erased: ErasedParts): Promise<Heeded> {
  const isGone = (id: string) => isErased(request, erased.contacts.get(id));
  const whole = isErased(request, erased.opportunity) ? erased.opportunity : undefined;
  const person = erased.contacts.get(request.message.call.contactId);
  const at = request.erasedAt ?? whole?.markedAt ?? person?.markedAt ?? request.receivedAt;
  const kept = whole === undefined ? requestWithout(request, isGone, at) : forgottenRequest(request, at);
  if (kept !== request && !(await ports.requests.forget(request, kept))) {
    throw new Error('the request is being erased by somebody else');
  }
  if (kept.erasedAt === undefined) return { outcome: 'goes-on', request: kept };
  const answer = whole === undefined ? await endErasedCall(ports, kept, kept.erasedAt) : answerOf(ERASED);
  if (answer === undefined) return { outcome: 'erased', request: kept, answer: kept.answer ?? { status: 'requested' } };
  await ports.requests.recordAnswer(kept.sourceId, kept.requestId, answer);
  return { outcome: 'erased', request: kept, answer };
}

/** Undefined for a call that is being dialled or is over: what became of it stays. */
async function endErasedCall(ports: HeedPorts, request: StoredRequest, at: string): Promise<Answer | undefined> {
  const end = (call: StoredCall) => forgottenCall(endedForErasure(call, at), at);
  const result = await ports.calls.change(callKeyOf(request), requestedCall(request), end);
  return result === undefined || !isEndedByErasure(result.call) ? undefined : tellErasedCall(ports, result.call);
}

/** A call that waits, and that nobody may be dialling, ends. */
export const endedForErasure = (call: StoredCall, at: string): StoredCall =>
  isWithdrawable(call) ? advance(call, { state: 'failed', reason: 'erased', at }) : call;

export const isEndedByErasure = ({ state, reason }: StoredCall): boolean => state === 'failed' && reason === 'erased';

/** The answer of a repetition is the caller's business. */
export async function tellErasedCall(
  { writeBacks }: Pick<HeedPorts, 'writeBacks'>,
  { sourceId, opportunityId, callId, version }: StoredCall,
): Promise<Answer> {
  await writeBacks.send({ type: 'call.failed', sourceId, opportunityId, callId, version });
  return answerOf(ERASED);
}
