import { learn } from '../call-state.ts';
import { DEFAULT_DISPOSITIONS, type OutcomeInput } from '../contracts/agent-requests.ts';
import type { CallOutcome, CallState, CallView } from '../contracts/call.ts';
import { CtiError } from '../errors.ts';
import { presentCall } from '../model/present-call.ts';
import type { ActivityLog, CallStore, Clock, StoredCall, WriteBackQueue } from '../ports.ts';
import { fieldError, invalidFields } from '../validation.ts';

export interface SaveOutcomePorts {
  readonly calls: Pick<CallStore, 'find' | 'change'>;
  readonly activity: Pick<ActivityLog, 'record'>;
  readonly writeBack: WriteBackQueue;
  readonly dispositionsOf: (sourceId: string) => readonly string[] | undefined;
  readonly clock: Clock;
}

/** `answered` too: the agent may already be typing while the event that they are connected is still on its way. */
const ACCEPTING: ReadonlySet<CallState> = new Set(['answered', 'with_agent', 'ended', 'completed']);

/**
 * What came of the call. The same outcome twice is saved once; the messages that follow it are sent again, because a
 * repetition means that the first answer was lost, and receivers know them by their ids.
 * @throws CtiError `not-found`, `not-ready` before anybody answered, `invalid-fields` for a foreign disposition
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

  const outcome = outcomeFrom(input, by, ports.clock.now().toISOString());
  const result = await ports.calls.change(known, undefined, (call) => withOutcome(call, outcome), known);
  if (result === undefined) throw new CtiError('not-found', 'There is no such call.');
  const { call } = result;
  await Promise.all([record(ports, call), call.state === 'completed' ? send(ports, call) : undefined]);
  return presentCall(call);
}

function checkDisposition(disposition: string, allowed: readonly string[]): void {
  if (allowed.includes(disposition)) return;
  throw invalidFields([fieldError(['disposition'], `must be one of ${allowed.join(', ')}`)]);
}

function outcomeFrom({ disposition, notes, followUpAt }: OutcomeInput, by: string, at: string): CallOutcome {
  return { disposition, notes, ...(followUpAt && { followUpAt }), savedAt: at, savedBy: by };
}

/** An inbound call has no asking agent: whoever says what came of it was its agent. */
function withOutcome(call: StoredCall, outcome: CallOutcome): StoredCall {
  return sameOutcome(call.outcome, outcome) ? call : { ...learn(call, { agentUsername: outcome.savedBy }), outcome };
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
  await activity.record(call, {
    ...{ type: 'outcome.saved', at: outcome.savedAt, by: outcome.savedBy },
    ...{ subjectId: call.callId, subjectName: call.contactName ?? '' },
    changes: [{ field: 'disposition', to: outcome.disposition }],
  });
}

const send = ({ writeBack }: SaveOutcomePorts, { sourceId, opportunityId, callId, version }: CallView) =>
  writeBack.send({ type: 'call.completed', sourceId, opportunityId, callId, version });
