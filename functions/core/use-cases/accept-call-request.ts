import { type AttemptSubject, attemptOf, limitsFrom } from '../attempt-limits.ts';
import type { Answer } from '../call-request.ts';
import {
  answerOf,
  callKeyOf,
  numberToCall,
  PREVIEWING,
  peopleOf,
  personToCall,
  presentAnswer,
  requestedCall,
  slotRequestOf,
  underWay,
} from '../call-request.ts';
import type { CallStep } from '../call-state.ts';
import {
  type CallToJudge,
  judgeCall,
  personToJudge,
  type RulesOfSource,
  stepOf,
  type Verdict,
} from '../calling-rules.ts';
import type { CallAccepted } from '../contracts/call.ts';
import type { CallRequested } from '../contracts/call-request.ts';
import type { Source } from '../contracts/configuration.ts';
import type { CallMessage } from '../contracts/queue-messages.ts';
import { callIdOf } from '../ids.ts';
import { MAX_QUEUE_DELAY, SAFETY_NET_DELAY, THROTTLED_DELAY } from '../policy.ts';
import type {
  AttemptCounts,
  CallQueue,
  CallStore,
  Clock,
  ConnectCalls,
  ContactStore,
  DialSlots,
  DocumentFiles,
  DoNotCallList,
  Erasures,
  Log,
  Place,
  RequestStore,
  ReservedSlot,
  StoredRequest,
} from '../ports.ts';
import { queueDelay } from '../queue-delay.ts';
import type { RecentIds } from '../recent-ids.ts';
import { judgeAndClaim, releaseAttempt } from './claim-attempt.ts';
import { heedErasures } from './heed-erasures.ts';
import { slotsFor } from './leave-line.ts';
import { type Absence, asTask, type LookPorts, lookAtAgent, untilAgentIsBack } from './look-at-agent.ts';
import { placeCall } from './place-call.ts';
import { releaseClaim } from './release-claim.ts';
import { type SettlePorts, settleCall } from './settle-call.ts';
import { type SyncPorts, syncOpportunity } from './sync-opportunity.ts';

type RequestSlots = Pick<DialSlots, 'reserve' | 'giveBack' | 'join'>;

export interface AcceptPorts extends SettlePorts, SyncPorts, LookPorts {
  readonly requests: Pick<RequestStore, 'accept' | 'recordAnswer' | 'forget'>;
  readonly calls: Pick<CallStore, 'change'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly attempts: Pick<AttemptCounts, 'claim' | 'release'>;
  readonly erasures: Pick<Erasures, 'of'>;
  readonly doNotCall: Pick<DoNotCallList, 'isListed'>;
  readonly connect: Pick<ConnectCalls, 'start' | 'startPreview'>;
  readonly dialQueue: CallQueue;
  readonly slots: RequestSlots;
  /** Those of tasks: a quota of their own. */
  readonly previewSlots: RequestSlots;
  readonly desktopOrigin: string;
  /** Only where a request can bring documents. */
  readonly files?: Pick<DocumentFiles, 'linkForUpload'>;
  readonly recent: RecentIds;
  readonly clock: Clock;
  readonly log: Log;
}

export interface CallRequest {
  readonly source: Pick<Source, 'id'> & RulesOfSource;
  readonly requestId: string;
  readonly message: CallRequested['data'];
  readonly fromDesktop?: true;
  /** When the source said it, by its own clock. */
  readonly saidAt?: string;
}

/**
 * Makes a call request durable and dials when it may.
 *
 * First round trip: the request is stored under a condition, together with the count of attempts where the source limits them,
 * the safety net is sent, and a dial slot taken, at once. A request over a limit is stored by itself after that. Second:
 * Connect is asked, for a call or for an agent's task, while opportunity and call are written. Whatever fails after the first,
 * the safety net finds and mends. Where the source wants it, the agent is looked at beside the first round trip.
 * A duplicate gets the first one's answer after the first round trip; its own safety net does no harm, and is needed when
 * the first delivery had stored the request but could not send one.
 */
export const acceptCallRequest =
  (ports: AcceptPorts) =>
  async (asked: CallRequest): Promise<CallAccepted> => {
    const now = ports.clock.now();
    const asking = durableRequest(asked, now);
    ports.log.note(callKeyOf(asking));
    const early = callToJudge(asked, asking, now);
    const verdictAtFirst = judgeCall(early);
    const isAllowed = verdictAtFirst.outcome === 'allowed';
    /** An agent who previews the call may not dial it at all: it is counted when they do. */
    const isCounted = asked.message.call.mode === 'customer-first';
    const attempt = isAllowed && isCounted ? attemptOf(early) : undefined;
    const slots = slotsFor(ports, asked.message.call.mode);
    /** An id seen before is most likely a duplicate, and a duplicate must not cost a slot. */
    const repeated = ports.recent.seen(asking.callId);
    const mayLook = isAllowed && isCounted && !repeated;
    const [first, stored, isListed, reserved, erased, absence] = await Promise.all([
      ports.requests.accept(asking, attempt),
      ports.contacts.get(callKeyOf(asking), asked.message.call.contactId),
      ports.doNotCall.isListed(asking.sourceId, early.number),
      isAllowed && !repeated ? slots.reserve(now, slotRequestOf(asking)) : undefined,
      ports.erasures.of(callKeyOf(asking), peopleOf(asking)),
      mayLook ? lookAtAgent(ports, asked.source, asking) : undefined,
      ports.dialQueue.send(messageOf(asking), safetyNetDelay(verdictAtFirst, now)),
    ]);
    const acceptance = first.outcome === 'over-limit' ? await ports.requests.accept(asking) : first;
    if (acceptance.outcome === 'duplicate') {
      await giveBack(ports, slots, reserved, now);
      return presentAnswer(acceptance.request, acceptance.request.answer, ports.files, now);
    }
    const heeded = await heedErasures(ports, asking, erased);
    const { request } = heeded;
    const isClaimed = attempt !== undefined && first.outcome === 'accepted';
    const takeBack = () =>
      Promise.all([giveBack(ports, slots, reserved, now), isClaimed ? releaseAttempt(ports, early) : undefined]);
    if (heeded.outcome === 'erased') {
      await takeBack();
      return presentAnswer(request, heeded.answer, ports.files, now);
    }
    const limits = first.outcome === 'over-limit' ? limitsFrom(first.refusals, early) : [];
    const known = { ...early, person: personToJudge(early.person, stored), isListed, limits };
    const judged = isAllowed || !isCounted ? judgeCall(known) : await judgeAndClaim(ports, known);
    const isAwaited = absence === 'wait' || absence === 'agent-first';
    const verdict = judged.outcome === 'allowed' && isAwaited ? untilAgentIsBack(now, now) : judged;
    if (verdict.outcome !== 'allowed') await takeBack();
    const answer =
      verdict.outcome === 'allowed'
        ? await dialOrQueue(
            ports,
            request,
            reserved ?? (await slots.reserve(now, slotRequestOf(request))),
            early,
            absence,
          )
        : absence === 'agent-first' && verdict.reason === 'agent-unavailable'
          ? await turnToTask(ports, request, now)
          : await hold(ports, request, verdict, now);
    return presentAnswer(request, answer, ports.files, now);
  };

/** A slot taken in vain costs everybody behind it half a second, unless somebody else gets it. */
async function giveBack(
  ports: AcceptPorts,
  slots: RequestSlots,
  reserved: ReservedSlot | undefined,
  now: Date,
): Promise<void> {
  if (reserved === undefined || reserved.dialAt <= now) return;
  try {
    await slots.giveBack(reserved.dialAt);
  } catch (error) {
    ports.log.error('slot-not-given-back', error);
  }
}

async function dialOrQueue(
  ports: AcceptPorts,
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
      ...{ ...messageOf(request), dialAt: dialAt.toISOString() },
      ...(mode === 'agent-first' && { forTask: true }),
    };
    const [answer] = await Promise.all([
      postpone(ports, request, step, wait.place),
      slotsFor(ports, mode).join(wait.place, messageOf(request)),
      ports.dialQueue.send(message, queueDelay(dialAt, now)),
    ]);
    return answer;
  }
  const [placement] = await Promise.all([
    placeCall(ports)(request, request.message.call.mode, absence),
    project(ports, request),
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
  ports: AcceptPorts,
  request: StoredRequest,
  reason: 'service-throttled' | 'service-error',
  delay: number,
  now: Date,
): Promise<Answer> {
  const due = new Date(now.getTime() + delay);
  const step: CallStep = { state: 'queued', reason, at: now.toISOString(), dueAt: due.toISOString() };
  const [answer] = await Promise.all([
    settleCall(ports)(request, step),
    delay < SAFETY_NET_DELAY ? ports.dialQueue.send(messageOf(request), queueDelay(due, now)) : undefined,
  ]);
  return answer;
}

/**
 * The agent is not there: the call becomes a task that waits for them. What it has become is written before anything is
 * started, by the dial queue, so that no crash can leave a task and a call.
 */
async function turnToTask(ports: AcceptPorts, request: StoredRequest, now: Date): Promise<Answer> {
  await ports.calls.change(callKeyOf(request), requestedCall(request), asTask);
  const step: CallStep = { state: 'queued', reason: 'agent-unavailable', at: now.toISOString() };
  const [answer] = await Promise.all([postpone(ports, request, step), ports.dialQueue.send(messageOf(request), 0)]);
  return answer;
}

/** A wait shorter than the safety net's gets a message of its own: the net would be late. */
async function hold(
  ports: AcceptPorts,
  request: StoredRequest,
  verdict: Exclude<Verdict, { outcome: 'allowed' }>,
  now: Date,
): Promise<Answer> {
  const dueAt = verdict.outcome === 'blocked' ? undefined : verdict.dueAt;
  const awaited = verdict.reason === 'agent-unavailable' ? { awaySince: now.toISOString() } : {};
  const isBeforeNet = dueAt !== undefined && dueAt.getTime() < now.getTime() + SAFETY_NET_DELAY;
  const [answer] = await Promise.all([
    postpone(ports, request, stepOf(verdict, now)),
    isBeforeNet
      ? ports.dialQueue.send({ ...messageOf(request), ...awaited, wakeAt: dueAt.toISOString() }, queueDelay(dueAt, now))
      : undefined,
  ]);
  return answer;
}

async function postpone(ports: AcceptPorts, request: StoredRequest, step: CallStep, place?: Place): Promise<Answer> {
  const [answer] = await Promise.all([settleCall(ports)(request, step, place), project(ports, request)]);
  return answer;
}

/** The request is durable and may be under way: what cannot be written now is written by the dial queue. */
async function project(ports: AcceptPorts, request: StoredRequest): Promise<void> {
  if (request.fromDesktop) return;
  try {
    await syncOpportunity(ports)(request.sourceId, request.message, request.receivedAt);
  } catch (error) {
    ports.log.error('opportunity-not-written', error, { callId: request.callId });
    await ports.dialQueue.send({ ...messageOf(request), project: true }, THROTTLED_DELAY / 1_000);
  }
}

/** Usually the contact event comes later and sees both ids; when it was first, its id is seen here. */
async function recordCall(ports: AcceptPorts, request: StoredRequest, slot: Date): Promise<void> {
  try {
    const claimed = { ...requestedCall(request), claimedSlot: slot.toISOString() };
    const result = await ports.calls.change(callKeyOf(request), claimed, (call) => call);
    const answer = result === undefined ? undefined : underWay(result.call);
    if (answer !== undefined) await ports.requests.recordAnswer(request.sourceId, request.requestId, answer);
  } catch (error) {
    ports.log.error('call-not-written', error, { callId: request.callId });
  }
}

const durableRequest = (
  { source, requestId, message, fromDesktop, saidAt }: CallRequest,
  now: Date,
): StoredRequest => ({
  sourceId: source.id,
  opportunityId: message.opportunity.id,
  callId: callIdOf(source.id, requestId),
  requestId,
  receivedAt: now.toISOString(),
  message,
  ...(fromDesktop && { fromDesktop }),
  ...(saidAt !== undefined && { saidAt }),
});

const messageOf = ({ sourceId, requestId }: StoredRequest) => ({ sourceId, requestId });

/** By the request alone, before anything has been read. */
function callToJudge(
  { source, message }: CallRequest,
  request: StoredRequest,
  now: Date,
): CallToJudge & AttemptSubject {
  const { notBefore, contactId } = message.call;
  return {
    ...{ source, now, person: personToCall(message), number: numberToCall(message) },
    call: { ...callKeyOf(request), contactId },
    notBefore: notBefore === undefined ? undefined : new Date(notBefore),
  };
}

/** Seconds. A call that is due later is woken then; when the queue cannot delay that long, the safety net schedules it. */
function safetyNetDelay(verdict: Verdict, now: Date): number {
  const net = now.getTime() + SAFETY_NET_DELAY;
  const waits = verdict.outcome === 'held' || verdict.outcome === 'scheduled';
  const due = waits ? verdict.dueAt.getTime() : net;
  return queueDelay(new Date(due > now.getTime() + MAX_QUEUE_DELAY ? net : Math.max(due, net)), now);
}
