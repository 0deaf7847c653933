/** The CRM behind a source. */
import type { Circuit } from '../circuit-breaker.ts';
import type { CrmMatch } from '../contracts/opportunity-context.ts';
import type { OpportunityReading } from '../contracts/opportunity-reading.ts';
import type { OpportunityData, OpportunityKey } from './opportunity-store.ts';

/** Opportunities that agents have opened and that are read in their CRM. */
export interface Readings {
  /** One conditional put. `known`: it was asked for within the last `READING_INTERVAL`. */
  begin(
    key: OpportunityKey,
    now: Date,
  ): Promise<{ readonly outcome: 'begun' } | { readonly outcome: 'known'; readonly reading: OpportunityReading }>;
  find(key: OpportunityKey): Promise<OpportunityReading | undefined>;
  note(key: OpportunityKey, reading: OpportunityReading): Promise<void>;
  forget(key: OpportunityKey): Promise<void>;
}

/** What an agent makes CRMs do, counted for itself. `call-searches`: for the number that a call is with. */
export type Allowance = 'readings' | 'searches' | 'call-searches';

/** CRMs count their requests, and share them with what they are told. */
export interface Allowances {
  /** Counts one more of the agent's in this minute, with one conditional update; false when there are `most` already. */
  take(what: Allowance, username: string, now: Date, most: number): Promise<boolean>;
}

/** `version` 0: nothing is stored yet. */
export interface StoredCircuit {
  readonly circuit: Circuit;
  readonly version: number;
}

export interface Circuits {
  get(sourceId: string): Promise<StoredCircuit>;
  /** Undefined when somebody else has changed it since that version. */
  replace(sourceId: string, circuit: Circuit, version: number, at: Date): Promise<StoredCircuit | undefined>;
}

/** A document's file, for whoever is told of it. */
export interface OpenableFile {
  /** Another file of the same document has another one. */
  readonly id: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: number;
  /** The bytes from the start, each time. @throws Error when they cannot be had */
  open(): Promise<AsyncIterable<Uint8Array>>;
  /** Presigned here, without a round trip. */
  link(seconds: number): Promise<string>;
}

/** `retryAfter`: milliseconds that the CRM asked for, 0 when it did not. */
export type Delivered =
  | { readonly outcome: 'delivered' }
  /** The CRM does not want it, now or later. */
  | { readonly outcome: 'dropped'; readonly reason: string }
  | {
      readonly outcome: 'failed';
      readonly status: number;
      readonly retryAfter: number;
      /** It says nothing of whether the CRM is well: its circuit does not count it. */
      readonly isNoFault?: true;
    };

/** The opportunity as the CRM has it now. */
export type OpportunityRead =
  | { readonly outcome: 'read'; readonly data: OpportunityData }
  /** `gone`: it does not exist, or not for us. `refused`: our credentials are not accepted. `unusable`: its answer makes no sense. */
  | { readonly outcome: 'gone' | 'refused' | 'unusable'; readonly detail: string }
  /** `status`: what it answered; 0: nothing. */
  | { readonly outcome: 'unavailable'; readonly status: number; readonly retryAfter: number };

/** Where a document's bytes are, and what its owner wants to see before it gives them away. */
export type DocumentLocation =
  | {
      readonly outcome: 'located';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      /** What is answered is not the bytes but a text that stands for them. */
      readonly encoding?: 'base64';
    }
  | { readonly outcome: 'gone' | 'refused' }
  | { readonly outcome: 'unavailable'; readonly retryAfter: number };

/** A CRM that says little and is asked for the rest. */
export interface OpportunityReader {
  /** With all its people and documents, within the limits of a call request. */
  read(opportunityId: string): Promise<OpportunityRead>;
  /** Whose Connect user a user of the CRM is; undefined for nobody's. */
  usernameOf(crmUserId: string): Promise<string | undefined>;
}

/** What a CRM knows of a number or a text: open opportunities, what changed last first, within `MAX_CRM_MATCHES`. */
export type OpportunitiesFound =
  | { readonly outcome: 'found'; readonly matches: readonly CrmMatch[] }
  | Exclude<OpportunityRead, { outcome: 'read' }>;

/** A CRM that can be searched. */
export interface OpportunityFinder {
  /** By the number (E.164) of one of their people, however it was typed there. */
  findByPhone(phone: string): Promise<OpportunitiesFound>;
  /** By name, or by that of one of their people or of their company. */
  findByText(text: string): Promise<OpportunitiesFound>;
}

/** Numbers that a CRM did not know a moment ago. */
export interface UnknownNumbers {
  includes(sourceId: string, phone: string): Promise<boolean>;
  note(sourceId: string, phone: string, now: Date): Promise<void>;
}

/** Which record of the CRM's own is ours, so that what is told again changes it instead of making another. */
export interface CrmRecords {
  /**
   * `claimed`: this one is to make the record, and to say so. `stale`: another was to, long ago, and has said nothing: look for
   * the record first. `busy`: another is about to. `isUnproven`: somebody has named the record, and nobody has looked at it yet.
   */
  claim(
    key: OpportunityKey,
    subjectId: string,
  ): Promise<
    | { readonly outcome: 'known'; readonly recordId: string; readonly isUnproven?: true }
    | { readonly outcome: 'claimed' | 'stale' | 'busy' }
  >;
  remember(key: OpportunityKey, subjectId: string, recordId: string, options?: { isUnproven: true }): Promise<void>;
  /** Nothing was made. */
  release(key: OpportunityKey, subjectId: string): Promise<void>;
  /** The CRM has that record no more. */
  forget(key: OpportunityKey, subjectId: string, recordId: string): Promise<void>;
  /** Our ids by those of the CRM's records. */
  subjects(key: OpportunityKey): Promise<ReadonlyMap<string, string>>;
}

export interface SourceSecrets {
  /** The active secrets, newest first (two during rotation). `fresh` skips the cache. */
  secretsOf(sourceId: string, options?: { fresh?: boolean }): Promise<readonly string[]>;
  /** All members of the source's secret: what its CRM wants to see of us is among them. */
  credentialsOf(sourceId: string, options?: { fresh?: boolean }): Promise<Readonly<Record<string, string>>>;
}
