import type { Answer } from '../call-request.ts';
import { callKeyOf, requestedCall } from '../call-request.ts';
import type { CallStep } from '../call-state.ts';
import { stepOf, type Verdict } from '../calling-rules.ts';
import type { CallMessage } from '../contracts/queue-messages.ts';
import { SAFETY_NET_DELAY, THROTTLED_DELAY } from '../policy.ts';
import type { StoredRequest } from '../ports/call-requests.ts';
import type { CallStore } from '../ports/call-store.ts';
import type { Place } from '../ports/dial-line.ts';
import type { Log } from '../ports/log.ts';
import type { CallQueue } from '../ports/queues.ts';
import { queueDelay } from '../queue-delay.ts';
import { asTask } from './look-at-agent.ts';
import { type SettlePorts, settleCall } from './settle-call.ts';
import { type SyncPorts, syncOpportunity } from './sync-opportunity.ts';

export interface HoldPorts extends SettlePorts, SyncPorts {
  readonly calls: Pick<CallStore, 'change'>;
  readonly dialQueue: CallQueue;
  readonly log: Log;
}

/** What the dial queue is told of a request: it reads the rest. */
export const messageFor = ({ sourceId, requestId }: Pick<StoredRequest, 'sourceId' | 'requestId'>): CallMessage => ({
  sourceId,
  requestId,
});

/** A wait shorter than the safety net's gets a message of its own: the net would be late. */
export async function holdRequest(
  ports: HoldPorts,
  request: StoredRequest,
  verdict: Exclude<Verdict, { outcome: 'allowed' }>,
  now: Date,
): Promise<Answer> {
  const dueAt = verdict.outcome === 'blocked' ? undefined : verdict.dueAt;
  const awaited = verdict.reason === 'agent-unavailable' ? { awaySince: now.toISOString() } : {};
  const isBeforeNet = dueAt !== undefined && dueAt.getTime() < now.getTime() + SAFETY_NET_DELAY;
  const [answer] = await Promise.all([
    postponeRequest(ports, request, stepOf(verdict, now)),
    isBeforeNet
      ? ports.dialQueue.send(
          { ...messageFor(request), ...awaited, wakeAt: dueAt.toISOString() },
          queueDelay(dueAt, now),
        )
      : undefined,
  ]);
  return answer;
}

/**
 * The agent is not there: the call becomes a task that waits for them. What it has become is written before anything is
 * started, by the dial queue, so that no crash can leave a task and a call.
 */
export async function turnToTask(ports: HoldPorts, request: StoredRequest, now: Date): Promise<Answer> {
  await ports.calls.change(callKeyOf(request), requestedCall(request), asTask);
  const step: CallStep = { state: 'queued', reason: 'agent-unavailable', at: now.toISOString() };
  const [answer] = await Promise.all([
    postponeRequest(ports, request, step),
    ports.dialQueue.send(messageFor(request), 0),
  ]);
  return answer;
}

export async function postponeRequest(
  ports: HoldPorts,
  request: StoredRequest,
  step: CallStep,
  place?: Place,
): Promise<Answer> {
  const [answer] = await Promise.all([settleCall(ports)(request, step, place), projectOpportunity(ports, request)]);
  return answer;
}

/** The request is durable and may be under way: what cannot be written now is written by the dial queue. */
export async function projectOpportunity(ports: HoldPorts, request: StoredRequest): Promise<void> {
  if (request.fromDesktop) return;
  try {
    await syncOpportunity(ports)(request.sourceId, request.message, request.receivedAt);
  } catch (error) {
    ports.log.error('opportunity-not-written', error, { callId: request.callId });
    await ports.dialQueue.send({ ...messageFor(request), project: true }, THROTTLED_DELAY / 1_000);
  }
}
