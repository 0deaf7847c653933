/**
 * What the desktop shows beside the softphone, read with one DynamoDB query:
 * `GET /opportunities/{sourceId}/{opportunityId}`.
 */
import type { CallView } from './call.ts';
import type { ContactInput, OpportunityInput } from './call-request.ts';
import type { CrmCapabilities } from './capabilities.ts';

export interface OpportunityView extends OpportunityInput {
  readonly sourceId: string;
  readonly updatedAt: string;
  readonly version: number;
}

/** `version` is also the contact's ETag (`"7"`): an edit sends it back in `If-Match`. */
export interface ContactView extends ContactInput {
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/**
 * `awaiting-upload`: no bytes yet; `fetching`: on their way from the CRM; `failed`: see `reason`. A document that is `ready`
 * and has a `reason` shows its last good file: a newer one could not be taken.
 */
export type DocumentState = 'awaiting-upload' | 'fetching' | 'ready' | 'failed';

export type DocumentFailure =
  | 'unreachable'
  | 'http-error'
  | 'too-large'
  | 'host-not-allowed'
  | 'private-address'
  | 'type-not-allowed'
  /** The first bytes are not those of the type. */
  | 'content-mismatch';

/** Why a file of an agent's is not in the CRM. `not-taken`: the CRM keeps no documents of ours. */
export type OnlyHereReason = 'too-large' | 'not-taken' | 'refused' | 'opportunity-gone';

/** Whether the current file of a document, which an agent has brought, is in the CRM, too. */
export type InCrm =
  | { readonly state: 'on-its-way' | 'kept' }
  | { readonly state: 'only-here'; readonly reason: OnlyHereReason };

export interface DocumentView {
  readonly id: string;
  readonly title: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly category: string;
  readonly state: DocumentState;
  readonly reason?: DocumentFailure;
  /** With `http-error`: what the source answered. */
  readonly httpStatus?: number;
  readonly bytes?: number;
  /** Number of the file that links and previews show. */
  readonly fileVersion?: number;
  /** Newest first; absent as long as there is only one. */
  readonly fileVersions?: readonly FileVersion[];
  /** Absent when the CRM has brought the current file. */
  readonly inCrm?: InCrm;
  readonly pinned: boolean;
  readonly tags: readonly string[];
  readonly version: number;
  readonly updatedAt: string;
}

/** One file of a document. */
export interface FileVersion {
  readonly number: number;
  readonly at: string;
  /** The agent who uploaded it; absent when it came from the CRM. */
  readonly by?: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: number;
}

/** One line of the timeline beside the calls: who changed what, when. */
export interface ActivityView {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly type:
    | 'contact.added'
    | 'contact.updated'
    | 'contact.removed'
    | 'document.added'
    | 'document.updated'
    | 'document.removed'
    | 'document.shared'
    | 'document.unshared'
    /** Through a link of the agent that `by` names. */
    | 'document.opened'
    | 'outcome.saved'
    | 'call.moved';
  /** What it is about: the contact's, document's or call's id and its name at that time. */
  readonly subjectId: string;
  readonly subjectName: string;
  readonly changes?: readonly FieldChange[];
  /** The source had the person erased: name and values are gone. */
  readonly erased?: true;
}

export interface FieldChange {
  readonly field: string;
  readonly from?: string;
  readonly to?: string;
}

export interface OpportunityContext {
  readonly opportunity: OpportunityView;
  readonly contacts: readonly ContactView[];
  readonly documents: readonly DocumentView[];
  /** Newest first. */
  readonly calls: readonly CallView[];
  readonly activity: readonly ActivityView[];
  /** Present when there is more: pass it back as `?cursor=`. */
  readonly cursor?: string;
  /** Absent for a source that is not configured any more. */
  readonly capabilities?: CrmCapabilities;
}

/** `GET /calls/by-connect-contact/{connectContactId}/context`: one context, or the opportunities to choose from. */
export type CallContext =
  | { readonly found: 'one'; readonly callId?: string; readonly context: OpportunityContext }
  | { readonly found: 'several' | 'none'; readonly phone?: string; readonly matches: readonly OpportunityMatch[] };

export interface OpportunityMatch {
  readonly sourceId: string;
  readonly opportunityId: string;
  readonly opportunityName: string;
  readonly stage?: string;
  readonly contactId?: string;
  readonly contactName?: string;
}

/** An open opportunity that was found in its CRM: whether it is here, too, nobody has looked. */
export interface CrmMatch extends OpportunityMatch {
  readonly amount?: number;
  readonly currency?: string;
  /** Connect user name. */
  readonly owner?: string;
}

/**
 * Why a source's CRM has said nothing: it was not there in time, has answered too many requests for now, takes our credentials no more, or
 * its answer makes no sense.
 */
export const SILENCES = ['crm-unavailable', 'crm-busy', 'crm-refused', 'crm-answer-unusable'] as const;
export type Silence = (typeof SILENCES)[number];

/** `GET /crm/opportunities` and `GET /calls/by-connect-contact/{connectContactId}/crm-opportunities` */
export interface CrmMatches {
  readonly matches: readonly CrmMatch[];
  /** Sources whose CRM was asked in vain: what they know is missing here. */
  readonly silent: readonly { readonly sourceId: string; readonly reason: Silence }[];
}

/** `GET …/documents/{documentId}/link`. `disposition=attachment` in the query asks for a download. */
export interface DocumentLink {
  readonly url: string;
  readonly expiresAt: string;
  readonly contentType: string;
  readonly fileName: string;
}
