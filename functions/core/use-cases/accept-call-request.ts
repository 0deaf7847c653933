import { type AttemptSubject, attemptOf, limitsFrom } from '../attempt-limits.ts';
import { callKeyOf, numberToCall, peopleOf, personToCall, presentAnswer, slotRequestOf } from '../call-request.ts';
import { type CallToJudge, judgeCall, personToJudge, type RulesOfSource, type Verdict } from '../calling-rules.ts';
import type { CallAccepted } from '../contracts/call.ts';
import type { CallRequested } from '../contracts/call-request.ts';
import type { Source } from '../contracts/configuration.ts';
import { callIdOf } from '../ids.ts';
import { MAX_QUEUE_DELAY, SAFETY_NET_DELAY } from '../policy.ts';
import type { AttemptCounts, DoNotCallList, RequestStore, StoredRequest } from '../ports/call-requests.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConnectCalls } from '../ports/connect.ts';
import type { DialSlots, ReservedSlot } from '../ports/dial-line.ts';
import type { DocumentFiles } from '../ports/document-files.ts';
import type { Erasures } from '../ports/erasure.ts';
import type { ContactStore } from '../ports/opportunity-store.ts';
import { queueDelay } from '../queue-delay.ts';
import type { RecentIds } from '../recent-ids.ts';
import { judgeAndClaim, releaseAttempt } from './claim-attempt.ts';
import { type DialOrQueuePorts, dialOrQueue } from './dial-or-queue.ts';
import { heedErasures } from './heed-erasures.ts';
import { holdRequest, messageFor, turnToTask } from './hold-request.ts';
import { slotsFor } from './leave-line.ts';
import { type LookPorts, lookAtAgent, untilAgentIsBack } from './look-at-agent.ts';

type RequestSlots = Pick<DialSlots, 'reserve' | 'giveBack' | 'join'>;

export interface AcceptPorts extends DialOrQueuePorts, LookPorts {
  readonly requests: Pick<RequestStore, 'accept' | 'recordAnswer' | 'forget'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly attempts: Pick<AttemptCounts, 'claim' | 'release'>;
  readonly erasures: Pick<Erasures, 'of'>;
  readonly doNotCall: Pick<DoNotCallList, 'isListed'>;
  readonly connect: Pick<ConnectCalls, 'start' | 'startPreview'>;
  readonly slots: RequestSlots;
  /** Those of tasks: a quota of their own. */
  readonly previewSlots: RequestSlots;
  readonly desktopOrigin: string;
  /** Only where a request can bring documents. */
  readonly files?: Pick<DocumentFiles, 'linkForUpload'>;
  readonly recent: RecentIds;
  readonly clock: Clock;
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
      ports.dialQueue.send(messageFor(asking), safetyNetDelay(verdictAtFirst, now)),
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
          : await holdRequest(ports, request, verdict, now);
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
