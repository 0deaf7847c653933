import { answerOf, callKeyOf, personToCall, requestedCall } from '../call-request.ts';
import { advance, isFinal, learn } from '../call-state.ts';
import { judgeCall, personToJudge, stepOf } from '../calling-rules.ts';
import type { Source } from '../contracts/configuration.ts';
import type { CallMessage } from '../contracts/queue-messages.ts';
import { isUsable, type Pacing } from '../pacing.ts';
import { REQUEST_PATIENCE, SAFETY_NET_DELAY, THROTTLED_DELAY } from '../policy.ts';
import type {
  CallQueue,
  CallStore,
  Clock,
  ConnectCalls,
  ContactStore,
  DialSlots,
  Erasures,
  Log,
  OpportunityStore,
  RequestStore,
  StoredCall,
  StoredRequest,
} from '../ports.ts';
import { queueDelay } from '../queue-delay.ts';
import { completeStub, leftUnwritten } from './mend-request.ts';
import { placeCall } from './place-call.ts';
import { type SettlePorts, settleCall } from './settle-call.ts';
import { type SyncPorts, syncOpportunity } from './sync-opportunity.ts';

export interface DialPorts extends SettlePorts, SyncPorts {
  readonly requests: Pick<RequestStore, 'get' | 'recordAnswer'>;
  readonly calls: Pick<CallStore, 'get' | 'change'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly opportunities: Pick<OpportunityStore, 'loadContext' | 'project'>;
  readonly erasures: Pick<Erasures, 'erasedAt'>;
  readonly connect: Pick<ConnectCalls, 'start'>;
  readonly dialQueue: CallQueue;
  readonly slots: DialSlots;
  readonly pacing: Pacing;
  readonly sources: ReadonlyMap<string, Pick<Source, 'callingHours'>>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * One message of the dial queue: the safety net of a request, or its time has come. Every message may come twice, late, or
 * for a call that has long been made; nothing is ever started twice.
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
      ports.log.info('request-gone', { sourceId: message.sourceId });
      return;
    }
    const key = callKeyOf(request);
    const [found, contact, context, erasedAt] = await Promise.all([
      ports.calls.get(key),
      ports.contacts.get(key, request.message.call.contactId),
      ports.opportunities.loadContext(key),
      ports.erasures.erasedAt(key),
    ]);
    if (erasedAt !== undefined && erasedAt >= request.receivedAt) return;
    /** The request path writes all at once, and may have died in the middle of it. */
    const everything = message.project || found?.requestId === undefined;
    const left = everything ? request.message : leftUnwritten(request, context);
    const [call] = await Promise.all([
      found !== undefined && found.requestId === undefined ? completeStub(ports, request, found) : found,
      request.fromDesktop || left === undefined
        ? undefined
        : syncOpportunity(ports)(request.sourceId, left, request.receivedAt),
    ]);
    if (call !== undefined && (call.connectContactId !== undefined || isFinal(call.state))) {
      await finish(ports, request, call);
      return;
    }
    /** What is stored is at least as new as the request, once the request has been written. */
    const asked = personToCall(request.message);
    const person = left !== undefined && !request.fromDesktop ? personToJudge(asked, contact) : (contact ?? asked);
    await proceed(ports, message, request, call, person);
  };

/** The call was dealt with; perhaps its writer crashed before it told anybody. */
async function finish(ports: DialPorts, request: StoredRequest, call: StoredCall): Promise<void> {
  if (request.answer !== undefined) {
    const { status } = request.answer;
    if (call.connectContactId === undefined ? status === call.state : request.answer.connectContactId !== undefined)
      return;
  }
  const last = call.history.at(-1);
  if (call.connectContactId === undefined && last !== undefined) {
    await settleCall(ports)(request, last);
    return;
  }
  const answer = answerOf({ status: 'dialing', connectContactId: call.connectContactId });
  await ports.requests.recordAnswer(request.sourceId, request.requestId, answer);
}

async function proceed(
  ports: DialPorts,
  message: CallMessage,
  request: StoredRequest,
  call: StoredCall | undefined,
  person: Parameters<typeof judgeCall>[0]['person'],
): Promise<void> {
  const now = ports.clock.now();
  const at = now.toISOString();
  const due = dueTime(request, call);
  if (now.getTime() - due.getTime() > REQUEST_PATIENCE) {
    await settleCall(ports)(request, { state: 'expired', at });
    return;
  }
  const { notBefore } = request.message.call;
  const verdict = judgeCall({
    person,
    callingHours: ports.sources.get(request.sourceId)?.callingHours,
    notBefore: notBefore === undefined ? undefined : new Date(notBefore),
    now,
  });
  if (verdict.outcome !== 'allowed') {
    const step = stepOf(verdict, now);
    if (call?.dueAt === undefined || call.dueAt !== step.dueAt) await settleCall(ports)(request, step);
    if ('dueAt' in verdict) await resend(ports, message, verdict.dueAt, now);
    return;
  }
  if (call?.reason === 'pacing' && due > now) {
    await resend(ports, message, new Date(due.getTime() + SAFETY_NET_DELAY), now);
    return;
  }
  await dialInSlot(ports, message, request, call, now);
}

async function dialInSlot(
  ports: DialPorts,
  message: CallMessage,
  request: StoredRequest,
  call: StoredCall | undefined,
  now: Date,
): Promise<void> {
  const held = message.dialAt === undefined ? undefined : new Date(message.dialAt);
  const usable = held !== undefined && (message.missed || isUsable(held.getTime(), now.getTime(), ports.pacing));
  const { dialAt } = usable ? { dialAt: held } : await ports.slots.reserve(now);
  if (dialAt > now) {
    const dueAt = dialAt.toISOString();
    await settleCall(ports)(request, { state: 'queued', reason: 'pacing', at: now.toISOString(), dueAt });
    const { throttled } = message;
    const next: CallMessage = {
      ...{ ...identity(message), dialAt: dueAt },
      ...(held !== undefined && { missed: true }),
      ...(throttled !== undefined && { throttled }),
    };
    await ports.dialQueue.send(next, queueDelay(dialAt, now));
    return;
  }
  if (!(await claimSlot(ports, request, dialAt.toISOString(), call))) {
    await resend(ports, message, new Date(now.getTime() + SAFETY_NET_DELAY), now);
    return;
  }
  const placement = await placeCall(ports)(request);
  const at = now.toISOString();
  switch (placement.outcome) {
    case 'started':
      return recordStart(ports, request, placement.connectContactId, at);
    case 'refused':
      await settleCall(ports)(request, { state: 'failed', reason: placement.reason, at });
      return;
    case 'throttled':
      return comeBack(ports, message, request, now);
    case 'unknown':
      throw placement.error;
  }
}

/**
 * One message per slot goes on to Connect: a doubled one would start nothing new, but take a second token of the quota that
 * others have slots for. Whoever comes second looks again later, in case the first died.
 */
async function claimSlot(
  ports: DialPorts,
  request: StoredRequest,
  slot: string,
  known: StoredCall | undefined,
): Promise<boolean> {
  const claim = (call: StoredCall) => (call.claimedSlot === slot ? call : { ...call, claimedSlot: slot });
  const result = await ports.calls.change(callKeyOf(request), requestedCall(request), claim, known);
  return result?.changed ?? false;
}

/** Requests per second or calls at the same time: the second may take as long as people talk. */
async function comeBack(ports: DialPorts, message: CallMessage, request: StoredRequest, now: Date): Promise<void> {
  const { throttled = 0 } = message;
  const dueAt = new Date(now.getTime() + Math.min(THROTTLED_DELAY * 2 ** throttled, SAFETY_NET_DELAY));
  const reason = 'service-throttled';
  await settleCall(ports)(request, { state: 'queued', reason, at: now.toISOString(), dueAt: dueAt.toISOString() });
  await ports.dialQueue.send({ ...identity(message), throttled: throttled + 1 }, queueDelay(dueAt, now));
}

/** Usually the contact event is first; whoever brings the news tells the source. */
async function recordStart(
  ports: DialPorts,
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

const identity = ({ sourceId, requestId }: CallMessage): CallMessage => ({ sourceId, requestId });

const resend = (ports: DialPorts, message: CallMessage, until: Date, now: Date): Promise<void> =>
  ports.dialQueue.send({ ...identity(message), wakeAt: until.toISOString() }, queueDelay(until, now));

/** A wait longer than the queue can delay. Nothing is looked at: thousands who wait would hold up those who are due. */
const sleepOn = (ports: DialPorts, message: CallMessage, until: Date): Promise<void> =>
  ports.dialQueue.send(message, queueDelay(until, ports.clock.now()));

/** When the call was to be made, as far as anybody has said. */
function dueTime(request: StoredRequest, call: StoredCall | undefined): Date {
  const times = [request.receivedAt, request.message.call.notBefore, call?.dueAt].map((time) => Date.parse(time ?? ''));
  return new Date(Math.max(...times.filter((time) => !Number.isNaN(time))));
}
