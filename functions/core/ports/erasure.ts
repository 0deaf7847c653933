/** What was erased, what is to be, and where it is held. */
import type { ErasedCounts, ErasedKind } from '../contracts/source-events.ts';
import type { OpportunityKey } from './opportunity-store.ts';

/** With `contactId` a person, everywhere in the source or in one opportunity; without, an opportunity. */
export interface ErasureSubject {
  readonly sourceId: string;
  readonly opportunityId?: string;
  readonly contactId?: string;
}

/** When something was erased (ISO 8601): `at` by the source's clock, `markedAt` by ours. */
export interface Erasure {
  readonly at: string;
  readonly markedAt: string;
}

/** What was erased of an opportunity and its people, wherever they were erased. */
export interface ErasedParts {
  readonly opportunity: Erasure | undefined;
  readonly contacts: ReadonlyMap<string, Erasure>;
}

/** What a source had erased, and when: whatever was said before then stops. Holds ids and times only. */
export interface Erasures {
  /** One round trip. */
  of(key: OpportunityKey, contactIds: readonly string[]): Promise<ErasedParts>;
}

export interface ErasureOrders {
  /** Of two, the later `at` stays. Begins to count anew. */
  record(subject: ErasureSubject, erasure: Erasure): Promise<void>;
  get(subject: ErasureSubject): Promise<(Erasure & { verifiedAt?: string; counts: ErasedCounts }) | undefined>;
  /** Adds to the counts. */
  count(subject: ErasureSubject, counts: ErasedCounts): Promise<void>;
  /** Nothing of it was found any more. */
  confirm(subject: ErasureSubject, verifiedAt: string): Promise<void>;
}

/** One item that holds personal data. `ref` is the store's own word for it. */
export interface HeldItem {
  readonly kind: Exclude<ErasedKind, 'files' | 'requests' | 'attempts'>;
  readonly opportunityId: string;
  readonly ref: { readonly pk: string; readonly sk: string };
  readonly callId?: string;
  /** Of a contact or phone. */
  readonly contactId?: string;
  /** Of a phone its number; of a contact those it has, as far as the index tells. */
  readonly numbers: readonly string[];
}

export type HeldPlace = Pick<HeldItem, 'opportunityId' | 'contactId'>;

/** The items that an erasure has to find: pages of them, by index or partition, never by a scan. */
export interface PersonalData {
  /** Everything about a person; of one opportunity all stands together. Follows the table within a moment. */
  ofPerson(subject: {
    sourceId: string;
    contactId: string;
    opportunityId?: string;
  }): AsyncIterable<readonly HeldItem[]>;
  /** Everything of an opportunity, as it is now. */
  ofOpportunity(key: OpportunityKey): AsyncIterable<readonly HeldItem[]>;
  /** False when it was gone, or written after `markedAt`. */
  remove(item: HeldItem, markedAt: string): Promise<boolean>;
  /** A line of the timeline without name and values. */
  blank(item: HeldItem, markedAt: string): Promise<boolean>;
  /** Whether the source has the person, or anybody with the number, in a place that the test is true of. */
  isHeld(
    sourceId: string,
    what: { readonly contactId: string } | { readonly number: string },
    isMeant: (place: HeldPlace) => boolean,
  ): Promise<boolean>;
}
