/**
 * One call, several legs. Whenever a call moves, from queue to queue or from agent to agent, Connect goes on under a new
 * contact id, with events of its own that name the first contact; the old one ends. A call lives as long as any of its legs.
 *
 * A leg is a set of facts, and each fact keeps its least value: the earliest of two times, and of everything else there is
 * one value. So legs, and the recordings of a leg, join like the rest of a call's record (call-state.ts), whatever the order
 * of their events. What follows from all of them, that the call has ended and why, may be taken back when one more leg becomes
 * known.
 */
import type { CallReason, CallTransition, CallView } from './contracts/call.ts';
import { reasonOfDisconnect } from './disconnect-reason.ts';

/** Of what Connect has recorded, by where it lies (`bucket/key`). Times of what was recorded. */
export interface LegRecording {
  readonly startedAt?: string;
  readonly stoppedAt?: string;
  /** Connect's own word; a reason when it knows one. */
  readonly deleted?: string;
}

export type LegRecordings = Readonly<Record<string, LegRecording>>;

export interface CallLeg {
  readonly startedAt?: string;
  readonly answeredAt?: string;
  readonly answeredBy?: 'machine';
  readonly withAgentAt?: string;
  readonly endedAt?: string;
  readonly completedAt?: string;
  /** Connect's own word. */
  readonly disconnectReason?: string;
  /** The agent's id in Connect, and the user name when it could be asked for. */
  readonly agentId?: string;
  readonly takenBy?: string;
  /** The leg whose waiting customer was moved on into this one. That one is over, even if its own events were lost. */
  readonly continues?: string;
  readonly recordings?: LegRecordings;
}

/** By Connect's contact ids. */
export type CallLegs = Readonly<Record<string, CallLeg>>;

/** The same object as `one` when `other` adds nothing. */
export const joinLegs = (one: CallLegs | undefined, other: CallLegs | undefined): CallLegs | undefined =>
  joinEach(one, other, joinLeg);

/** Of a call whose person was erased; the same object when there are none. */
export function withoutRecordings(legs: CallLegs): CallLegs {
  if (Object.values(legs).every(({ recordings }) => recordings === undefined)) return legs;
  return Object.fromEntries(Object.entries(legs).map(([id, { recordings: _gone, ...leg }]) => [id, leg]));
}

function joinEach<Part>(
  one: Readonly<Record<string, Part>> | undefined,
  other: Readonly<Record<string, Part>> | undefined,
  join: (known: Part | undefined, news: Part) => Part,
): Readonly<Record<string, Part>> | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const joined = Object.entries(other).map(([id, part]) => [id, join(one[id], part)] as const);
  return joined.every(([id, part]) => part === one[id]) ? one : { ...one, ...Object.fromEntries(joined) };
}

function joinLeg(one: CallLeg | undefined, other: CallLeg): CallLeg {
  if (one === undefined) return other;
  const { recordings: held, ...known } = one;
  const { recordings: told, ...news } = other;
  const recordings = joinEach(held, told, joinFacts);
  const facts = joinFacts(known, news);
  if (facts === known && recordings === held) return one;
  return { ...facts, ...(recordings !== undefined && { recordings }) };
}

function joinFacts<Facts extends object>(one: Facts | undefined, other: Facts): Facts {
  if (one === undefined) return other;
  const known: ReadonlyMap<string, string> = new Map(Object.entries(one));
  const told: readonly (readonly [string, string])[] = Object.entries(other);
  const lesser = told.filter(([fact, value]) => {
    const before = known.get(fact);
    return before === undefined || value < before;
  });
  return lesser.length === 0 ? one : { ...one, ...Object.fromEntries(lesser) };
}

/** Everything but the end: it can only become more, and earlier. */
export function statesReached(legs: CallLegs, direction: CallView['direction']): readonly CallTransition[] {
  const reached = (state: CallTransition['state'], fact: 'startedAt' | 'answeredAt' | 'withAgentAt') => {
    const at = earliest(Object.values(legs).map((leg) => leg[fact]));
    return at === undefined ? [] : [{ state, at }];
  };
  return [
    ...(direction === 'outbound' ? reached('dialing', 'startedAt') : []),
    ...reached('answered', 'answeredAt'),
    ...reached('with_agent', 'withAgentAt'),
  ];
}

/** `ended` and `completed`, with the reason of the leg that ended last; nothing while a leg that is known goes on. */
export function endOf(legs: CallLegs): readonly CallTransition[] {
  const ends = legsByEnd(legs);
  const last = ends.at(-1);
  if (last?.at === undefined) return [];
  const reason = reasonOf(last.leg, legs);
  const ended: CallTransition = { state: 'ended', at: last.at, ...(reason !== undefined && { reason }) };
  const isOpen = ({ id, leg }: LegEnd) => leg.completedAt === undefined && !isMovedOn(legs, id);
  const completedAt = ends
    .flatMap(({ leg }) => leg.completedAt ?? [])
    .sort()
    .at(-1);
  if (completedAt === undefined || ends.some(isOpen)) return [ended];
  return [ended, { state: 'completed', at: completedAt }];
}

/** User name of the agent whom the customer spoke with last: who is still there, else who left last. */
export const lastAgentOf = (legs: CallLegs): string | undefined =>
  legsByEnd(legs).findLast(({ leg }) => leg.withAgentAt !== undefined)?.leg.takenBy;

/** The waiting customer of this leg was moved on: nobody hung up, and there is no after-call work. */
export const isMovedOn = (legs: CallLegs, id: string): boolean => successorsOf(legs, id).length > 0;

const successorsOf = (legs: CallLegs, id: string): readonly CallLeg[] =>
  Object.values(legs).filter(({ continues }) => continues === id);
const earliest = (times: readonly (string | undefined)[]): string | undefined =>
  times.filter((time) => time !== undefined).sort()[0];

interface LegEnd {
  readonly id: string;
  readonly leg: CallLeg;
  readonly at: string | undefined;
}

/** Behind every time. */
const GOES_ON = '~';

/** Those that go on stand last. */
function legsByEnd(legs: CallLegs): readonly LegEnd[] {
  const order = ({ id, leg, at }: LegEnd) => [at ?? GOES_ON, leg.withAgentAt ?? '', leg.startedAt ?? '', id].join(' ');
  const movedAt = (id: string) => earliest(successorsOf(legs, id).map(({ startedAt }) => startedAt));
  return Object.entries(legs)
    .map(([id, leg]) => ({ id, leg, at: leg.endedAt ?? movedAt(id) ?? leg.completedAt }))
    .sort((one, other) => (order(one) < order(other) ? -1 : 1));
}

function reasonOf(leg: CallLeg, legs: CallLegs): CallReason | undefined {
  const customer = Object.values(legs).some(({ answeredAt }) => answeredAt !== undefined);
  const machine = Object.values(legs).some(({ answeredBy }) => answeredBy === 'machine');
  return reasonOfDisconnect(leg.disconnectReason, { customer, machine, agent: leg.withAgentAt !== undefined });
}
