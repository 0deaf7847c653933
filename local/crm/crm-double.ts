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

/** What happens to the next requests, instead of an answer. */
export type CrmFault =
  | { readonly status: number; readonly retryAfter?: number }
  /** Done, but the answer is lost. */
  | 'lost-answer'
  | 'garbage';

export interface CrmDouble {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** In the order in which they were made; what was changed stands in its place. */
  loggedCalls(): readonly LoggedCall[];
  opportunity(id: string): CrmOpportunity | undefined;
  /** Requests since the start, those for tokens included. */
  readonly requests: number;
  failNext(faults: readonly CrmFault[]): void;
  /** Every token that was granted is refused from now on. */
  expireTokens(): void;
  /** Deleted, as the CRM deletes. */
  remove(opportunityId: string): void;
  /** It exists, but the connector's user may not see it. */
  hide(opportunityId: string): void;
}
