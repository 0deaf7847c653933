import { requestedCall } from '../call-request.ts';
import { isFinal } from '../call-state.ts';
import type { CallOutcome } from '../contracts/call.ts';
import type { CallMessage, FollowUpMessage } from '../contracts/queue-messages.ts';
import { callbackRequestId, callIdOf } from '../ids.ts';
import { callbackRequest } from '../model/callback-request.ts';
import { isErased } from '../model/forget-person.ts';
import type { RequestStore } from '../ports/call-requests.ts';
import type { CallKey, CallStore, StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConnectCalls } from '../ports/connect.ts';
import type { Erasures } from '../ports/erasure.ts';
import type { Log } from '../ports/log.ts';
import type { ContactStore, OpportunityStore } from '../ports/opportunity-store.ts';
import type { WriteBackQueue } from '../ports/queues.ts';
import { isUndecided, isWithdrawable, moved, withdrawn } from '../waiting-call.ts';
import { stopTask } from './end-preview.ts';
import { type LinePorts, leaveLine } from './leave-line.ts';

export interface CallbackPorts extends LinePorts {
  readonly calls: Pick<CallStore, 'get' | 'change'>;
  readonly requests: Pick<RequestStore, 'accept' | 'keepUntilDue'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly opportunities: Pick<OpportunityStore, 'getOpportunity'>;
  readonly erasures: Pick<Erasures, 'of'>;
  readonly connect: Pick<ConnectCalls, 'stop'>;
  readonly writeBacks: Pick<WriteBackQueue, 'send'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'error'>;
}

/** What the outcome asks for now; `revision` counts its wishes. */
interface Wish {
  readonly followUpAt: string | undefined;
  readonly savedAt: string;
  readonly revision: number;
}

/**
 * Makes the callback be what the outcome of a call asks for: there at that time, moved, or taken back. It is a request and a
 * call of its own, whose ids follow from the first call's, so that however often and in whatever order wishes and messages
 * come, one call follows the last wish; its record says which wish it has followed, and older ones change nothing.
 *
 * A wish that comes while the callback is being dialled is too late: that was the call. Once it is over, or was cancelled, a
 * later wish gets another one, with the next id. `dial` is the dial queue's way with a request: all rules are asked.
 */
export const arrangeCallback =
  (ports: CallbackPorts, dial: (message: CallMessage) => Promise<void>) =>
  async (message: FollowUpMessage): Promise<void> => {
    for (let wished = await read(ports, message); wished !== undefined; ) {
      const callback = await follow(ports, wished.call, wished.wish);
      /** Another wish may have been followed meanwhile, when there was no callback yet that could have told. */
      const now = await read(ports, message);
      if (now !== undefined && now.wish.revision === wished.wish.revision) {
        if (callback === undefined) return;
        await stopTask(ports, { call: callback });
        if (now.call.followUpCallId !== callback.callId) await name(ports, now.call, callback);
        const { sourceId, requestId, state } = callback;
        if (requestId !== undefined && (isUndecided(callback) || isFinal(state))) await dial({ sourceId, requestId });
        return;
      }
      wished = now;
    }
  };

async function read(ports: CallbackPorts, key: CallKey): Promise<{ call: StoredCall; wish: Wish } | undefined> {
  const [call, { opportunity }] = await Promise.all([ports.calls.get(key), ports.erasures.of(key, [])]);
  const { outcome, followUpRevision: revision } = call ?? {};
  if (call === undefined || outcome === undefined || revision === undefined) return undefined;
  if (call.erasedAt !== undefined || isErased({ receivedAt: outcome.savedAt }, opportunity)) return undefined;
  return { call, wish: { followUpAt: followUpOf(outcome), savedAt: outcome.savedAt, revision } };
}

const followUpOf = ({ followUpAt }: CallOutcome): string | undefined =>
  followUpAt === undefined ? undefined : new Date(followUpAt).toISOString();

/** The callback as it is now; undefined when there is none. */
async function follow(ports: CallbackPorts, call: StoredCall, wish: Wish): Promise<StoredCall | undefined> {
  const { last, nextRequestId } = await callbacksOf(ports, call);
  if (last !== undefined && hasFollowed(last, wish)) return last;
  if (last !== undefined && !isOverBefore(last, wish)) return change(ports, last, wish);
  return wish.followUpAt === undefined ? undefined : create(ports, call, wish, wish.followUpAt, nextRequestId);
}

/** One, as a rule. */
async function callbacksOf(ports: CallbackPorts, { sourceId, opportunityId, callId }: StoredCall) {
  let last: StoredCall | undefined;
  for (let number = 1; ; number += 1) {
    const nextRequestId = callbackRequestId(callId, number);
    const key = { sourceId, opportunityId, callId: callIdOf(sourceId, nextRequestId) };
    const callback = await ports.calls.get(key);
    if (callback === undefined) return { last, nextRequestId };
    last = callback;
  }
}

const hasFollowed = ({ followUpRevision = 0 }: StoredCall, { revision }: Wish): boolean => followUpRevision >= revision;

const isOverBefore = ({ state, history }: StoredCall, { savedAt }: Wish): boolean =>
  isFinal(state) && Date.parse(history.at(-1)?.at ?? '') <= Date.parse(savedAt);

/** Taken back as of the moment of that wish, so that a later one counts as later. */
async function change(ports: CallbackPorts, known: StoredCall, wish: Wish): Promise<StoredCall | undefined> {
  const { followUpAt, savedAt, revision } = wish;
  const at = ports.clock.now().toISOString();
  if (followUpAt !== undefined && known.requestId !== undefined) {
    await ports.requests.keepUntilDue(known.sourceId, known.requestId, new Date(followUpAt));
  }
  let waiting: StoredCall | undefined;
  const result = await ports.calls.change(
    known,
    undefined,
    (call) => {
      waiting = undefined;
      if (hasFollowed(call, wish)) return call;
      const followed = { ...call, followUpRevision: revision };
      const mayBe = followUpAt === undefined ? isWithdrawable(call) : isUndecided(call);
      if (!mayBe) return followed;
      waiting = call;
      return followUpAt === undefined ? withdrawn(followed, savedAt) : moved(followed, followUpAt, at);
    },
    known,
  );
  if (waiting !== undefined) await leaveLine(ports, waiting);
  return result?.call;
}

async function create(
  ports: CallbackPorts,
  call: StoredCall,
  { revision, savedAt }: Wish,
  followUpAt: string,
  requestId: string,
): Promise<StoredCall | undefined> {
  const [opportunity, contact] = await Promise.all([
    ports.opportunities.getOpportunity(call),
    call.contactId === undefined ? undefined : ports.contacts.get(call, call.contactId),
  ]);
  const asked = callbackRequest(call, { opportunity, contact, requestId, receivedAt: savedAt, notBefore: followUpAt });
  if (asked === undefined) {
    ports.log.info('callback-impossible', { callId: call.callId });
    return undefined;
  }
  const accepted = await ports.requests.accept(asked);
  const request = accepted.outcome === 'duplicate' ? accepted.request : asked;
  /** Its first writer died before the record was there. */
  if (accepted.outcome === 'duplicate') {
    await ports.requests.keepUntilDue(request.sourceId, requestId, new Date(followUpAt));
  }
  const initial = { ...requestedCall(request), notBefore: followUpAt, followUpRevision: revision };
  const result = await ports.calls.change(request, initial, (callback) => callback);
  if (result !== undefined && !hasFollowed(result.call, { followUpAt, savedAt, revision })) {
    return change(ports, result.call, { followUpAt, savedAt, revision });
  }
  return result?.call;
}

/** Told once more when the outcome's callback is another one than was told. */
async function name(ports: CallbackPorts, { sourceId, opportunityId, callId }: CallKey, callback: StoredCall) {
  const { callId: followUpCallId } = callback;
  const result = await ports.calls.change({ sourceId, opportunityId, callId }, undefined, (call) =>
    call.followUpCallId === followUpCallId ? call : { ...call, followUpCallId },
  );
  if (result?.call.state !== 'completed' || !result.changed) return;
  const { version } = result.call;
  await ports.writeBacks.send({ type: 'call.completed', sourceId, opportunityId, callId, version });
}
