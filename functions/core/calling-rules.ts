/**
 * Whether a person may be called now, by the rules that the source's operator has written. Asked when the request comes and
 * again at the moment of dialling.
 */
import type { CallStep } from './call-state.ts';
import { type CallingCalendar, closedBecause, nextOpening } from './calling-hours.ts';
import type { CallReason } from './contracts/call.ts';
import type { ContactInput } from './contracts/call-request.ts';
import { type CallingRules, type HolidayDates, WEEKDAYS } from './contracts/calling-rules.ts';
import type { FunctionSource } from './contracts/configuration.ts';
import { zonesOfNumber } from './number-zones.ts';
import { HOLD_PATIENCE } from './policy.ts';
import type { StoredContact } from './ports/opportunity-store.ts';

export type Verdict =
  | { readonly outcome: 'allowed' }
  /** `dueAt`: when the rule would allow it, for a source that does not want it held. */
  | { readonly outcome: 'blocked'; readonly reason: CallReason; readonly dueAt?: Date }
  | { readonly outcome: 'held' | 'scheduled'; readonly reason: CallReason; readonly dueAt: Date };

/** What a source says about when it calls. */
export type RulesOfSource = Pick<
  FunctionSource,
  'callingHours' | 'callingRules' | 'holidays' | 'agentUnavailable' | 'ringSeconds' | 'answeringMachine'
>;
export type Person = Pick<ContactInput, 'doNotCall' | 'timeZone' | 'consent'>;

/** A rule that counts attempts, and until when it forbids another one. */
export interface Limit {
  readonly reason: 'attempt-cap' | 'minimum-gap';
  readonly until: Date;
}

export interface CallToJudge {
  readonly source: RulesOfSource;
  readonly person: Person;
  /** E.164 */
  readonly number: string;
  /** The number stands on the source's do-not-call list. */
  readonly isListed?: boolean;
  /** What the count of attempts has said. */
  readonly limits?: readonly Limit[];
  readonly notBefore: Date | undefined;
  /** When it was asked for; undefined: now. */
  readonly askedAt?: Date;
  readonly now: Date;
}

/**
 * Do-not-call and missing consent end it. A wish for later and all other rules only postpone: the call is due at the first
 * moment that satisfies all of them, and the reason is the rule that asks for the latest one. A source that does not want to
 * wait, and one that would have to wait longer than a request is kept, however often it has been put off, is refused with that
 * moment.
 */
export function judgeCall(call: CallToJudge): Verdict {
  const { source, now, notBefore, askedAt = now } = call;
  const earliest = notBefore !== undefined && notBefore > now ? notBefore : now;
  const refusal = refusalOf(call, earliest);
  if (refusal !== undefined) return { outcome: 'blocked', reason: refusal };
  const obstacle = obstacleOf(call, earliest);
  if (obstacle === undefined)
    return earliest > now ? { outcome: 'scheduled', reason: 'not-before', dueAt: earliest } : { outcome: 'allowed' };
  const { reason, until: dueAt } = obstacle;
  if (dueAt === undefined) return { outcome: 'blocked', reason };
  const wishedFor = Math.max(askedAt.getTime(), notBefore?.getTime() ?? 0);
  const isTooLong = dueAt.getTime() - wishedFor > HOLD_PATIENCE;
  if (source.callingRules?.whenBlocked === 'refuse' || isTooLong) return { outcome: 'blocked', reason, dueAt };
  return earliest > now ? { outcome: 'scheduled', reason: 'not-before', dueAt } : { outcome: 'held', reason, dueAt };
}

/** No time makes it better. A consent counts at the moment of the call. */
function refusalOf({ source, person, isListed }: CallToJudge, at: Date): 'do-not-call' | 'consent' | undefined {
  if (person.doNotCall || isListed) return 'do-not-call';
  return hasConsent(person.consent, source.callingRules?.consent, at) ? undefined : 'consent';
}

/** Who has said no is not called, whether or not the source demands a yes. */
function hasConsent(given: Person['consent'], demanded: CallingRules['consent'], at: Date): boolean {
  if (given?.status === 'denied') return false;
  if (!demanded?.required) return true;
  if (given?.status !== 'granted' || (given.until !== undefined && Date.parse(given.until) <= at.getTime()))
    return false;
  const { purpose } = demanded;
  return purpose === undefined || given.purposes === undefined || given.purposes.includes(purpose);
}

/** What stands in the way at that time, and until when; `until` is undefined when it will within a year. */
function obstacleOf(
  call: CallToJudge,
  at: Date,
): { readonly reason: CallReason; readonly until: Date | undefined } | undefined {
  const calendar = calendarFor(call.source, call.number);
  const zones = zonesOfPerson(call);
  const closed = calendar === undefined ? undefined : closedBecause(at, zones, calendar);
  const limits = (call.limits ?? []).filter(({ until }) => until > at);
  const [latest] = limits.toSorted(
    (one, two) => two.until.getTime() - one.until.getTime() || (one.reason < two.reason ? -1 : 1),
  );
  if (closed === undefined && latest === undefined) return undefined;
  const from = latest === undefined ? at : latest.until;
  const until = calendar === undefined ? from : nextOpening(from, zones, calendar);
  if (latest === undefined) return { reason: closed ?? 'calling-hours', until };
  const opensLater = calendar !== undefined && closedBecause(latest.until, zones, calendar);
  return { reason: opensLater && closed !== undefined ? closed : latest.reason, until };
}

/**
 * The zones whose clocks count: the person's own; else, when the source has rules, all that the number may belong to. With
 * none at all, as of satellite numbers, no hour is forbidden.
 */
export function zonesOfPerson({
  source,
  person,
  number,
}: Pick<CallToJudge, 'source' | 'person' | 'number'>): readonly string[] {
  if (person.timeZone !== undefined) return [person.timeZone];
  return source.callingRules?.unknownTimeZone === 'number' ? zonesOfNumber(number) : [];
}

/** The short form `callingHours` is the same hours on every day. */
function calendarFor(
  { callingHours, callingRules, holidays }: RulesOfSource,
  number: string,
): CallingCalendar | undefined {
  const hours =
    callingRules?.hours ?? (callingHours === undefined ? undefined : [{ days: [...WEEKDAYS], ...callingHours }]);
  const days = [
    ...holidaysOf(holidays ?? {}, number),
    ...(callingRules?.holidays?.dates ?? []).map((date) => date.replaceAll('-', '')),
  ];
  return hours === undefined && days.length === 0 ? undefined : { hours, holidays: new Set(days) };
}

/** No calling code is the beginning of another one. */
function holidaysOf(holidays: HolidayDates, number: string): readonly string[] {
  return Object.entries(holidays).flatMap(([code, dates]) => (number.startsWith(`+${code}`) ? dates.split(' ') : []));
}

/** The CRM's word is the newest, unless an agent's edit is still on its way to it. */
export const personToJudge = (asked: Person, stored: StoredContact | undefined): Person =>
  stored?.pendingWriteBackVersion === undefined ? asked : stored;

/** The state of a call that may not be made now. */
export function stepOf(verdict: Exclude<Verdict, { outcome: 'allowed' }>, now: Date): CallStep {
  const { outcome: state, reason, dueAt } = verdict;
  return { state, reason, at: now.toISOString(), ...(dueAt !== undefined && { dueAt: dueAt.toISOString() }) };
}
