/**
 * The port to the page that shows the desktop in a frame: what it tells (somebody is to be called), and what it is told
 * (who is there, what becomes of calls). One adapter per host, loaded only inside that host.
 */
import type { OpportunityKey } from '../state/desktop-state.ts';

/** A click on a number in the host. */
export interface DialWish {
  /** As it stands in the host: international or not. */
  readonly number: string;
  /** Of the source's own, when the click says for which deal. */
  readonly opportunityId?: string;
  /** Whose number it is, when the click says so. */
  readonly contactId?: string;
}

/** Somebody that the host knows by the number that calls. */
export interface KnownCaller {
  readonly name: string;
  /** Shows the record in the host. */
  readonly show: () => void;
}

export interface HostListener {
  dial(wish: DialWish): void;
  /** The host knows the number that has been told last as an incoming one. */
  recognised(callers: readonly KnownCaller[]): void;
  /** It does not answer: a click on a number there leads nowhere. */
  unreachable(): void;
}

/** `missed`: the agent did not take it. The others: nobody was reached, or the call was not made at all. */
export type HostEnd = 'completed' | 'missed' | 'no-answer' | 'busy' | 'cancelled' | 'failed';

/** A call as the host is told of it. Times are in milliseconds since the epoch of this computer's clock. */
export interface HostCall {
  /** Ours, for the host: unique, and the same over a reload. */
  readonly id: string;
  readonly inbound: boolean;
  readonly number?: string;
  readonly startedAt: number;
  readonly answeredAt?: number;
  readonly endedAt?: number;
  readonly end?: HostEnd;
  /** What it is about, once that is known. */
  readonly key?: OpportunityKey;
  /** The host's own record of it, when it has made one. */
  readonly recordId?: string;
}

export interface HostPresence {
  /** Signed in to the desktop and to its softphone: calls can be made. */
  readonly loggedIn: boolean;
  readonly available: boolean;
}

export interface HostBridge {
  start(listener: HostListener): void;
  presence(presence: HostPresence): void;
  /**
   * A call is about to be made, or has been made elsewhere. Resolves with the id of the record that the host has made of
   * it, if it has: only for a call that was `dialled` there. Never rejects.
   */
  outgoing(call: HostCall, dialled: boolean): Promise<string | undefined>;
  incoming(call: HostCall): void;
  answered(call: HostCall): void;
  ended(call: HostCall): void;
  /** The agent is done with it. */
  completed(call: HostCall, notes: string): void;
}
