/** The dial slots and the line for them over plain memory, each operation one step: what every store must agree with. */
import {
  callsBeforeAbout,
  clockAfter,
  FRESH_LINE,
  inTurn,
  lineOf,
  orderOf,
  roundAfter,
  stateOf,
  type TurnClock,
  timeOfPosition,
  type Waiting,
} from '../../../functions/core/fair-line.ts';
import { dialTimeOf, firstFree, type Pacing, takeSlot, tatOfDialTime } from '../../../functions/core/pacing.ts';
import { SAFETY_NET_DELAY } from '../../../functions/core/policy.ts';
import type { CallIdentity, Place, ReservedSlot, SlotRequest } from '../../../functions/core/ports/dial-line.ts';

export interface SlotState {
  tat: number | undefined;
  /** Slots that were given back. */
  readonly free: Set<number>;
  clock: TurnClock;
  /** The round of each agent's last call, by line and name. */
  readonly agents: Map<string, number>;
  /** Who waits, by line, in the line's order. */
  readonly waiting: Map<string, Waiting[]>;
  /** For whom a slot was claimed. */
  readonly claims: Map<number, CallIdentity>;
}

export const noSlots = (): SlotState => ({
  ...{ tat: undefined, free: new Set(), clock: { time: 0, lines: new Map() } },
  ...{ agents: new Map(), waiting: new Map(), claims: new Map() },
});

export function slotsInMemory(state: SlotState, pacing: Pacing) {
  const tatOf = (dialAt: Date): number => tatOfDialTime(dialAt.getTime(), pacing);

  function takeNext(now: number): number {
    const free = firstFree(state.free, now, pacing);
    if (free !== undefined) {
      state.free.delete(free);
      return free;
    }
    state.tat = takeSlot(state.tat, now, pacing).tat;
    return state.tat;
  }

  function waitFor(call: SlotRequest, tat: number, now: number): NonNullable<ReservedSlot['wait']> {
    const line = lineOf(call);
    const agent = `${line} ${call.agentUsername}`;
    const round = roundAfter(state.agents.get(agent), stateOf(state.clock, line));
    state.agents.set(agent, round);
    if (!state.clock.lines.has(line)) {
      state.clock = { ...state.clock, lines: new Map([...state.clock.lines, [line, FRESH_LINE]]) };
    }
    const place = { line, order: orderOf(round, tat), floor: state.clock.time };
    const last = state.tat ?? tat;
    const expectedAt = timeOfPosition(callsBeforeAbout(state.clock, place), last, now, pacing);
    return { place, expectedAt: new Date(Math.min(expectedAt.getTime(), dialTimeOf(last, pacing))) };
  }

  function takeFirst(): CallIdentity | undefined {
    const [next] = inTurn(
      state.clock,
      [...state.waiting.values()].map((line) => line.slice(0, 1)),
    );
    if (next === undefined) return undefined;
    state.clock = clockAfter(state.clock, next);
    state.waiting.get(next.place.line)?.shift();
    return next.call;
  }

  return {
    reserve(asked: Date, call?: SlotRequest): ReservedSlot {
      const now = asked.getTime();
      if (state.tat === undefined || state.tat <= now) state.free.clear();
      const tat = takeNext(now);
      const dialAt = new Date(dialTimeOf(tat, pacing));
      if (dialAt <= asked || call === undefined) return { dialAt };
      return { dialAt, wait: waitFor(call, tat, now) };
    },
    giveBack(dialAt: Date): void {
      state.free.add(tatOf(dialAt));
    },
    join(place: Place, call: CallIdentity): void {
      const line = state.waiting.get(place.line) ?? [];
      const before = line.findLastIndex(({ place: { order } }) => order <= place.order);
      if (line[before]?.place.order === place.order) return;
      line.splice(before + 1, 0, { place, call });
      state.waiting.set(place.line, line);
    },
    leave({ line, order }: Place): void {
      const waiting = state.waiting.get(line) ?? [];
      const known = waiting.findIndex(({ place }) => place.order === order);
      if (known >= 0) waiting.splice(known, 1);
    },
    claim(dialAt: Date, own: CallIdentity): CallIdentity {
      const claimed = state.claims.get(tatOf(dialAt)) ?? takeFirst() ?? own;
      state.claims.set(tatOf(dialAt), claimed);
      return claimed;
    },
    claimant: (dialAt: Date): CallIdentity | undefined => state.claims.get(tatOf(dialAt)),
    passOn(dialAt: Date, from: CallIdentity): CallIdentity | undefined {
      const claimed = state.claims.get(tatOf(dialAt));
      if (claimed !== undefined && !isSame(claimed, from)) return claimed;
      const next = takeFirst();
      if (next !== undefined) state.claims.set(tatOf(dialAt), next);
      return next;
    },
    lastSlotFor(place: Place, now: Date): Date | undefined {
      const isWaiting = state.waiting.get(place.line)?.some((waiting) => waiting.place.order === place.order) ?? false;
      const last = dialTimeOf(state.tat ?? 0, pacing);
      return isWaiting && last + SAFETY_NET_DELAY > now.getTime() ? new Date(last) : undefined;
    },
  };
}

const isSame = (one: CallIdentity, two: CallIdentity): boolean =>
  one.sourceId === two.sourceId && one.requestId === two.requestId;
