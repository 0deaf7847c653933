import type {
  Attachment,
  ContactCreation,
  ContactEdit,
  DiscardInput,
  DocumentCreation,
  DocumentEdit,
  FileVersionCreation,
  OutcomeInput,
  PartsWanted,
  ResumableCreation,
} from '../../../functions/core/contracts/agent-requests.ts';
import type {
  CallAccepted,
  CallView,
  DialPermission,
  DocumentUpload,
  OwnCalls,
  RecordingLink,
} from '../../../functions/core/contracts/call.ts';
import type { CreatedShare, DocumentShares, ShareHours } from '../../../functions/core/contracts/document-share.ts';
import type {
  CallContext,
  ContactView,
  CrmMatches,
  DocumentLink,
  DocumentView,
  OpportunityMatch,
} from '../../../functions/core/contracts/opportunity-context.ts';
import type { OpportunityReading } from '../../../functions/core/contracts/opportunity-reading.ts';
import type { PartLink, ResumableUpload } from '../../../functions/core/contracts/resumable-upload.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import type { Send } from './api-client.ts';
import { opportunityPath } from './fetch-context.ts';

const etag = (version: number): { 'if-match': string } => ({ 'if-match': `"${version}"` });

/** A record as it was seen: an edit of an older version is refused. */
type Versioned = Pick<ContactView, 'id' | 'version'>;

interface UploadPlace extends OpportunityKey {
  readonly documentId: string;
  readonly uploadId: string;
}

const connectContactAt = (id: string): string => `/calls/by-connect-contact/${encodeURIComponent(id)}`;

/** One method per route that the desktop uses after its first paint. */
export function createDesktopApi(send: Send) {
  const contactAt = (key: OpportunityKey, id: string): string =>
    `${opportunityPath(key)}/contacts/${encodeURIComponent(id)}`;
  const documentAt = (key: OpportunityKey, id: string): string =>
    `${opportunityPath(key)}/documents/${encodeURIComponent(id)}`;

  const callAt = (callId: string): string => `/calls/${encodeURIComponent(callId)}`;
  const uploadAt = ({ documentId, uploadId, ...key }: UploadPlace): string =>
    `${documentAt(key, documentId)}/uploads/${encodeURIComponent(uploadId)}`;

  const matchesOf = async (query: string): Promise<readonly OpportunityMatch[]> =>
    (await send<{ readonly matches: readonly OpportunityMatch[] }>(`/opportunities?${query}`)).matches;

  return {
    contextOfCall: (connectContactId: string): Promise<CallContext> =>
      send(`${connectContactAt(connectContactId)}/context`),
    /** What only the CRMs know of the number that the call is with. */
    crmOfCall: (connectContactId: string): Promise<CrmMatches> =>
      send(`${connectContactAt(connectContactId)}/crm-opportunities`),
    attachCall: (connectContactId: string, body: Attachment): Promise<CallView> =>
      send(`${connectContactAt(connectContactId)}/opportunity`, { method: 'PUT', body }),
    findInCrm: (text: string): Promise<CrmMatches> => send(`/crm/opportunities?q=${encodeURIComponent(text)}`),
    /** It is not here: has it read in its CRM. */
    requestReading: (key: OpportunityKey): Promise<OpportunityReading> =>
      send(`${opportunityPath(key)}/reading`, { method: 'POST' }),
    showReading: (key: OpportunityKey): Promise<OpportunityReading> => send(`${opportunityPath(key)}/reading`),
    showCall: (callId: string): Promise<CallView> => send(callAt(callId)),
    myCalls: (): Promise<OwnCalls> => send('/calls?agent=me'),
    find: (text: string) => matchesOf(`q=${encodeURIComponent(text)}`),
    /** @param number E.164 */
    findByNumber: (number: string) => matchesOf(`phone=${encodeURIComponent(number)}`),
    editContact: (key: OpportunityKey, contact: Versioned, body: ContactEdit): Promise<ContactView> =>
      send(contactAt(key, contact.id), { method: 'PATCH', body, headers: etag(contact.version) }),
    addContact: (key: OpportunityKey, body: ContactCreation): Promise<ContactView> =>
      send(`${opportunityPath(key)}/contacts`, { method: 'POST', body }),
    removeContact: (key: OpportunityKey, contact: Versioned): Promise<void> =>
      send(contactAt(key, contact.id), { method: 'DELETE', headers: etag(contact.version) }),
    addDocument: (
      key: OpportunityKey,
      body: DocumentCreation,
    ): Promise<DocumentView & { readonly upload: DocumentUpload }> =>
      send(`${opportunityPath(key)}/documents`, { method: 'POST', body }),
    editDocument: (key: OpportunityKey, document: Versioned, body: DocumentEdit): Promise<DocumentView> =>
      send(documentAt(key, document.id), { method: 'PATCH', body, headers: etag(document.version) }),
    addFileVersion: (
      key: OpportunityKey,
      id: string,
      body: FileVersionCreation,
    ): Promise<DocumentView & { readonly upload: DocumentUpload }> =>
      send(`${documentAt(key, id)}/versions`, { method: 'POST', body }),
    startUpload: (key: OpportunityKey, id: string, body: ResumableCreation): Promise<ResumableUpload> =>
      send(`${documentAt(key, id)}/uploads`, { method: 'POST', body }),
    showUpload: (upload: UploadPlace): Promise<ResumableUpload> => send(uploadAt(upload)),
    linkParts: (upload: UploadPlace, parts: PartsWanted['parts']): Promise<{ parts: readonly PartLink[] }> =>
      send(`${uploadAt(upload)}/parts`, { method: 'POST', body: { parts } }),
    completeUpload: (upload: UploadPlace): Promise<void> => send(`${uploadAt(upload)}/complete`, { method: 'POST' }),
    abortUpload: (upload: UploadPlace): Promise<void> => send(uploadAt(upload), { method: 'DELETE' }),
    fetchDocument: (key: OpportunityKey, id: string): Promise<DocumentView> =>
      send(`${documentAt(key, id)}/fetch`, { method: 'POST' }),
    /** Of the current file, or of the one with that number. */
    linkDocument: (
      key: OpportunityKey,
      id: string,
      disposition: 'inline' | 'attachment',
      version?: number,
    ): Promise<DocumentLink> =>
      send(
        `${documentAt(key, id)}/link?disposition=${disposition}${version === undefined ? '' : `&version=${version}`}`,
      ),
    listShares: (key: OpportunityKey, id: string): Promise<DocumentShares> => send(`${documentAt(key, id)}/shares`),
    createShare: (key: OpportunityKey, id: string, hours: ShareHours): Promise<CreatedShare> =>
      send(`${documentAt(key, id)}/shares`, { method: 'POST', body: { hours } }),
    revokeShare: (key: OpportunityKey, id: string, shareId: string): Promise<void> =>
      send(`${documentAt(key, id)}/shares/${encodeURIComponent(shareId)}`, { method: 'DELETE' }),
    /** Without a number the person's first one. The key makes a second press of the button the same request. `recordId`: what the CRM has made of it already. */
    call: (
      key: OpportunityKey,
      contactId: string,
      phone: string | undefined,
      idempotencyKey: string,
      recordId?: string,
    ): Promise<CallAccepted> =>
      send(`${opportunityPath(key)}/calls`, {
        method: 'POST',
        body: { contactId, phone, recordId },
        headers: { 'idempotency-key': idempotencyKey },
      }),
    /** The agent is about to dial a previewed call. */
    dial: (callId: string): Promise<DialPermission> => send(`${callAt(callId)}/dial`, { method: 'POST' }),
    discard: (callId: string, body: DiscardInput): Promise<CallView> =>
      send(`${callAt(callId)}/discard`, { method: 'POST', body }),
    cancelCall: (callId: string): Promise<CallView> => send(callAt(callId), { method: 'DELETE' }),
    moveCall: (callId: string, notBefore: string): Promise<CallView> =>
      send(callAt(callId), { method: 'PATCH', body: { notBefore } }),
    linkRecording: (callId: string, recordingId: string): Promise<RecordingLink> =>
      send(`${callAt(callId)}/recordings/${recordingId}`),
    saveOutcome: (callId: string, outcome: OutcomeInput, options: { keepalive?: boolean } = {}): Promise<CallView> =>
      send(`${callAt(callId)}/outcome`, { method: 'PUT', body: outcome, ...options }),
  };
}

export type DesktopApi = ReturnType<typeof createDesktopApi>;

export const apiOf = ({ send }: { readonly send: Send }): DesktopApi => createDesktopApi(send);
