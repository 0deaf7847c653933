import type { AttemptSubject } from '../attempt-limits.ts';
import type { Answer } from '../call-request.ts';
import { answerOf, callKeyOf, PREVIEWING, requestedCall, underWay } from '../call-request.ts';
import type { CallStep } from '../call-state.ts';
import type { CallMessage } from '../contracts/queue-messages.ts';
import { SAFETY_NET_DELAY, THROTTLED_DELAY } from '../policy.ts';
import type { AttemptCounts, RequestStore, StoredRequest } from '../ports/call-requests.ts';
import type { ConnectCalls } from '../ports/connect.ts';
import type { DialSlots, ReservedSlot } from '../ports/dial-line.ts';
import { queueDelay } from '../queue-delay.ts';
import { releaseAttempt } from './claim-attempt.ts';
import { type HoldPorts, messageFor, postponeRequest, projectOpportunity } from './hold-request.ts';
import { slotsFor } from './leave-line.ts';
import type { Absence } from './look-at-agent.ts';
import { placeCall } from './place-call.ts';
import { releaseClaim } from './release-claim.ts';
import { settleCall } from './settle-call.ts';

export interface DialOrQueuePorts extends HoldPorts {
  readonly requests: Pick<RequestStore, 'recordAnswer'>;
  readonly attempts: Pick<AttemptCounts, 'release'>;
  readonly connect: Pick<ConnectCalls, 'start' | 'startPreview'>;
  readonly slots: Pick<DialSlots, 'join'>;
  /** Those of tasks: a quota of their own. */
  readonly previewSlots: Pick<DialSlots, 'join'>;
  readonly desktopOrigin: string;
}

/** A call that is allowed: it is dialled in this invocation when its slot is now, else it waits in line. */
export async function dialOrQueue(
  ports: DialOrQueuePorts,
  request: StoredRequest,
  { dialAt, wait }: ReservedSlot,
  subject: AttemptSubject,
  absence: Absence | undefined,
): Promise<Answer> {
  const { now } = subject;
  if (wait !== undefined) {
    const { mode } = request.message.call;
    const dueAt = wait.expectedAt.toISOString();
    const step: CallStep = { state: 'queued', reason: 'pacing', at: now.toISOString(), dueAt };
    const message: CallMessage = {
      ...{ ...messageFor(request), dialAt: dialAt.toISOString() },
      ...(mode === 'agent-first' && { forTask: true }),
    };
    const [answer] = await Promise.all([
      postponeRequest(ports, request, step, wait.place),
      slotsFor(ports, mode).join(wait.place, messageFor(request)),
      ports.dialQueue.send(message, queueDelay(dialAt, now)),
    ]);
    return answer;
  }
  const [placement] = await Promise.all([
    placeCall(ports)(request, request.message.call.mode, subject.source, absence),
    projectOpportunity(ports, request),
    recordCall(ports, request, dialAt),
  ]);
  switch (placement.outcome) {
    case 'started':
      return answerOf({ status: 'dialing', connectContactId: placement.connectContactId });
    case 'previewing':
      return PREVIEWING;
    case 'refused':
      await releaseAttempt(ports, subject);
      return settleCall(ports)(request, { state: 'failed', reason: placement.reason, at: now.toISOString() });
    case 'throttled':
      await releaseClaim(ports, request);
      return waitForService(ports, request, 'service-throttled', THROTTLED_DELAY, now);
    case 'unknown':
      return waitForService(ports, request, 'service-error', SAFETY_NET_DELAY, now);
  }
}

/** The safety net would come anyway; a throttled call need not wait that long. */
async function waitForService(
  ports: DialOrQueuePorts,
  request: StoredRequest,
  reason: 'service-throttled' | 'service-error',
  delay: number,
  now: Date,
): Promise<Answer> {
  const due = new Date(now.getTime() + delay);
  const step: CallStep = { state: 'queued', reason, at: now.toISOString(), dueAt: due.toISOString() };
  const [answer] = await Promise.all([
    settleCall(ports)(request, step),
    delay < SAFETY_NET_DELAY ? ports.dialQueue.send(messageFor(request), queueDelay(due, now)) : undefined,
  ]);
  return answer;
}

/** Usually the contact event comes later and sees both ids; when it was first, its id is seen here. */
async function recordCall(ports: DialOrQueuePorts, request: StoredRequest, slot: Date): Promise<void> {
  try {
    const claimed = { ...requestedCall(request), claimedSlot: slot.toISOString() };
    const result = await ports.calls.change(callKeyOf(request), claimed, (call) => call);
    const answer = result === undefined ? undefined : underWay(result.call);
    if (answer !== undefined) await ports.requests.recordAnswer(request.sourceId, request.requestId, answer);
  } catch (error) {
    ports.log.error('call-not-written', error, { callId: request.callId });
  }
}
