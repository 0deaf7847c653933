/** What is kept of documents, their versions, uploads and links; their bytes are in document-files.ts. */
import type { DocumentEdit } from '../contracts/agent-requests.ts';
import type { DocumentInput } from '../contracts/call-request.ts';
import type { DocumentShare } from '../contracts/document-share.ts';
import type { DocumentView, InCrm } from '../contracts/opportunity-context.ts';
import type { Files, StoredFile } from '../document-versions.ts';
import type { EditResult, OpportunityKey } from './opportunity-store.ts';

/** `addedBy`: the agent who added it; undefined when the CRM did. */
export interface StoredDocument extends DocumentView, Files {
  readonly addedBy: string | undefined;
  /** What was fetched last from the CRM. */
  readonly fetched: FetchedCopy | undefined;
  /** Where the CRM says that its bytes are. */
  readonly sourceUrl: string | undefined;
}

/** Tells a copy of the CRM's from the next one: by its address and ETag, or by the SHA-256 of its bytes. */
export interface FetchedCopy {
  readonly url: string;
  readonly etag?: string;
  readonly digest: string;
}

export interface NewFile extends Omit<StoredFile, 'number' | 'at' | 'fileName'> {
  /** Without one it is called like the document's. */
  readonly fileName?: string | undefined;
}

/** A file that an agent is about to upload as a document's next version. */
export interface AnnouncedUpload {
  readonly fileId: string;
  readonly by: string;
  readonly fileName: string;
  /** It comes in parts: the storage's own id of it, and how large it is when it is whole. */
  readonly multipart?: { readonly id: string; readonly bytes: number };
}

/** Kept for as long as an upload may take, and with the opportunity. */
export interface UploadStore {
  announce(key: OpportunityKey, documentId: string, upload: AnnouncedUpload, at: string): Promise<void>;
  find(key: OpportunityKey, documentId: string, fileId: string): Promise<AnnouncedUpload | undefined>;
  forget(key: OpportunityKey, documentId: string, fileId: string): Promise<void>;
}

export interface DocumentStore {
  get(key: OpportunityKey, documentId: string): Promise<StoredDocument | undefined>;
  add(key: OpportunityKey, document: DocumentInput, by: string, at: string): Promise<EditResult<DocumentView>>;
  edit(
    key: OpportunityKey,
    documentId: string,
    expectedVersion: number,
    /** With `fileVersion` also `file`, the one that it names. */
    edit: DocumentEdit,
    by: string,
    at: string,
    file?: StoredFile,
  ): Promise<EditResult<DocumentView>>;
  /** Answers with the document as it was. */
  remove(
    key: OpportunityKey,
    documentId: string,
    expectedVersion: number,
    at: string,
  ): Promise<EditResult<DocumentView>>;
  /**
   * The file is there and becomes the current one; `dropped` are those that it leaves no room for. Undefined when there is no
   * such document. A file that is known already changes nothing.
   */
  markReady(
    key: OpportunityKey,
    documentId: string,
    file: NewFile,
    at: string,
    fetched?: FetchedCopy,
  ): Promise<{ document: DocumentView; dropped: readonly StoredFile[] } | undefined>;
  /** The CRM has the same bytes as before under this address and tag. */
  markUnchanged(key: OpportunityKey, documentId: string, fetched: FetchedCopy): Promise<void>;
  /** A document that is ready stays so, with the reason beside it. */
  markFailed(
    key: OpportunityKey,
    documentId: string,
    failure: Required<Pick<DocumentView, 'reason'>> & Pick<DocumentView, 'httpStatus'>,
    at: string,
  ): Promise<void>;
  /** What has become of this file in the CRM; nothing when it is not the current one any more. Counts no version. */
  markInCrm(key: OpportunityKey, documentId: string, fileId: string, inCrm: InCrm): Promise<void>;
  /** It is asked for again: what is not ready is `fetching` from now on. Undefined when there is no such document. */
  markFetching(key: OpportunityKey, documentId: string, at: string): Promise<DocumentView | undefined>;
}

/** A link to a document, and where the document is. */
export interface FoundShare extends DocumentShare, OpportunityKey {
  readonly documentId: string;
}

export interface ShareStore {
  add(share: FoundShare, tokenHash: string): Promise<void>;
  /** Those that end after `now` (ISO 8601), newest first. */
  list(key: OpportunityKey, documentId: string, now: string): Promise<readonly DocumentShare[]>;
  /** Whether there was one. */
  remove(key: OpportunityKey, documentId: string, shareId: string): Promise<boolean>;
  /** Also one that is over. */
  find(tokenHash: string): Promise<FoundShare | undefined>;
  /** When it was opened before this time. */
  countOpening(share: FoundShare, at: string): Promise<{ lastOpenedAt?: string }>;
}
