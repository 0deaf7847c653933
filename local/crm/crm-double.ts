/**
 * The API of one kind of CRM on this machine, as strict as the vendor's: what the vendor refuses is refused, in the vendor's
 * words, and every rule names its source. All doubles hold the same deals, each in its vendor's shapes.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CrmOpportunity } from '../console/crm/opportunities.ts';

/** How an entry of the CRM's call log reads, whatever the CRM calls its fields. */
export interface LoggedCall {
  /** The record's own id. */
  readonly id: string;
  /** The id that the connector gave the call. */
  readonly callId: string;
  readonly opportunityId?: string;
  readonly contactId?: string;
  /** The CRM's id of the user whose call it is. */
  readonly userId?: string;
  readonly direction: 'outbound' | 'inbound';
  /** In the CRM's own words. */
  readonly status: string;
  readonly disposition?: string;
  readonly notes?: string;
  readonly startedAt?: string;
  readonly seconds?: number;
  readonly phone?: string;
}

/** A document that the connector has brought, whatever the CRM calls its parts. */
export interface KeptDocument {
  readonly opportunityId: string;
  readonly title: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** What happens to the next requests, instead of an answer. */
export type CrmFault =
  | { readonly status: number; readonly retryAfter?: number; readonly json?: unknown }
  /** Answered, but later than anybody waits. */
  | { readonly afterMs: number }
  /** Done, but the answer is lost. */
  | 'lost-answer'
  /** Not done, and the connection is closed. */
  | 'no-answer'
  | 'garbage'
  /** JSON whose fields are of other types than they were. */
  | 'surprise';

/** A record as the vendor stores it: in its own table, under its own id, in its own fields. */
export interface StoredRecord {
  readonly part: 'opportunity' | 'person' | 'document' | 'call';
  readonly table: string;
  readonly id: string;
  /** What people read of it. */
  readonly title: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface CrmDouble {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** In the order in which they were made; what was changed stands in its place. */
  loggedCalls(): readonly LoggedCall[];
  /** In the order in which they were made, each with its current file. */
  keptDocuments(): readonly KeptDocument[];
  opportunity(id: string): CrmOpportunity | undefined;
  /** Those that are there, as they are stored. */
  opportunities(): readonly StoredRecord[];
  /** All that there is of an opportunity, itself first; nothing when it is gone. */
  records(opportunityId: string): readonly StoredRecord[];
  /** Requests since the start, those for tokens included. */
  readonly requests: number;
  failNext(faults: readonly CrmFault[]): void;
  /** From now on; undefined: no longer. */
  failAlways(fault: CrmFault | undefined): void;
  /** Every token that was granted is refused from now on. */
  expireTokens(): void;
  /** Deleted, as the CRM deletes. */
  remove(opportunityId: string): void;
  /** As somebody merges two people; absent where the CRM does not say into whom. */
  merge?(contactId: string, into: string): void;
  /** It exists, but the connector's user may not see it. */
  hide(opportunityId: string): void;
  /** It is won or lost: no longer among those that are open. */
  close(opportunityId: string): void;
}
