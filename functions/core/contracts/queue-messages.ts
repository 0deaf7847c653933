/** What travels through our own queues: ids only, so that the reader always sees the newest state and no personal data rests there. */
import type { CallEventType } from './source-events.ts';

/** Dial queue: the safety net of every request, and every request whose slot is later. */
export interface CallMessage {
  readonly sourceId: string;
  readonly requestId: string;
  /** A slot already reserved: dial at this time without taking another one. */
  readonly dialAt?: string;
  /** A slot has been missed once already: dial now, however late, or a slow queue would give away slot after slot. */
  readonly missed?: true;
  /** How often Connect has refused for want of capacity: each time it is asked again later. */
  readonly throttled?: number;
  /** The request path could not write the opportunity: write it again, whatever became of the call. */
  readonly project?: true;
}

export type WriteBackMessage =
  | {
      readonly type: CallEventType;
      readonly sourceId: string;
      readonly opportunityId: string;
      readonly callId: string;
      readonly version: number;
    }
  | {
      readonly type: 'contact.updated';
      readonly sourceId: string;
      readonly opportunityId: string;
      readonly contactId: string;
      readonly version: number;
      readonly by: string;
    }
  | {
      readonly type: 'document.added';
      readonly sourceId: string;
      readonly opportunityId: string;
      readonly documentId: string;
      readonly version: number;
      readonly by: string;
    };

/** Document queue: one file to fetch from the CRM. */
export interface DocumentMessage {
  readonly sourceId: string;
  readonly opportunityId: string;
  readonly documentId: string;
  readonly url: string;
}
