import type { AttemptSubject } from '../attempt-limits.ts';
import { answerOf, callKeyOf, modeOf, PREVIEWING, requestedCall, slotRequestOf } from '../call-request.ts';
import { advance, isFinal, learn } from '../call-state.ts';
import type { CallMessage } from '../contracts/queue-messages.ts';
import { LONG_LINE } from '../fair-slots.ts';
import { withPreview } from '../model/with-preview.ts';
import { isUsable, type Pacing, pacingOf } from '../pacing.ts';
import { PREVIEW_RATE, SAFETY_NET_DELAY, SERVICE_ATTEMPTS, THROTTLED_DELAY } from '../policy.ts';
import type {
  AttemptCounts,
  CallQueue,
  CallStore,
  ConnectCalls,
  DialSlots,
  Log,
  StoredCall,
  StoredRequest,
} from '../ports.ts';
import { queueDelay } from '../queue-delay.ts';
import { isForLater, isGivenBack } from '../waiting-call.ts';
import { slotsFor } from './give-back-slot.ts';
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
  readonly slots: Pick<DialSlots, 'reserve' | 'claim'>;
  readonly previewSlots: Pick<DialSlots, 'reserve' | 'claim'>;
  readonly desktopOrigin: string;
  readonly pacing: Pacing;
  readonly log: Log;
}

const PREVIEW_PACING = pacingOf(PREVIEW_RATE);

/** Dials now, in the slot that the message brings or in one that is free now; or takes a later slot. */
export async function dialInSlot(
  ports: SlotPorts,
  message: CallMessage,
  request: StoredRequest,
  call: StoredCall | undefined,
  subject: AttemptSubject,
): Promise<void> {
  const { now } = subject;
  const mode = modeOf(request, call);
  const slots = slotsFor(ports, mode);
  const pacing = mode === 'agent-first' ? PREVIEW_PACING : ports.pacing;
  const { dialAt: slot, missed } = message;
  const held = slot === undefined || isGivenBack(call, slot) ? undefined : new Date(slot);
  const usable = held !== undefined && (missed || isUsable(held.getTime(), now.getTime(), pacing));
  if (!usable) {
    const { dialAt } = await slots.reserve(now, slotRequestOf(request));
    if (dialAt > now) return waitForSlot(ports, message, request, dialAt, now);
    return dialOnce(ports, message, request, call, dialAt, subject);
  }
  if (await slots.claim(held, request.callId)) return dialOnce(ports, message, request, call, held, subject);
  const hasWaited = now.getTime() - Date.parse(request.receivedAt) > 2 * LONG_LINE;
  const next = await slots.reserve(now, { ...slotRequestOf(request), isDisplaced: true, hasWaited });
  return waitForSlot(ports, message, request, next.dialAt, now);
}

async function waitForSlot(
  ports: SlotPorts,
  message: CallMessage,
  request: StoredRequest,
  dialAt: Date,
  now: Date,
): Promise<void> {
  const dueAt = dialAt.toISOString();
  await settleCall(ports)(request, { state: 'queued', reason: 'pacing', at: now.toISOString(), dueAt });
  const { dialAt: held } = message;
  const next: CallMessage = {
    ...{ ...identity(message), dialAt: dueAt },
    ...(held !== undefined && { missed: true }),
  };
  await Promise.all([
    ports.dialQueue.send(next, queueDelay(dialAt, now)),
    // A safety net that became the message of a slot leaves another one behind.
    held === undefined ? wakeLater(ports.dialQueue, message, netOf(dialAt), now) : undefined,
  ]);
}

async function dialOnce(
  ports: SlotPorts,
  message: CallMessage,
  request: StoredRequest,
  call: StoredCall | undefined,
  slot: Date,
  subject: AttemptSubject,
): Promise<void> {
  const { now } = subject;
  if (!(await claimSlot(ports, request, slot.toISOString(), call, now))) {
    await wakeLater(ports.dialQueue, message, netOf(now), now);
    return;
  }
  const placement = await placeCall(ports)(request, modeOf(request, call));
  const at = now.toISOString();
  switch (placement.outcome) {
    case 'started':
      await recordStart(ports, request, placement.connectContactId, at);
      // The message of a slot has a safety net beside it, and that one will find the call under way.
      if (message.dialAt === undefined) await watch(ports, request, now, now);
      return;
    case 'previewing':
      await recordPreview(ports, request, placement.connectContactId, at);
      if (message.dialAt === undefined) await watch(ports, request, now, now);
      return;
    case 'refused':
      await uncount(ports, subject, call);
      await settleCall(ports)(request, { state: 'failed', reason: placement.reason, at });
      return;
    case 'throttled':
      await releaseClaim(ports, request);
      if (isGivenUp(message)) {
        await uncount(ports, subject, call);
        await settleCall(ports)(request, { state: 'expired', reason: 'service-throttled', at });
        return;
      }
      return comeBack(ports, message, request, 'service-throttled', now);
    case 'unknown':
      // It may be ringing: the claim stays, and asking again with the same token tells.
      if (isGivenUp(message)) {
        await settleCall(ports)(request, { state: 'failed', reason: 'service-error', at });
        return;
      }
      return comeBack(ports, message, request, 'service-error', now);
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
  const isTaken = (call: StoredCall) =>
    [call.claimedSlot, call.spentSlot].includes(slot) || isGivenBack(call, slot) || isForLater(call, now);
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
