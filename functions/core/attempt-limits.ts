/**
 * How often somebody may be called. Attempts are counted where they are claimed, in one transaction over everything that a
 * source limits, so that of two calls at once only as many pass as may.
 */

import { endOfDay, localDateOf } from './calling-hours.ts';
import { type CallToJudge, type Limit, zonesOfPerson } from './calling-rules.ts';
import { MINUTE } from './policy.ts';
import type { CallKey } from './ports/call-store.ts';

/** What attempts are counted for. Ids of people are unique only within their source. */
export type AttemptScope = 'person' | 'number' | 'opportunity';

export interface AttemptLimit {
  readonly scope: AttemptScope;
  readonly id: string;
  /** At most so many attempts on `day`. */
  readonly cap?: number;
  /** ISO 8601: the last attempt of another call must not be later. */
  readonly notSince?: string;
}

/** An attempt to be counted; the same call counts once, however often it is claimed. */
export interface Attempt {
  readonly sourceId: string;
  readonly callId: string;
  readonly at: string;
  /** The person's own date, `20261124`. */
  readonly day: string;
  readonly limits: readonly AttemptLimit[];
}

/** Why an attempt is not allowed. `lastAt`: when the last one was. */
export type AttemptRefusal =
  | { readonly reason: 'attempt-cap' }
  | { readonly reason: 'minimum-gap'; readonly lastAt: string };

export interface AttemptSubject extends Pick<CallToJudge, 'source' | 'person' | 'number' | 'now'> {
  readonly call: CallKey & { readonly contactId: string };
}

/** Undefined when the source limits nothing, and nothing is counted. */
export function attemptOf(subject: AttemptSubject): Attempt | undefined {
  const { source, call, number, now } = subject;
  const { attemptCaps, minimumGapMinutes } = source.callingRules ?? {};
  const notSince =
    minimumGapMinutes === undefined
      ? {}
      : { notSince: new Date(now.getTime() - minimumGapMinutes * MINUTE).toISOString() };
  const limit = (scope: AttemptScope, id: string, cap: number | undefined, gap: typeof notSince): AttemptLimit[] =>
    cap === undefined && gap.notSince === undefined ? [] : [{ scope, id, ...(cap !== undefined && { cap }), ...gap }];
  const limits = [
    ...limit('person', call.contactId, attemptCaps?.perPersonPerDay, notSince),
    ...limit('number', number, attemptCaps?.perNumberPerDay, notSince),
    ...limit('opportunity', call.opportunityId, attemptCaps?.perOpportunityPerDay, {}),
  ];
  if (limits.length === 0) return undefined;
  return {
    ...{ sourceId: call.sourceId, callId: call.callId, at: now.toISOString() },
    ...{ day: localDateOf(now, zoneOf(subject)), limits },
  };
}

/** Until when what was refused stays so: the next day of the person's calendar, the end of the gap. */
export function limitsFrom(refusals: readonly AttemptRefusal[], subject: AttemptSubject): readonly Limit[] {
  const gap = (subject.source.callingRules?.minimumGapMinutes ?? 0) * MINUTE;
  return refusals.map((refusal) =>
    refusal.reason === 'attempt-cap'
      ? { reason: refusal.reason, until: endOfDay(subject.now, zoneOf(subject)) }
      : { reason: refusal.reason, until: new Date(Date.parse(refusal.lastAt) + gap) },
  );
}

/** Of several zones any will do for counting: the day of the first. */
const zoneOf = (subject: AttemptSubject): string => zonesOfPerson(subject)[0] ?? 'UTC';
