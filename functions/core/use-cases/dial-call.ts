import type { AttemptSubject } from '../attempt-limits.ts';
import { callKeyOf, isExtract, modeOf, numberToCall, personToCall, underWay } from '../call-request.ts';
import { isFinal } from '../call-state.ts';
import { type CallToJudge, judgeCall, personToJudge, stepOf } from '../calling-rules.ts';
import type { CallMessage } from '../contracts/queue-messages.ts';
import { aboutMessage } from '../log-facts.ts';
import { followUpMessage } from '../model/follow-up-message.ts';
import { REQUEST_PATIENCE } from '../policy.ts';
import type {
  AttemptCounts,
  CallStore,
  Clock,
  ContactStore,
  DoNotCallList,
  Erasures,
  OpportunityStore,
  RequestStore,
  StoredCall,
  StoredRequest,
} from '../ports.ts';
import { queueDelay } from '../queue-delay.ts';
import { mayHaveRung } from '../waiting-call.ts';
import { judgeAndClaim, subjectOf } from './claim-attempt.ts';
import { dialInSlot, type SlotPorts } from './dial-in-slot.ts';
import { completeStub, leftUnwritten } from './mend-request.ts';
import { settleCall } from './settle-call.ts';
import { type SyncPorts, syncOpportunity } from './sync-opportunity.ts';
import { type KnownSources, uncount } from './uncount-call.ts';
import { netOf, type WaitPorts, waitUntil, wakeLater } from './wake-later.ts';
import { watch } from './watch-call.ts';

export interface DialPorts extends SlotPorts, SyncPorts, WaitPorts, KnownSources {
  readonly requests: Pick<RequestStore, 'get' | 'recordAnswer'>;
  readonly calls: Pick<CallStore, 'get' | 'change'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly opportunities: Pick<OpportunityStore, 'loadContext' | 'project'>;
  readonly attempts: AttemptCounts;
  readonly doNotCall: Pick<DoNotCallList, 'isListed'>;
  readonly erasures: Pick<Erasures, 'erasedAt'>;
  readonly clock: Clock;
}

/**
 * One message of the dial queue: the safety net of a request, or its time has come. Every message may come twice, late, or
 * for a call that has long been made; nothing is ever started twice. A callback that an outcome wants otherwise by now is first
 * made so.
 */
export const dialCall =
  (ports: DialPorts) =>
  async (message: CallMessage): Promise<void> => {
    const wakeAt = message.dialAt ?? message.wakeAt;
    if (wakeAt !== undefined && new Date(wakeAt) > ports.clock.now()) {
      await sleepOn(ports, message, new Date(wakeAt));
      return;
    }
    const request = await ports.requests.get(message.sourceId, message.requestId);
    if (request === undefined) {
      ports.log.info('request-gone', aboutMessage(message));
      return;
    }
    const key = callKeyOf(request);
    const { followUpOf } = request;
    const [found, contact, context, isListed, erasedAt, origin] = await Promise.all([
      ports.calls.get(key),
      ports.contacts.get(key, request.message.call.contactId),
      ports.opportunities.loadContext(key),
      ports.doNotCall.isListed(message.sourceId, numberToCall(request.message)),
      ports.erasures.erasedAt(key),
      followUpOf === undefined ? undefined : ports.calls.get({ ...key, callId: followUpOf }),
    ]);
    if (erasedAt !== undefined && erasedAt >= request.receivedAt) return;
    if (origin !== undefined && (origin.followUpRevision ?? 0) > (found?.followUpRevision ?? 0)) {
      await ports.dialQueue.send(followUpMessage(origin), 0);
      return;
    }
    /** The request path writes all at once, and may have died in the middle of it. */
    const everything = message.project || found?.requestId === undefined;
    const left = everything ? request.message : leftUnwritten(request, context);
    const [call] = await Promise.all([
      found !== undefined && found.requestId === undefined ? completeStub(ports, request, found) : found,
      isExtract(request) || left === undefined
        ? undefined
        : syncOpportunity(ports)(request.sourceId, left, request.receivedAt),
    ]);
    /** What is stored is at least as new as the request, once the request has been written. */
    const asked = personToCall(request.message);
    const person = left !== undefined && !isExtract(request) ? personToJudge(asked, contact) : (contact ?? asked);
    const subject = subjectOf(request, ports.sources, { person, isListed, call }, ports.clock.now());
    if (call !== undefined && (underWay(call) !== undefined || isFinal(call.state))) {
      await finish(ports, request, call, subject);
      if (!isFinal(call.state) && !message.project) await watchOn(ports, call);
      return;
    }
    await proceed(ports, message, request, call, subject);
  };

type Subject = CallToJudge & AttemptSubject;

/** The call was dealt with; perhaps its writer crashed before it told anybody. */
async function finish(ports: DialPorts, request: StoredRequest, call: StoredCall, subject: Subject): Promise<void> {
  const { answer } = request;
  if (answer !== undefined) {
    if (call.connectContactId === undefined ? answer.status === call.state : answer.connectContactId !== undefined)
      return;
  }
  const news = isFinal(call.state) && call.connectContactId === undefined ? undefined : underWay(call);
  if (news !== undefined) return ports.requests.recordAnswer(request.sourceId, request.requestId, news);
  const last = call.history.at(-1);
  if (last === undefined) return;
  if (!mayHaveRung(call)) await uncount(ports, subject, call);
  await settleCall(ports)(request, { ...last, ...(call.dueAt !== undefined && { dueAt: call.dueAt }) });
}

async function proceed(
  ports: DialPorts,
  message: CallMessage,
  request: StoredRequest,
  call: StoredCall | undefined,
  subject: Subject,
): Promise<void> {
  const { now } = subject;
  const due = dueTime(request, call, subject);
  if (now.getTime() - due.getTime() > REQUEST_PATIENCE) {
    if (!mayHaveRung(call)) await uncount(ports, subject, call);
    await settleCall(ports)(request, { state: 'expired', at: now.toISOString() });
    return;
  }
  if (call?.reason === 'pacing' && due > now && judgeCall(subject).outcome === 'allowed') {
    await wakeLater(ports.dialQueue, message, netOf(due), now);
    return;
  }
  const isCounted = modeOf(request, call) === 'customer-first';
  const verdict = isCounted ? await judgeAndClaim(ports, subject) : judgeCall(subject);
  if (verdict.outcome !== 'allowed') {
    const step = stepOf(verdict, now);
    if (isCounted && !mayHaveRung(call)) await uncount(ports, subject, call);
    if (call?.dueAt === undefined || call.dueAt !== step.dueAt) await settleCall(ports)(request, step);
    if (verdict.outcome !== 'blocked') await waitUntil(ports, message, verdict.dueAt, now);
    return;
  }
  await dialInSlot(ports, message, request, call, subject);
}

function watchOn(ports: DialPorts, call: StoredCall): Promise<void> {
  const now = ports.clock.now();
  return watch(ports, call, call.dialingAt === undefined ? now : new Date(call.dialingAt), now);
}

/** A wait longer than the queue can delay. Nothing is looked at: thousands who wait would hold up those who are due. */
const sleepOn = (ports: DialPorts, message: CallMessage, until: Date): Promise<void> =>
  ports.dialQueue.send(message, queueDelay(until, ports.clock.now()));

/** When the call was to be made, as far as anybody has said. */
function dueTime(request: StoredRequest, call: StoredCall | undefined, { notBefore }: Subject): Date {
  const times = [request.receivedAt, call?.dueAt].map((time) => Date.parse(time ?? ''));
  return new Date(Math.max(notBefore?.getTime() ?? 0, ...times.filter((time) => !Number.isNaN(time))));
}
