/** Counted attempts and the do-not-call list over plain memory, each operation one step: what every store must agree with. */
import type { Attempt, AttemptLimit, AttemptRefusal } from '../../../functions/core/attempt-limits.ts';
import type { OverLimit } from '../../../functions/core/ports/call-requests.ts';

export interface AttemptState {
  /** Calls by scope, id and day. */
  readonly days: Map<string, Set<string>>;
  readonly last: Map<string, { readonly callId: string; readonly at: string }>;
  readonly listed: Set<string>;
}

export const noAttempts = (): AttemptState => ({ days: new Map(), last: new Map(), listed: new Set() });

export function attemptsInMemory({ days, last }: AttemptState) {
  const subjectOf = ({ sourceId }: Attempt, { scope, id }: AttemptLimit) => [sourceId, scope, id].join(' ');
  const callsOf = (attempt: Attempt, limit: AttemptLimit): Set<string> => {
    const key = `${subjectOf(attempt, limit)} ${attempt.day}`;
    const calls = days.get(key) ?? new Set();
    days.set(key, calls);
    return calls;
  };
  const refusalsOf = (attempt: Attempt, limit: AttemptLimit): AttemptRefusal[] => {
    const [calls, latest] = [callsOf(attempt, limit), last.get(subjectOf(attempt, limit))];
    const isFull = limit.cap !== undefined && !calls.has(attempt.callId) && calls.size >= limit.cap;
    const isSoon =
      limit.notSince !== undefined &&
      latest !== undefined &&
      latest.callId !== attempt.callId &&
      latest.at > limit.notSince;
    return [
      ...(isFull ? [{ reason: 'attempt-cap' as const }] : []),
      ...(isSoon ? [{ reason: 'minimum-gap' as const, lastAt: latest.at }] : []),
    ];
  };
  return {
    claim(attempt: Attempt): { outcome: 'claimed' } | OverLimit {
      const refusals = attempt.limits.flatMap((limit) => refusalsOf(attempt, limit));
      if (refusals.length > 0) return { outcome: 'over-limit', refusals };
      for (const limit of attempt.limits) {
        callsOf(attempt, limit).add(attempt.callId);
        last.set(subjectOf(attempt, limit), { callId: attempt.callId, at: attempt.at });
      }
      return { outcome: 'claimed' };
    },
    release(attempt: Attempt): void {
      for (const limit of attempt.limits) callsOf(attempt, limit).delete(attempt.callId);
    },
  };
}
