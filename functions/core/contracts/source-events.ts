/** What we tell the source: Standard Webhooks 1.0, signed with the source's own secret. */
import type { CallView } from './call.ts';
import type { ContactView, DocumentView, FieldChange } from './opportunity-context.ts';

export type CallEventType =
  | 'call.dialing'
  | 'call.answered'
  | 'call.ended'
  | 'call.completed'
  | 'call.blocked'
  | 'call.failed';

/**
 * `call.completed` is sent again when the agent saves the outcome later, and `call.answered` when a call that seemed to have
 * ended goes on with somebody else; its end then follows again. Upsert by `callId` and keep the highest `version`.
 * `webhook-id` is derived from what is told, so a redelivery carries the same one.
 *
 * A source with `log: "once"` hears of each call once, when all is known of it, and after that only of what agents still save
 * (`addition`).
 */
/** The attempt that follows by the source's retry policy: a call of its own, told like any other. */
export interface NextAttempt {
  readonly callId: string;
  readonly attempt: number;
  readonly dueAt: string;
}

/** The callback that the agent agreed on: a call of its own, told like any other. */
export interface FollowUp {
  readonly callId: string;
  readonly dueAt: string;
}

/** A link that needs no credentials. A repetition of the event has a new one. */
export interface DocumentDownload {
  readonly url: string;
  readonly expiresAt: string;
}

export type SourceEvent =
  | {
      readonly type: CallEventType;
      readonly timestamp: string;
      readonly data: {
        readonly call: CallView;
        /** Where the desktop shows the call, with its notes and recordings, to who signs in and may see it. */
        readonly desktopUrl: string;
        readonly nextAttempt?: NextAttempt;
        /** The policy's attempts are used up. */
        readonly gaveUp?: true;
        readonly followUp?: FollowUp;
        /** To a source whose log is written once: the entry stands, and this is the first note after it, the second … */
        readonly addition?: number;
      };
    }
  | {
      readonly type: 'contact.updated';
      readonly timestamp: string;
      readonly data: {
        readonly opportunityId: string;
        /** Absent when the contact was removed. */
        readonly contact?: ContactView;
        readonly contactId: string;
        readonly changes: readonly FieldChange[];
        readonly by: string;
      };
    }
  | {
      /** `document.updated`: title or category have changed. */
      readonly type: 'document.added' | 'document.updated';
      readonly timestamp: string;
      readonly data: {
        readonly opportunityId: string;
        readonly document: DocumentView;
        readonly by: string;
        /** Of `document.added`, which is told of every next version, too: where the bytes are for a while. */
        readonly download?: DocumentDownload;
      };
    }
  | {
      readonly type: 'document.removed';
      readonly timestamp: string;
      readonly data: { readonly opportunityId: string; readonly documentId: string; readonly by: string };
    }
  | ErasureEvent;

/** What is counted when something is erased. `files`: versions of documents' bytes. */
export const ERASED_KINDS = [
  ...(['opportunities', 'contacts', 'phones', 'documents', 'files'] as const),
  ...(['calls', 'requests', 'activities', 'shares', 'records', 'attempts'] as const),
] as const;
export type ErasedKind = (typeof ERASED_KINDS)[number];
export type ErasedCounts = Readonly<Partial<Record<ErasedKind, number>>>;

/**
 * Told when nothing was found any more (`verifiedAt`), in the table, its indexes and the bucket. `counts` are what was removed,
 * or relieved of personal data; they may be too low by what a crash left uncounted.
 */
export interface ErasureEvent {
  readonly type: 'opportunity.erased' | 'contact.erased';
  readonly timestamp: string;
  readonly data: {
    readonly opportunityId?: string;
    readonly contactId?: string;
    /** When the source asked for it, by its own clock. */
    readonly requestedAt: string;
    readonly verifiedAt: string;
    readonly counts: ErasedCounts;
  };
}
