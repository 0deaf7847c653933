/**
 * The call log of a CRM in which nobody can change an entry: nothing is written while the call goes on, one entry when all is known
 * of it, and what agents save after that as notes of their own.
 */
import { isFinal } from './call-state.ts';
import type { CallOutcome, CallState } from './contracts/call.ts';
import type { Source } from './contracts/configuration.ts';
import type { RestDescription } from './contracts/rest-description.ts';
import { LOG_WAIT, MINUTE, OUTCOME_SETTLE } from './policy.ts';
import type { StoredCall } from './ports/call-store.ts';

export type LogPolicy = Pick<Source, 'log' | 'logWaitMinutes'> & { readonly rest?: RestDescription | undefined };

/** What the CRM is told: kept until it has been, so that whoever tells it again says the same. */
export interface LogEntry {
  /** From 1; what follows the first are notes. */
  readonly number: number;
  readonly state: CallState;
  readonly outcome?: CallOutcome;
  readonly isTold?: true;
}

export type LogDecision =
  | { readonly outcome: 'tell'; readonly entry: LogEntry }
  | { readonly outcome: 'wait'; readonly until: Date }
  /** The call goes on, or the CRM knows all of it. */
  | { readonly outcome: 'nothing' };

/** Of a described API that only makes entries it is known without being said. */
export function isLoggedOnce({ log, rest }: LogPolicy): boolean {
  const { create, update, upsert } = rest?.calls ?? {};
  return (
    (log ?? (create !== undefined && update === undefined && upsert === undefined ? 'once' : 'changed')) === 'once'
  );
}

export function nextEntry(call: StoredCall, policy: LogPolicy, now: Date): LogDecision {
  const { state, outcome, logEntry: last } = call;
  if (last !== undefined && !last.isTold) return { outcome: 'tell', entry: last };
  const isKnown = last?.state === state && last.outcome?.savedAt === outcome?.savedAt;
  if (!isFinal(state) || isKnown) return { outcome: 'nothing' };
  const until = whenKnown(call, policy);
  if (until !== undefined && until > now) return { outcome: 'wait', until };
  return { outcome: 'tell', entry: { number: (last?.number ?? 0) + 1, state, ...(outcome && { outcome }) } };
}

/**
 * Nobody says what came of a call in which no agent was. Of one whose request path died before it wrote anything, the safety net brings
 * whom it was to reach.
 */
function whenKnown(
  { direction, requestId, state, outcome, withAgentAt, completedAt, endedAt = completedAt }: StoredCall,
  { logWaitMinutes = LOG_WAIT / MINUTE }: LogPolicy,
): Date | undefined {
  const wait = logWaitMinutes * MINUTE;
  const after = (at: string | undefined, milliseconds: number) =>
    at === undefined ? undefined : new Date(Date.parse(at) + milliseconds);
  if (direction === 'outbound' && requestId === undefined) return after(endedAt, LOG_WAIT);
  if (outcome !== undefined) return after(outcome.savedAt, Math.min(OUTCOME_SETTLE, wait));
  return state === 'completed' && withAgentAt !== undefined ? after(endedAt, wait) : undefined;
}
