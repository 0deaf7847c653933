import { callKeyOf } from '../call-request.ts';
import type { Source } from '../contracts/configuration.ts';
import type { NextAttempt } from '../contracts/source-events.ts';
import { callIdOf } from '../ids.ts';
import type { RequestStore, StoredRequest } from '../ports/call-requests.ts';
import type { StoredCall } from '../ports/call-store.ts';
import type { CallQueue } from '../ports/queues.ts';
import { followUpOf } from '../retry.ts';

export interface FollowUpPorts {
  readonly requests: Pick<RequestStore, 'accept' | 'get'>;
  readonly dialQueue: CallQueue;
}

export interface FollowedUp {
  readonly nextAttempt?: NextAttempt;
  readonly gaveUp?: true;
}

/**
 * Asks for another attempt when the source's policy wants one. It is a request and a call of its own, whose ids follow from the
 * first attempt's, so that however often an end is told, one attempt follows. The dial queue does the rest: all rules are asked
 * again, the newest facts about the person count.
 */
export async function followUpCall(
  ports: FollowUpPorts,
  call: StoredCall,
  { retry }: Pick<Source, 'retry'>,
): Promise<FollowedUp> {
  const followUp = retry === undefined ? undefined : followUpOf(call, retry);
  if (followUp === undefined) return {};
  if (followUp.outcome === 'give-up' || call.requestId === undefined) return { gaveUp: true };
  const asked = await ports.requests.get(call.sourceId, call.requestId);
  if (asked === undefined || asked.erasedAt !== undefined) return { gaveUp: true };
  const request = requestAfter(asked, call, followUp);
  const accepted = await ports.requests.accept(request);
  const answer = accepted.outcome === 'duplicate' ? accepted.request.answer : undefined;
  if (answer === undefined) {
    await ports.dialQueue.send({ sourceId: request.sourceId, requestId: request.requestId }, 0);
  }
  const { attempt, dueAt } = followUp;
  return { nextAttempt: { callId: request.callId, attempt, dueAt: dueAt.toISOString() } };
}

/** To the number that was dialled. What the request says about the opportunity is old by now and is not written again. */
function requestAfter(
  { message, ...asked }: StoredRequest,
  call: StoredCall,
  { attempt, dueAt }: { readonly attempt: number; readonly dueAt: Date },
): StoredRequest {
  const { fromDesktop: _fromDesktop, followUpOf: _followUpOf, answer: _answer, ...facts } = asked;
  const attemptOf = call.attemptOf ?? call.callId;
  const requestId = `attempt-${attempt}-of-${attemptOf}`;
  const phone = call.phone ?? message.call.phone;
  return {
    ...{ ...facts, ...callKeyOf({ ...asked, message }), requestId, callId: callIdOf(call.sourceId, requestId) },
    ...{ attempt, attemptOf, receivedAt: call.endedAt ?? call.requestedAt },
    message: {
      ...message,
      call: { ...message.call, notBefore: dueAt.toISOString(), ...(phone !== undefined && { phone }) },
    },
  };
}
