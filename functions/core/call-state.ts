/**
 * The life of a call (DESIGN section 3) as a merge, not as a sequence: contact events are best effort, unordered and
 * duplicated, and the projection of a request may land after them. What is known of a call is the set of states it has
 * been in; joining two such sets is commutative, associative and idempotent, so any order of any writers ends in the same
 * record, and a late event fills its gap without moving the call back. Only an end may be taken back, when it turns out that
 * the call goes on in another leg: with legs (call-legs.ts), `ended` and `completed` follow from all of them.
 *
 * | rank | states | a state told twice keeps |
 * |---|---|---|
 * | 0 | requested | the earliest time |
 * | 1 | held, scheduled, queued | the latest time: a call may be held, queued and held again |
 * | 2 | blocked, expired, failed | the earliest time |
 * | 3 to 7 | dialing, answered, with_agent, ended, completed | the earliest time |
 *
 * The call is in the state of the highest rank. A contact event outranks `failed`: it proves that the dial took place.
 */
import { type CallLegs, endOf, joinLegs, lastAgentOf, statesReached, withoutRecordings } from './call-legs.ts';
import type { CallState, CallTransition, CallView } from './contracts/call.ts';
import { forgottenCall, isPersonal } from './model/forget-person.ts';

export type CallRecord = CallView & { readonly legs?: CallLegs };

const RANK: Readonly<Record<CallState, number>> = {
  requested: 0,
  held: 1,
  scheduled: 1,
  queued: 1,
  blocked: 2,
  expired: 2,
  failed: 2,
  dialing: 3,
  answered: 4,
  with_agent: 5,
  ended: 6,
  completed: 7,
};
const WAITING = RANK.held;
const TIMES = {
  dialing: 'dialingAt',
  answered: 'answeredAt',
  with_agent: 'withAgentAt',
  ended: 'endedAt',
  completed: 'completedAt',
} as const;
const DERIVED: ReadonlySet<string> = new Set(['reason', 'dueAt', 'takenBy', 'legs', ...Object.values(TIMES)]);

/** A state that was reached, and when a waiting one is due or a blocked one would be allowed. */
export interface CallStep extends CallTransition {
  readonly dueAt?: string;
}

/** Nothing has been done for it yet. */
export const isWaiting = (state: CallState): boolean => RANK[state] <= WAITING;

/** A call that is blocked may be asked for again when its rule allows it. */
const mayBeDue = (state: CallState): boolean => RANK[state] === WAITING || state === 'blocked';

/** No attempt will follow: what happened is final. */
export function isFinal(state: CallState): boolean {
  return RANK[state] === RANK.blocked || state === 'completed';
}

/** Somebody may be on the line: attributes on the Connect side still matter. */
export function isInProgress(state: CallState): boolean {
  return RANK[state] >= RANK.dialing && RANK[state] < RANK.ended;
}

/** The call with one more step known; the same object when it was known already. */
export function advance<Call extends CallRecord>(call: Call, step: CallStep): Call {
  const { dueAt, ...transition } = step;
  const history = joinHistories(call.history, [transition]);
  return withKnowledge(call, history, call.legs, (current) => (hasEntry([step], current) ? dueAt : call.dueAt));
}

/** The call with more known of its legs; the same object when it was known already. */
export function withLegs<Call extends CallRecord>(call: Call, legs: CallLegs): Call {
  return withKnowledge(call, call.history, joinLegs(call.legs, legs), () => call.dueAt);
}

/**
 * Adds what is not known yet; what is known stays. A call whose person was erased learns nothing of a person any more. The
 * same object when there is nothing to add.
 */
export function learn<Call extends CallView>(call: Call, facts: Partial<Call>): Call {
  const isForgotten = call.erasedAt !== undefined;
  const fresh = Object.entries(facts).filter(
    ([name, value]) => value !== undefined && !(name in call) && !(isForgotten && isPersonal(name)),
  );
  return fresh.length === 0 ? call : { ...call, ...Object.fromEntries(fresh) };
}

/** One record of what two writers know of the same call; the same object as `call` when `other` adds nothing. */
export function mergeCall<Call extends CallRecord>(call: Call, other: Call): Call {
  const known = other.erasedAt === undefined ? call : forgottenCall(call, other.erasedAt);
  const learned = learn(known, factsOf(other));
  const requestedAt = earlier(call.requestedAt, other.requestedAt);
  const merged = requestedAt === learned.requestedAt ? learned : { ...learned, requestedAt };
  const history = joinHistories(call.history, other.history);
  const dueOf = (current: CallTransition) => (hasEntry(call.history, current) ? call.dueAt : other.dueAt);
  return withKnowledge(merged, history, joinLegs(call.legs, other.legs), dueOf);
}

/** What does not follow from history and legs. */
function factsOf<Call extends CallRecord>(call: Call): Partial<Call> {
  return Object.fromEntries(Object.entries(call).filter(([name]) => !DERIVED.has(name))) as Partial<Call>;
}

/**
 * What the source has to hear of: the states that the call had not been in, an end that is another than before, and
 * `answered` once more for a call that seemed to have ended and goes on.
 */
export function newStates(before: CallView, after: CallView): readonly CallState[] {
  const isKnown = (entry: CallTransition) =>
    before.history.some((known) =>
      RANK[entry.state] < RANK.ended ? known.state === entry.state : sameEntry(known, entry),
    );
  const states = after.history.filter((entry) => !isKnown(entry)).map(({ state }) => state);
  const goesOn = before.endedAt !== undefined && after.endedAt === undefined;
  return goesOn ? [...new Set([...states, 'answered' as const])] : states;
}

function withKnowledge<Call extends CallRecord>(
  call: Call,
  entries: readonly CallTransition[],
  known: CallLegs | undefined,
  dueOf: (current: CallTransition) => string | undefined,
): Call {
  // What somebody said is personal: of an erased person it is not even known where it lies.
  const legs = known === undefined || call.erasedAt === undefined ? known : withoutRecordings(known);
  const history = legs === undefined ? entries : historyWith(legs, entries, call.direction);
  const current = history.at(-1);
  const dueAt = current !== undefined && mayBeDue(current.state) ? dueOf(current) : undefined;
  if (legs === call.legs && sameHistory(history, call.history) && dueAt === call.dueAt) return call;

  const rest = Object.fromEntries(Object.entries(call).filter(([name]) => !DERIVED.has(name)));
  const reason = current?.reason ?? (current?.state === 'completed' ? reasonOf(history, 'ended') : undefined);
  const takenBy = legs === undefined ? undefined : lastAgentOf(legs);
  const times = Object.entries(TIMES).flatMap(([state, field]) => {
    const entry = history.find((transition) => transition.state === state);
    return entry === undefined ? [] : [[field, entry.at] as const];
  });
  return {
    ...(rest as Call),
    ...Object.fromEntries(times),
    state: current?.state ?? call.state,
    ...(reason !== undefined && { reason }),
    ...(dueAt !== undefined && { dueAt }),
    ...(takenBy !== undefined && { takenBy }),
    ...(legs !== undefined && { legs }),
    history,
  };
}

/** The end that was known before may have been that of some legs only. */
function historyWith(
  legs: CallLegs,
  entries: readonly CallTransition[],
  direction: CallView['direction'],
): readonly CallTransition[] {
  const reached = entries.filter(({ state }) => RANK[state] < RANK.ended);
  return [...joinHistories(reached, statesReached(legs, direction)), ...endOf(legs)];
}

function joinHistories(one: readonly CallTransition[], two: readonly CallTransition[]): readonly CallTransition[] {
  const byState = new Map<CallState, CallTransition>();
  for (const transition of [...one, ...two]) {
    const known = byState.get(transition.state);
    byState.set(transition.state, known === undefined ? transition : joinTransitions(known, transition));
  }
  return [...byState.values()].sort(inOrder);
}

function joinTransitions(one: CallTransition, two: CallTransition): CallTransition {
  if (RANK[one.state] === WAITING && one.at !== two.at) return one.at > two.at ? one : two;
  const reason = [one.reason, two.reason].filter((known) => known !== undefined).sort()[0];
  return { state: one.state, at: earlier(one.at, two.at), ...(reason !== undefined && { reason }) };
}

function inOrder(one: CallTransition, two: CallTransition): number {
  return RANK[one.state] - RANK[two.state] || compare(one.at, two.at) || compare(one.state, two.state);
}

const reasonOf = (history: readonly CallTransition[], state: CallState) =>
  history.find((transition) => transition.state === state)?.reason;
const hasEntry = (history: readonly CallTransition[], entry: CallTransition) =>
  history.some(({ state, at }) => state === entry.state && at === entry.at);
const sameEntry = (one: CallTransition, two: CallTransition) =>
  one.state === two.state && one.at === two.at && one.reason === two.reason;
const sameHistory = (one: readonly CallTransition[], two: readonly CallTransition[]) =>
  one.length === two.length && one.every((entry, index) => sameEntry(entry, two[index] ?? entry));
const compare = (one: string, two: string) => (one < two ? -1 : one > two ? 1 : 0);
const earlier = (one: string, two: string) => (two < one ? two : one);
