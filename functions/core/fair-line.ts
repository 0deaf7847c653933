/**
 * Who is next. Slots are in the order of asking and belong to nobody: when the time of one has come, it goes to the call whose
 * turn it is among all who wait. So an import of 10,000 that was asked for first holds up nobody, and no slot is wasted.
 *
 * It is start-time fair queueing (Goyal, Vin, Cheng 1996) with calls of size one, twice:
 * - between lines: each source has one, and all clicks of agents together have one. A line's next call gets the turn
 *   max(the turn after the line's last one, the time on the turn clock when the call joined), the lowest turn is dialled, and the
 *   turn clock is the turn dialled last. While two lines wait, neither gets two slots more than the other, whatever their
 *   lengths; and a line that was empty saves up nothing.
 * - within a line, between agents, in the same way: there the turn is called a round and is given on joining, so that a line is
 *   sorted by rounds. Ten agents who click get one call each before one of them gets a second.
 */
import { dialTimeOf, type Pacing } from './pacing.ts';
import type { CallIdentity, Place, SlotRequest } from './ports/dial-line.ts';

export interface LineState {
  /** The turn after that of the line's last dialled call. */
  readonly next: number;
  /** The round of the line's last dialled call; -1 before the first. */
  readonly front: number;
}

/** `time`: the turn that was dialled last. */
export interface TurnClock {
  readonly time: number;
  readonly lines: ReadonlyMap<string, LineState>;
}

export interface Waiting {
  readonly place: Place;
  readonly call: CallIdentity;
}

export interface Turn extends Waiting {
  readonly turn: number;
}

export const FRESH_LINE: LineState = { next: 0, front: -1 };

/** All clicks, in desktops and CRMs, are one line apart from the sources: an agent's own import does not hold up their click. */
export const lineOf = ({ sourceId, isInteractive }: SlotRequest): string =>
  isInteractive ? 'clicks' : `source#${sourceId}`;

/** The round of an agent's next call. `last`: the agent's call before it. */
export const roundAfter = (last: number | undefined, { front }: LineState): number =>
  Math.max(0, front, last === undefined ? 0 : last + 1);

/** Sorts a line: by round, and in one round by the order of asking. `tat`: of the slot that the call brought with it. */
export const orderOf = (round: number, tat: number): string => `${digits(round, 12)}#${digits(tat, 14)}`;
export const roundOf = ({ order }: Pick<Place, 'order'>): number => Number(order.split('#')[0]);
export const tatOf = ({ order }: Pick<Place, 'order'>): number => Number(order.split('#')[1]);
const digits = (value: number, length: number): string => String(value).padStart(length, '0');

export const stateOf = ({ lines }: TurnClock, line: string): LineState => lines.get(line) ?? FRESH_LINE;

/** The next calls in their order, as far as the beginnings of the lines are known. */
export function* inTurn(clock: TurnClock, beginnings: Iterable<readonly Waiting[]>): Generator<Turn, void> {
  const ahead = [...beginnings].map((waiting) => [...waiting]);
  const nexts = new Map([...clock.lines].map(([line, { next }]) => [line, next]));
  for (;;) {
    const turns = ahead.flatMap(([first]): Turn[] =>
      first === undefined ? [] : [{ ...first, turn: Math.max(nexts.get(first.place.line) ?? 0, first.place.floor) }],
    );
    const [next] = turns.sort((one, two) => one.turn - two.turn || compare(one.place.line, two.place.line));
    if (next === undefined) return;
    nexts.set(next.place.line, next.turn + 1);
    ahead.find(([first]) => first?.place === next.place)?.shift();
    yield next;
  }
}

const compare = (one: string, two: string): number => (one < two ? -1 : 1);

/** The clock after a turn; turns that are taken at the same time are all counted. */
export function clockAfter(clock: TurnClock, { place, turn }: Turn): TurnClock {
  const next = Math.max(stateOf(clock, place.line).next, place.floor) + 1;
  return { time: turn, lines: new Map([...clock.lines, [place.line, { next, front: roundOf(place) }]]) };
}

/**
 * Calls of all lines that are dialled before this one, if nobody joins. `ahead`: calls before it in its own line; `others`:
 * calls in the other lines.
 */
export function callsBefore(
  clock: TurnClock,
  line: string,
  ahead: number,
  others: ReadonlyMap<string, number>,
): number {
  const turn = turnAtFront(clock, line) + ahead;
  const before = [...others].map(([other, count]) =>
    Math.min(count, Math.max(0, turn - turnAtFront(clock, other) + (compare(other, line) < 0 ? 1 : 0))),
  );
  return before.reduce((sum, count) => sum + count, ahead);
}

/** The same from the clock alone: in each line that has just had a turn, others wait. */
export function callsBeforeAbout(clock: TurnClock, place: Place): number {
  const { line } = place;
  const ahead = Math.max(0, roundOf(place) - stateOf(clock, line).front - 1);
  const active = [...clock.lines].filter(([other, { next }]) => other !== line && next > 0 && next >= clock.time);
  return callsBefore(clock, line, ahead, new Map(active.map(([other]) => [other, Number.POSITIVE_INFINITY])));
}

const turnAtFront = (clock: TurnClock, line: string): number => Math.max(clock.time, stateOf(clock, line).next);

/** When the call with so many before it is dialled: that many slots after the next one. `tat`: of the last slot. */
export function timeOfPosition(position: number, tat: number, now: number, pacing: Pacing): Date {
  const last = dialTimeOf(tat, pacing);
  const slots = Math.max(0, Math.ceil((last - now) / pacing.interval) - 1);
  return new Date(Math.max(now, last - slots * pacing.interval) + position * pacing.interval);
}
