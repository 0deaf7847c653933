/** The dial slots over plain memory, each operation one step: what every store must agree with. */
import { isNear, mayBeTakenOver, mayTakeOver, slotsToTakeOver } from '../../../functions/core/fair-slots.ts';
import { dialTimeOf, firstFree, type Pacing, takeSlot, tatOfDialTime } from '../../../functions/core/pacing.ts';
import type { SlotRequest } from '../../../functions/core/ports.ts';

export interface SlotState {
  tat: number | undefined;
  /** Slots that were given back. */
  readonly free: Set<number>;
  /** Who claimed a slot. */
  readonly claims: Map<number, string>;
  /** What each source asked for. */
  readonly own: Map<string, number>;
}

export const noSlots = (): SlotState => ({ tat: undefined, free: new Set(), claims: new Map(), own: new Map() });

export function slotsInMemory(state: SlotState, pacing: Pacing) {
  const slotAt = (tat: number) => ({ dialAt: new Date(dialTimeOf(tat, pacing)) });

  function claim(tat: number, callId: string): boolean {
    if (!mayBeTakenOver(tat, pacing)) return true;
    const claimant = state.claims.get(tat) ?? callId;
    state.claims.set(tat, claimant);
    return claimant === callId;
  }

  return {
    reserve(asked: Date, call: SlotRequest) {
      const { callId, sourceId, isInteractive, isDisplaced } = call;
      const now = asked.getTime();
      const line = isInteractive ? 'desktop' : `source ${sourceId}`;
      const own = state.own.get(line);
      const isSmall = mayTakeOver(call, own, now, pacing);
      const free = firstFree(state.free, now, pacing);
      if (free !== undefined && (!isSmall || isNear(free, now, pacing))) {
        state.free.delete(free);
        return slotAt(free);
      }
      state.own.set(line, Math.max(own ?? 0, now) + pacing.interval);
      if (state.tat !== undefined && isSmall) {
        const over = slotsToTakeOver(state.tat, now, pacing, 30).find((slot) => claim(slot, callId));
        if (over !== undefined) return { ...slotAt(over), isTakenOver: true as const };
      }
      const { tat } = takeSlot(state.tat, now, pacing);
      state.tat = tat;
      if (isDisplaced) claim(tat, callId);
      return slotAt(tat);
    },
    claim: (dialAt: Date, callId: string) => claim(tatOfDialTime(dialAt.getTime(), pacing), callId),
    giveBack(dialAt: Date): void {
      state.free.add(tatOfDialTime(dialAt.getTime(), pacing));
    },
  };
}
