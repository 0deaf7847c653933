import type { AttemptSubject } from '../attempt-limits.ts';
import {
  callKeyOf,
  isExtract,
  modeOf,
  numberToCall,
  peopleOf,
  personToCall,
  requestedCall,
  underWay,
} from '../call-request.ts';
import { isFinal } from '../call-state.ts';
import { type CallToJudge, judgeCall, personToJudge, stepOf } from '../calling-rules.ts';
import type { CallMessage } from '../contracts/queue-messages.ts';
import { aboutMessage } from '../log-facts.ts';
import { followUpMessage } from '../model/follow-up-message.ts';
import { REQUEST_PATIENCE } from '../policy.ts';
import type { AttemptCounts, DoNotCallList, RequestStore, StoredRequest } from '../ports/call-requests.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { DialSlots } from '../ports/dial-line.ts';
import type { Erasures } from '../ports/erasure.ts';
import type { ContactStore, OpportunityStore } from '../ports/opportunity-store.ts';
import { queueDelay } from '../queue-delay.ts';
import { mayHaveRung } from '../waiting-call.ts';
import { judgeAndClaim, subjectOf } from './claim-attempt.ts';
import { dialInSlot, isSlotOf, nextTurn, type SlotPorts, type Turn, turnOf } from './dial-in-slot.ts';
import { endCall } from './end-call.ts';
import { heedErasures } from './heed-erasures.ts';
import { slotsFor } from './leave-line.ts';
import { asTask, type LookPorts, lookAtAgent, mayLook, untilAgentIsBack } from './look-at-agent.ts';
import { completeStub, leftUnwritten } from './mend-request.ts';
import { settleCall } from './settle-call.ts';
import { type SyncPorts, syncOpportunity } from './sync-opportunity.ts';
import { type KnownSources, uncount } from './uncount-call.ts';
import { identity, netOf, type WaitPorts, waitUntil, wakeLater } from './wake-later.ts';
import { watch } from './watch-call.ts';

export interface DialPorts extends SlotPorts, SyncPorts, WaitPorts, KnownSources, LookPorts {
  readonly requests: Pick<RequestStore, 'get' | 'recordAnswer' | 'forget'>;
  readonly calls: Pick<CallStore, 'get' | 'change'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly opportunities: Pick<OpportunityStore, 'loadContext' | 'project'>;
  readonly attempts: Pick<AttemptCounts, 'claim' | 'release'>;
  readonly doNotCall: Pick<DoNotCallList, 'isListed'>;
  readonly erasures: Pick<Erasures, 'of'>;
  readonly clock: Clock;
}

/** So many calls may have been cancelled or called off before one that uses the slot is found. */
const MAX_PASSES = 20;

/**
 * One message of the dial queue: the safety net of a request, or its time has come. Every message may come twice, late, or
 * for a call that has long been made; nothing is ever started twice. A callback that an outcome wants otherwise by now is first
 * made so.
 */
export const dialCall =
  (ports: DialPorts) =>
  async (message: CallMessage): Promise<void> => {
    const now = ports.clock.now();
    const wakeAt = message.dialAt ?? message.wakeAt;
    if (wakeAt !== undefined && new Date(wakeAt) > now) {
      await sleepOn(ports, message, new Date(wakeAt));
      return;
    }
    let turn = await turnOf(ports, message, now);
    for (let passes = 0; turn !== undefined && passes < MAX_PASSES; passes += 1) {
      if ((await deal(ports, turn)) === 'slot-taken') return;
      turn = await nextTurn(ports, turn);
    }
  };

/** What became of the slot of a turn, if it has one. */
type SlotUse = 'slot-taken' | 'slot-free';

async function deal(ports: DialPorts, turn: Turn): Promise<SlotUse> {
  const stored = await ports.requests.get(turn.sourceId, turn.requestId);
  if (stored === undefined) {
    ports.log.info('request-gone', aboutMessage(turn));
    return 'slot-free';
  }
  const key = callKeyOf(stored);
  const { followUpOf, erasedAt } = stored;
  const [found, contact, context, isListed, erased, origin] = await Promise.all([
    ports.calls.get(key),
    ports.contacts.get(key, stored.message.call.contactId),
    ports.opportunities.loadContext(key),
    erasedAt === undefined && ports.doNotCall.isListed(turn.sourceId, numberToCall(stored.message)),
    ports.erasures.of(key, peopleOf(stored)),
    followUpOf === undefined ? undefined : ports.calls.get({ ...key, callId: followUpOf }),
  ]);
  const heeded = await heedErasures(ports, stored, erased);
  if (heeded.outcome === 'erased') return 'slot-free';
  const { request } = heeded;
  if (origin !== undefined && (origin.followUpRevision ?? 0) > (found?.followUpRevision ?? 0)) {
    await ports.dialQueue.send(followUpMessage(origin), 0);
    return 'slot-free';
  }
  /** The request path writes all at once, and may have died in the middle of it. */
  const everything = turn.project || found?.requestId === undefined;
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
    const hasTask = call.preview !== undefined && call.preview.endedAt === undefined;
    if ((!isFinal(call.state) || hasTask) && !turn.project) await watchOn(ports, call);
    return isSlotOf(call, turn) ? 'slot-taken' : 'slot-free';
  }
  return proceed(ports, turn, request, call, subject);
}

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
  turn: Turn,
  request: StoredRequest,
  call: StoredCall | undefined,
  subject: Subject,
): Promise<SlotUse> {
  const { now } = subject;
  const mode = modeOf(request, call);
  const due = dueTime(request, call, subject);
  if (turn.dialAt === undefined && call?.reason === 'pacing' && judgeCall(subject).outcome === 'allowed') {
    const until = await turnAfter(slotsFor(ports, mode), call, due, now);
    if (until !== undefined) {
      await wakeLater(ports.dialQueue, turn, netOf(until), now);
      return 'slot-free';
    }
  }
  if (isNetOfWait(turn, call) && netOf(due) > now && judgeCall(subject).outcome === 'allowed') {
    await wakeLater(ports.dialQueue, turn, netOf(due), now);
    return 'slot-free';
  }
  if (now.getTime() - due.getTime() > REQUEST_PATIENCE) {
    if (!mayHaveRung(call)) await uncount(ports, subject, call);
    await endCall(ports, request, { state: 'expired', at: now.toISOString() }, now);
    return 'slot-free';
  }
  const isCounted = mode === 'customer-first';
  const verdict = isCounted ? await judgeAndClaim(ports, subject) : judgeCall(subject);
  if (verdict.outcome !== 'allowed') {
    const step = stepOf(verdict, now);
    if (isCounted && !mayHaveRung(call)) await uncount(ports, subject, call);
    if (verdict.outcome === 'blocked') {
      await endCall(ports, request, step, now);
      return 'slot-free';
    }
    if (call?.dueAt === undefined || call.dueAt !== step.dueAt) await settleCall(ports)(request, step);
    await waitUntil(ports, turn, verdict.dueAt, now);
    return 'slot-free';
  }
  const absence = isCounted && mayLook(request, call) ? await lookAtAgent(ports, subject.source, request) : undefined;
  switch (absence) {
    case 'wait':
      await waitForAgent(ports, turn, request, call, subject);
      return 'slot-free';
    case 'agent-first':
      await uncount(ports, subject, call);
      await ports.calls.change(callKeyOf(request), requestedCall(request), asTask);
      // A slot of the calls is none of the tasks.
      await ports.dialQueue.send(identity(turn), 0);
      return 'slot-free';
    default:
      await dialInSlot(ports, turn, request, call, subject, absence);
      return 'slot-taken';
  }
}

/** As long as any wish to call lasts. */
async function waitForAgent(
  ports: DialPorts,
  turn: Turn,
  request: StoredRequest,
  call: StoredCall | undefined,
  subject: Subject,
): Promise<void> {
  const { now } = subject;
  const begun = call?.history.find(({ state, reason }) => state === 'held' && reason === 'agent-unavailable')?.at;
  const since = new Date(turn.awaySince ?? begun ?? now);
  await uncount(ports, subject, call);
  if (now.getTime() - since.getTime() > REQUEST_PATIENCE) {
    await settleCall(ports)(request, { state: 'expired', reason: 'agent-unavailable', at: now.toISOString() });
    return;
  }
  const verdict = untilAgentIsBack(since, now);
  await settleCall(ports)(request, stepOf(verdict, now));
  const wakeAt = verdict.dueAt.toISOString();
  const next = { ...identity(turn), awaySince: since.toISOString(), wakeAt };
  await ports.dialQueue.send(next, queueDelay(verdict.dueAt, now));
}

/** A call that is held for its agent is looked after by another message: this one is its safety net. One that becomes a task is `queued`. */
const isNetOfWait = (turn: Turn, call: StoredCall | undefined): boolean =>
  turn.awaySince === undefined && call?.state === 'held' && call.reason === 'agent-unavailable';

/** Until when its turn comes, for a call in line; undefined when it is in no line, or no slot is left for it. */
async function turnAfter(slots: DialSlots, call: StoredCall, due: Date, now: Date): Promise<Date | undefined> {
  if (due > now || call.place === undefined) return due > now ? due : undefined;
  return slots.lastSlotFor(call.place, now);
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
