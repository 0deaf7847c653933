/**
 * The life of a call (DESIGN section 3) as a merge, not as a sequence: contact events are best effort, unordered and
 * duplicated, and the projection of a request may land after them. What is known of a call is the set of states it has
 * been in; joining two such sets is commutative, associative and idempotent, so any order of any writers ends in the same
 * record, and a late event fills its gap without moving the call back.
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
import type { CallState, CallTransition, CallView } from './contracts/call.ts';

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

/** A state that was reached, and when a waiting one is due. */
export interface CallStep extends CallTransition {
  readonly dueAt?: string;
}

/** No attempt will follow: what happened is final. */
export function isFinal(state: CallState): boolean {
  return RANK[state] === RANK.blocked || state === 'completed';
}

/** Somebody may be on the line: attributes on the Connect side still matter. */
export function isInProgress(state: CallState): boolean {
  return RANK[state] >= RANK.dialing && RANK[state] < RANK.ended;
}

/** The call with one more step known; the same object when it was known already. */
export function advance<Call extends CallView>(call: Call, step: CallStep): Call {
  const { dueAt, ...transition } = step;
  const history = joinHistories(call.history, [transition]);
  const current = currentOf(history);
  const decidesDue = current?.state === step.state && current.at === step.at;
  const due = current === undefined || RANK[current.state] !== WAITING ? undefined : decidesDue ? dueAt : call.dueAt;
  if (sameHistory(history, call.history) && due === call.dueAt) return call;
  return withHistory(call, history, due);
}

/** Adds what is not known yet; what is known stays. The same object when there is nothing to add. */
export function learn<Call extends CallView>(call: Call, facts: Partial<Call>): Call {
  const fresh = Object.entries(facts).filter(([name, value]) => value !== undefined && !(name in call));
  return fresh.length === 0 ? call : { ...call, ...Object.fromEntries(fresh) };
}

/** One record of what two writers know of the same call; the same object as `call` when `other` adds nothing. */
export function mergeCall<Call extends CallView>(call: Call, other: Call): Call {
  const learned = learn(call, factsOf(other));
  const requestedAt = earlier(call.requestedAt, other.requestedAt);
  const history = joinHistories(call.history, other.history);
  const current = currentOf(history);
  const waits = current !== undefined && RANK[current.state] === WAITING;
  const dueAt = !waits ? undefined : hasEntry(call.history, current) ? call.dueAt : other.dueAt;
  if (sameHistory(history, call.history) && requestedAt === call.requestedAt && dueAt === call.dueAt) return learned;
  return withHistory({ ...learned, requestedAt }, history, dueAt);
}

/** What does not follow from the history. */
function factsOf<Call extends CallView>(call: Call): Partial<Call> {
  const derived: ReadonlySet<string> = new Set(['reason', 'dueAt', ...Object.values(TIMES)]);
  return Object.fromEntries(Object.entries(call).filter(([name]) => !derived.has(name))) as Partial<Call>;
}

/** The states that `after` has been in and `before` had not. */
export function newStates(before: CallView | undefined, after: CallView): readonly CallState[] {
  const known = new Set(before?.history.map(({ state }) => state));
  return after.history.map(({ state }) => state).filter((state) => !known.has(state));
}

function withHistory<Call extends CallView>(call: Call, history: readonly CallTransition[], dueAt?: string): Call {
  const current = currentOf(history);
  const { reason: _reason, dueAt: _dueAt, ...rest } = call;
  const reason = current?.reason ?? (current?.state === 'completed' ? reasonOf(history, 'ended') : undefined);
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
    history,
  };
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

const currentOf = (history: readonly CallTransition[]): CallTransition | undefined => history.at(-1);
const reasonOf = (history: readonly CallTransition[], state: CallState) =>
  history.find((transition) => transition.state === state)?.reason;
const hasEntry = (history: readonly CallTransition[], entry: CallTransition | undefined) =>
  history.some(({ state, at }) => state === entry?.state && at === entry.at);
const sameHistory = (one: readonly CallTransition[], two: readonly CallTransition[]) =>
  one.length === two.length &&
  one.every(({ state, at, reason }, index) => {
    const other = two[index];
    return other !== undefined && other.state === state && other.at === at && other.reason === reason;
  });
const compare = (one: string, two: string) => (one < two ? -1 : one > two ? 1 : 0);
const earlier = (one: string, two: string) => (two < one ? two : one);
