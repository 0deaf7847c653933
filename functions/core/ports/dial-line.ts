/** The slots in which calls are dialled, and the line for them. */

/** A call request by its ids, and what its message knew of it. */
export interface CallIdentity {
  readonly sourceId: string;
  readonly requestId: string;
  readonly throttled?: number;
}

/** Whose call it is that wants a slot. */
export interface SlotRequest extends CallIdentity {
  readonly agentUsername: string;
  /** Somebody has clicked, in the desktop or in the CRM, and waits. */
  readonly isInteractive?: boolean;
}

/** Where a call waits (fair-line.ts). */
export interface Place {
  readonly line: string;
  /** Sorts the line. */
  readonly order: string;
  /** The time of the turn clock when it joined. */
  readonly floor: number;
}

export interface ReservedSlot {
  /** In the past or now: dial in this invocation. */
  readonly dialAt: Date;
  /** Where the call is to wait if `dialAt` is later, and about when its turn comes. */
  readonly wait?: { readonly place: Place; readonly expectedAt: Date };
}

/**
 * One shared token bucket, because the quota is per account and Region, and the line of calls that wait for its slots: as many
 * as there are slots to come. Whose turn it is, fair-line.ts says.
 */
export interface DialSlots {
  /** Takes the next free slot; without `call` for one that waits already. */
  reserve(now: Date, call?: SlotRequest): Promise<ReservedSlot>;
  /** Nobody will use this slot: whoever reserves next may have it, as long as its time has not come. */
  giveBack(dialAt: Date): Promise<void>;
  /** Waits in line, at the place that `reserve` has told. */
  join(place: Place, call: CallIdentity): Promise<void>;
  /** Does not want its turn any more; the slots to come are for the others. */
  leave(place: Place): Promise<void>;
  /**
   * The call that is dialled in this slot, whose time has come: the same however often one asks. It waits no longer. When
   * nobody waits, it is `own`.
   */
  claim(dialAt: Date, own: CallIdentity): Promise<CallIdentity>;
  /** The call for which the slot was claimed, if it was. */
  claimant(dialAt: Date): Promise<CallIdentity | undefined>;
  /** The slot was claimed for a call that cannot use it: the next has it. Undefined when nobody waits. */
  passOn(dialAt: Date, from: CallIdentity): Promise<CallIdentity | undefined>;
  /** When the last slot to come is over, by which the call at this place is dialled; undefined when it does not wait there, or in vain. */
  lastSlotFor(place: Place, now: Date): Promise<Date | undefined>;
}

export interface LineView {
  /** Calls before it, and about when it is dialled, if nobody joins. */
  look(place: Place, now: Date): Promise<{ readonly position: number; readonly expectedAt: Date }>;
}
