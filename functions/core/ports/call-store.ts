/** What is kept of calls. */
import type { CallLegs } from '../call-legs.ts';
import type { CallState, CallView } from '../contracts/call.ts';
import type { LogEntry } from '../log-entry.ts';
import type { Place } from './dial-line.ts';
import type { OpportunityKey } from './opportunity-store.ts';

export interface CallKey extends OpportunityKey {
  readonly callId: string;
}

/**
 * A call as it is stored. Its projection brings `requestId`, the contact event brings `connectContactId`, in either order:
 * whoever sees both in the result of `change` tells `RequestStore.recordAnswer`. Never presented: see `presentCall`.
 */
export interface StoredCall extends CallView {
  readonly requestId?: string;
  /** What is known of its Connect contacts: one, or several when it was transferred. */
  readonly legs?: CallLegs;
  /** The slot in which Connect is, or may have been, asked to dial. While it is there, the call cannot be cancelled. */
  readonly claimedSlot?: string;
  /** The last one in which Connect was asked and certainly did not dial. */
  readonly spentSlot?: string;
  /** How often its outcome's `followUpAt` has changed; of a callback, which of these wishes it has followed. */
  readonly followUpRevision?: number;
  /** Where it waits, or has waited, for a slot. */
  readonly place?: Place;
  /** What the latest event brought, and its delivery: when that comes again, its writer may have died before it could tell. */
  readonly latestNews?: { readonly deliveryId: string; readonly states: readonly CallState[] };
  /** What its source, whose log is written once, has been told last, or is to be. */
  readonly logEntry?: LogEntry;
  /** States that the source has not been told of, because the queue was not there when they were recorded. */
  readonly untold?: readonly CallState[];
}

export interface CallStore {
  get(key: CallKey): Promise<StoredCall | undefined>;
  find(callId: string): Promise<StoredCall | undefined>;
  /** By the id of the call's first Connect contact. */
  findByConnectContact(connectContactId: string): Promise<StoredCall | undefined>;
  /** The calls of one opportunity. */
  listByOpportunity(key: OpportunityKey): Promise<readonly StoredCall[]>;
  /** The calls that the agent took, and those that the agent asked for and nobody took: those to come, then the newest. */
  listByAgent(username: string, cursor?: string): Promise<{ calls: readonly CallView[]; cursor?: string }>;
  /**
   * Optimistic read-modify-write under the condition that the version is unchanged, tried again when it was not. The store
   * counts the version. `change` returning the same object writes nothing; so does a call that does not exist without
   * `initial` (the answer is then undefined).
   *
   * With `initial` the first attempt is one conditional put: one round trip for a new call. When the call exists already
   * (as a stub from a contact event, or as its projection), `initial` is merged into it (`mergeCall`) before `change`.
   * With `known` (what a lookup has just read) the first attempt is one put under the condition of its version.
   */
  change(
    key: CallKey,
    initial: StoredCall | undefined,
    change: (call: StoredCall) => StoredCall,
    known?: StoredCall,
  ): Promise<{ call: StoredCall; changed: boolean } | undefined>;
}
