import { learn } from '../call-state.ts';
import { DEFAULT_DISPOSITIONS, type OutcomeInput } from '../contracts/agent-requests.ts';
import type { CallOutcome, CallState, CallView } from '../contracts/call.ts';
import type { ActivityView } from '../contracts/opportunity-context.ts';
import { CtiError } from '../errors.ts';
import { callbackRequestId, callIdOf } from '../ids.ts';
import { followUpMessage } from '../model/follow-up-message.ts';
import { presentCall } from '../model/present-call.ts';
import { PAST_TOLERANCE, PLANNING_HORIZON, SAFETY_NET_DELAY, SECOND } from '../policy.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ActivityLog, ContactStore } from '../ports/opportunity-store.ts';
import type { CallQueue, WriteBackQueue } from '../ports/queues.ts';
import { fieldError, invalidFields } from '../validation.ts';

export interface SaveOutcomePorts {
  readonly calls: Pick<CallStore, 'find' | 'change'>;
  readonly activity: Pick<ActivityLog, 'record'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly writeBack: WriteBackQueue;
  readonly dialQueue: CallQueue;
  readonly dispositionsOf: (sourceId: string) => readonly string[] | undefined;
  readonly clock: Clock;
}

/** `answered` too: the agent may already be typing while the event that they are connected is still on its way. */
const ACCEPTING: ReadonlySet<CallState> = new Set(['answered', 'with_agent', 'ended', 'completed']);

/**
 * What came of the call. The same outcome twice is saved once; the messages that follow it are sent again, because a
 * repetition means that the first answer was lost, and receivers know them by their ids.
 *
 * A `followUpAt` is a callback, which the dial queue arranges (`arrange-callback.ts`). A message that looks after it is sent
 * before the outcome is stored, so that no crash loses it, and another one when it is there.
 * @throws CtiError `not-found`, `not-ready` before anybody answered, `invalid-fields` for a foreign disposition and for a
 *   callback that cannot be
 */
export async function saveOutcome(
  ports: SaveOutcomePorts,
  callId: string,
  input: OutcomeInput,
  by: string,
): Promise<CallView> {
  const known = await ports.calls.find(callId);
  if (known === undefined) throw new CtiError('not-found', 'There is no such call.');
  if (!ACCEPTING.has(known.state)) throw new CtiError('not-ready', `Nobody has answered this call: ${known.state}.`);
  checkDisposition(input.disposition, ports.dispositionsOf(known.sourceId) ?? DEFAULT_DISPOSITIONS);

  const now = ports.clock.now();
  const outcome = outcomeFrom(input, by, now.toISOString());
  const isOtherWish = known.outcome?.followUpAt !== outcome.followUpAt;
  if (isOtherWish) {
    await checkFollowUp(ports, known, outcome.followUpAt, now);
    await ports.dialQueue.send(followUpMessage(known), SAFETY_NET_DELAY / SECOND);
  }
  const result = await ports.calls.change(known, undefined, (call) => withOutcome(call, outcome), known);
  if (result === undefined) throw new CtiError('not-found', 'There is no such call.');
  const { call, changed } = result;
  const isRepeated = !changed && call.followUpCallId !== undefined;
  await Promise.all([
    record(ports, call),
    call.state === 'completed' ? send(ports, call) : undefined,
    isRepeated || call.followUpRevision !== known.followUpRevision
      ? ports.dialQueue.send(followUpMessage(call), 0)
      : undefined,
  ]);
  return presentCall(call);
}

/** Asked of a new wish only: notes are still saved when the callback's time has come. */
async function checkFollowUp(
  { contacts }: Pick<SaveOutcomePorts, 'contacts'>,
  call: StoredCall,
  followUpAt: string | undefined,
  now: Date,
): Promise<void> {
  if (followUpAt === undefined) return;
  const refuse = (detail: string) => invalidFields([fieldError(['followUpAt'], detail)]);
  const ahead = Date.parse(followUpAt) - now.getTime();
  if (ahead < -PAST_TOLERANCE) throw refuse('must not be in the past');
  if (ahead > PLANNING_HORIZON) throw refuse('must be within a year');
  const contact = call.contactId === undefined ? undefined : await contacts.get(call, call.contactId);
  if (contact === undefined) throw refuse('there is no person of the opportunity to call back');
  if (call.phone === undefined && contact.phones.length === 0) throw refuse('the person has no phone number');
}

function checkDisposition(disposition: string, allowed: readonly string[]): void {
  if (allowed.includes(disposition)) return;
  throw invalidFields([fieldError(['disposition'], `must be one of ${allowed.join(', ')}`)]);
}

function outcomeFrom({ disposition, notes, followUpAt }: OutcomeInput, by: string, at: string): CallOutcome {
  return { disposition, notes, ...(followUpAt && { followUpAt }), savedAt: at, savedBy: by };
}

/**
 * An inbound call has no asking agent: whoever says what came of it was its agent. Of a person who was erased meanwhile no
 * notes are taken.
 */
function withOutcome(call: StoredCall, outcome: CallOutcome): StoredCall {
  if (call.erasedAt !== undefined) {
    const { followUpAt: _followUpAt, ...facts } = { ...outcome, notes: '' };
    return sameOutcome(call.outcome, facts) ? call : { ...call, outcome: facts };
  }
  if (sameOutcome(call.outcome, outcome)) return call;
  const saved = { ...learn(call, { agentUsername: outcome.savedBy }), outcome };
  if (call.outcome?.followUpAt === outcome.followUpAt) return saved;
  const { followUpRevision = 0, followUpCallId = callIdOf(call.sourceId, callbackRequestId(call.callId)) } = call;
  return { ...saved, followUpCallId, followUpRevision: followUpRevision + 1 };
}

const sameOutcome = (saved: CallOutcome | undefined, outcome: CallOutcome): boolean =>
  saved !== undefined &&
  saved.disposition === outcome.disposition &&
  saved.notes === outcome.notes &&
  saved.followUpAt === outcome.followUpAt &&
  saved.savedBy === outcome.savedBy;

async function record({ activity }: SaveOutcomePorts, call: CallView): Promise<void> {
  const { outcome } = call;
  if (outcome === undefined) return;
  const line: Omit<ActivityView, 'id'> = {
    ...{ type: 'outcome.saved', at: outcome.savedAt, by: outcome.savedBy },
    ...{ subjectId: call.callId, subjectName: call.contactName ?? '' },
    changes: [{ field: 'disposition', to: outcome.disposition }],
  };
  await activity.record(call, line, call.contactId);
}

const send = ({ writeBack }: SaveOutcomePorts, { sourceId, opportunityId, callId, version }: CallView) =>
  writeBack.send({ type: 'call.completed', sourceId, opportunityId, callId, version });
