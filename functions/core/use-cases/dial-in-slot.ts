import type { AttemptSubject } from '../attempt-limits.ts';
import { answerOf, callKeyOf, modeOf, PREVIEWING, requestedCall, slotRequestOf } from '../call-request.ts';
import { advance, isFinal, learn } from '../call-state.ts';
import type { CallMessage } from '../contracts/queue-messages.ts';
import { withPreview } from '../model/with-preview.ts';
import { isUsable, type Pacing, pacingOf } from '../pacing.ts';
import { PREVIEW_RATE, SAFETY_NET_DELAY, SERVICE_ATTEMPTS, THROTTLED_DELAY } from '../policy.ts';
import type { AttemptCounts, StoredRequest } from '../ports/call-requests.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { ConnectCalls } from '../ports/connect.ts';
import type { DialSlots } from '../ports/dial-line.ts';
import type { Log } from '../ports/log.ts';
import type { CallQueue } from '../ports/queues.ts';
import { queueDelay } from '../queue-delay.ts';
import { isForLater } from '../waiting-call.ts';
import { endCall } from './end-call.ts';
import { slotsFor } from './leave-line.ts';
import type { Absence } from './look-at-agent.ts';
import { placeCall } from './place-call.ts';
import { releaseClaim } from './release-claim.ts';
import { type SettlePorts, settleCall } from './settle-call.ts';
import { uncount } from './uncount-call.ts';
import { identity, netOf, wakeLater } from './wake-later.ts';
import { watch } from './watch-call.ts';

export interface SlotPorts extends SettlePorts {
  readonly calls: Pick<CallStore, 'change'>;
  readonly connect: Pick<ConnectCalls, 'start' | 'startPreview'>;
  readonly attempts: Pick<AttemptCounts, 'release'>;
  readonly dialQueue: CallQueue;
  readonly slots: DialSlots;
  readonly previewSlots: DialSlots;
  readonly desktopOrigin: string;
  readonly pacing: Pacing;
  readonly log: Log;
}

const PREVIEW_PACING = pacingOf(PREVIEW_RATE);

/** What the message of the dial queue is about, after `turnOf` has said whose slot it is. */
export interface Turn extends CallMessage {
  /** Its safety net is a message of its own. */
  readonly hasNet?: true;
}

/**
 * Whose turn it is. The message of a slot names the call that took it, and it goes to the call that is next (fair-line.ts).
 * Undefined when the message came too late for its slot, and another one is still to come.
 */
export async function turnOf(ports: SlotPorts, message: CallMessage, now: Date): Promise<Turn | undefined> {
  if (message.dialAt === undefined) return message;
  const held = new Date(message.dialAt);
  const { forTask } = message;
  const slots = forTask ? ports.previewSlots : ports.slots;
  const pacing = forTask ? PREVIEW_PACING : ports.pacing;
  const claimed = async (dialAt: Date): Promise<Turn> => ({
    ...(await slots.claim(dialAt, identity(message))),
    ...{ dialAt: dialAt.toISOString(), hasNet: true },
    ...(forTask && { forTask }),
  });
  if (message.missed || isUsable(held.getTime(), now.getTime(), pacing)) return claimed(held);
  const claimant = await slots.claimant(held);
  if (claimant !== undefined) return { ...claimant, hasNet: true };
  const { dialAt } = await slots.reserve(now);
  if (dialAt <= now) return claimed(dialAt);
  const next: CallMessage = {
    ...{ ...identity(message), dialAt: dialAt.toISOString(), missed: true },
    ...(forTask && { forTask }),
  };
  await ports.dialQueue.send(next, queueDelay(dialAt, now));
  return undefined;
}

/** The slot was of no use to the call: the next one has it. */
export async function nextTurn(ports: SlotPorts, turn: Turn): Promise<Turn | undefined> {
  if (turn.dialAt === undefined) return undefined;
  const next = await (turn.forTask ? ports.previewSlots : ports.slots).passOn(new Date(turn.dialAt), identity(turn));
  return next && { ...turn, ...next };
}

/** Connect was asked in this slot, or may have been. */
export const isSlotOf = ({ claimedSlot, spentSlot }: StoredCall, { dialAt }: Turn): boolean =>
  dialAt !== undefined && [claimedSlot, spentSlot].includes(dialAt);

/** Dials now, in the slot that has come or in one that is free now; or waits in line. */
export async function dialInSlot(
  ports: SlotPorts,
  turn: Turn,
  request: StoredRequest,
  call: StoredCall | undefined,
  subject: AttemptSubject,
  absence?: Absence,
): Promise<void> {
  if (turn.dialAt !== undefined) return dialOnce(ports, turn, request, call, new Date(turn.dialAt), subject, absence);
  const { now } = subject;
  const mode = modeOf(request, call);
  const slots = slotsFor(ports, mode);
  const { dialAt, wait } = await slots.reserve(now, slotRequestOf(request));
  if (wait === undefined) return dialOnce(ports, turn, request, call, dialAt, subject, absence);
  const dueAt = wait.expectedAt.toISOString();
  await settleCall(ports)(request, { state: 'queued', reason: 'pacing', at: now.toISOString(), dueAt }, wait.place);
  const next: CallMessage = {
    ...{ ...identity(turn), dialAt: dialAt.toISOString() },
    ...(mode === 'agent-first' && { forTask: true }),
  };
  await Promise.all([
    slots.join(wait.place, identity(turn)),
    ports.dialQueue.send(next, queueDelay(dialAt, now)),
    // A safety net that became the message of a slot leaves another one behind.
    turn.hasNet ? undefined : wakeLater(ports.dialQueue, turn, netOf(wait.expectedAt), now),
  ]);
}

async function dialOnce(
  ports: SlotPorts,
  turn: Turn,
  request: StoredRequest,
  call: StoredCall | undefined,
  slot: Date,
  subject: AttemptSubject,
  absence: Absence | undefined,
): Promise<void> {
  const { now } = subject;
  if (!(await claimSlot(ports, request, slot.toISOString(), call, now))) {
    await wakeLater(ports.dialQueue, turn, netOf(now), now);
    return;
  }
  const placement = await placeCall(ports)(request, modeOf(request, call), subject.source, absence);
  const at = now.toISOString();
  switch (placement.outcome) {
    case 'started':
      await recordStart(ports, request, placement.connectContactId, at);
      // A safety net beside it will find the call under way.
      if (!turn.hasNet) await watch(ports, request, now, now);
      return;
    case 'previewing':
      await recordPreview(ports, request, placement.connectContactId, at);
      if (!turn.hasNet) await watch(ports, request, now, now);
      return;
    case 'refused':
      await uncount(ports, subject, call);
      await endCall(ports, request, { state: 'failed', reason: placement.reason, at }, now);
      return;
    case 'throttled':
      await releaseClaim(ports, request);
      if (isGivenUp(turn)) {
        await uncount(ports, subject, call);
        await endCall(ports, request, { state: 'expired', reason: 'service-throttled', at }, now);
        return;
      }
      return comeBack(ports, turn, request, 'service-throttled', now);
    case 'unknown':
      // It may be ringing: the claim stays, and asking again with the same token tells.
      if (isGivenUp(turn)) {
        await endCall(ports, request, { state: 'failed', reason: 'service-error', at }, now);
        return;
      }
      return comeBack(ports, turn, request, 'service-error', now);
  }
}

/**
 * One message per slot goes on to Connect: a doubled one would start nothing new, but take a second token of the quota that
 * others have slots for. Whoever comes second looks again later, in case the first died. A call that was cancelled or
 * moved meanwhile is not claimed any more.
 */
async function claimSlot(
  ports: SlotPorts,
  request: StoredRequest,
  slot: string,
  known: StoredCall | undefined,
  now: Date,
): Promise<boolean> {
  const isTaken = (call: StoredCall) => [call.claimedSlot, call.spentSlot].includes(slot) || isForLater(call, now);
  const claim = (call: StoredCall) => (isTaken(call) || isFinal(call.state) ? call : { ...call, claimedSlot: slot });
  const result = await ports.calls.change(callKeyOf(request), requestedCall(request), claim, known);
  return result?.changed ?? false;
}

/** After a day of it nobody waits for the call any more. */
const isGivenUp = ({ throttled = 0 }: CallMessage): boolean => throttled >= SERVICE_ATTEMPTS;

/**
 * Requests per second or calls at the same time: the second may take as long as people talk. An outage may take longer than the
 * queue would bring the message again.
 */
async function comeBack(
  ports: SlotPorts,
  message: CallMessage,
  request: StoredRequest,
  reason: 'service-throttled' | 'service-error',
  now: Date,
): Promise<void> {
  const { throttled = 0 } = message;
  const at = now.toISOString();
  const dueAt = new Date(now.getTime() + Math.min(THROTTLED_DELAY * 2 ** throttled, SAFETY_NET_DELAY));
  await settleCall(ports)(request, { state: 'queued', reason, at, dueAt: dueAt.toISOString() });
  await ports.dialQueue.send({ ...identity(message), throttled: throttled + 1 }, queueDelay(dueAt, now));
}

/** Usually the contact event is first; whoever brings the news tells the source. */
async function recordStart(
  ports: SlotPorts,
  request: StoredRequest,
  connectContactId: string,
  at: string,
): Promise<void> {
  let isNews = false;
  const result = await ports.calls.change(callKeyOf(request), requestedCall(request), (call) => {
    isNews = !call.history.some(({ state }) => state === 'dialing');
    return learn(isNews ? advance(call, { state: 'dialing', at }) : call, { connectContactId });
  });
  const { sourceId, opportunityId, callId, requestId } = request;
  if (result?.changed && isNews) {
    const { version } = result.call;
    await ports.writeBacks.send({ type: 'call.dialing', sourceId, opportunityId, callId, version });
  }
  await ports.requests.recordAnswer(sourceId, requestId, answerOf({ status: 'dialing', connectContactId }));
}

/** As with a call, the task's first event is usually faster. */
async function recordPreview(
  ports: SlotPorts,
  request: StoredRequest,
  connectContactId: string,
  startedAt: string,
): Promise<void> {
  await ports.calls.change(callKeyOf(request), requestedCall(request), (call) =>
    withPreview(call, { connectContactId, startedAt }),
  );
  await ports.requests.recordAnswer(request.sourceId, request.requestId, PREVIEWING);
}
