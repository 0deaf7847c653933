/** Whether a person may be called now. Asked when the request comes and again at the moment of dialling. */

import type { CallStep } from './call-state.ts';
import { type CallingHours, isOpen, nextOpening } from './calling-hours.ts';
import type { CallReason } from './contracts/call.ts';
import type { ContactInput } from './contracts/call-request.ts';
import type { StoredContact } from './ports.ts';

export type Verdict =
  | { readonly outcome: 'allowed' }
  | { readonly outcome: 'blocked'; readonly reason: CallReason }
  | { readonly outcome: 'held' | 'scheduled'; readonly reason: CallReason; readonly dueAt: Date };

type Person = Pick<ContactInput, 'doNotCall' | 'timeZone'>;

/**
 * Do-not-call ends it. A wish for later and the person's local hours only postpone: the call is due at the first moment
 * that satisfies both. A person whose time zone nobody knows has no local hours.
 */
export function judgeCall(call: {
  readonly person: Person;
  readonly callingHours: CallingHours | undefined;
  readonly notBefore: Date | undefined;
  readonly now: Date;
}): Verdict {
  const { person, callingHours, notBefore, now } = call;
  if (person.doNotCall) return { outcome: 'blocked', reason: 'do-not-call' };
  const earliest = notBefore !== undefined && notBefore > now ? notBefore : now;
  const closed =
    callingHours !== undefined && person.timeZone !== undefined && !isOpen(earliest, person.timeZone, callingHours);
  const dueAt =
    closed && person.timeZone !== undefined ? nextOpening(earliest, person.timeZone, callingHours) : earliest;
  if (earliest > now) return { outcome: 'scheduled', reason: 'not-before', dueAt };
  if (closed) return { outcome: 'held', reason: 'calling-hours', dueAt };
  return { outcome: 'allowed' };
}

/** The CRM's word is the newest, unless an agent's edit is still on its way to it. */
export const personToJudge = (asked: Person, stored: StoredContact | undefined): Person =>
  stored?.pendingWriteBackVersion === undefined ? asked : stored;

/** The state of a call that may not be made now. */
export function stepOf(verdict: Exclude<Verdict, { outcome: 'allowed' }>, now: Date): CallStep {
  const { outcome: state, reason } = verdict;
  return {
    ...{ state, reason, at: now.toISOString() },
    ...('dueAt' in verdict && { dueAt: verdict.dueAt.toISOString() }),
  };
}
