/** An agent adds, changes or removes a document of an opportunity. */
import type { DocumentCreation, DocumentEdit } from '../contracts/agent-requests.ts';
import type { DocumentUpload } from '../contracts/call.ts';
import type { ActivityView, DocumentView, FieldChange } from '../contracts/opportunity-context.ts';
import { documentObjectKey, documentType } from '../document-file.ts';
import { CtiError } from '../errors.ts';
import { SECOND, UPLOAD_LINK_SECONDS } from '../policy.ts';
import type {
  ActivityLog,
  Clock,
  DocumentFiles,
  DocumentQueue,
  DocumentStore,
  OpportunityKey,
  OpportunityStore,
  ShareStore,
} from '../ports.ts';
import { fieldError, invalidFields } from '../validation.ts';
import { type Edited, settled } from './edit-contact.ts';

export interface EditDocumentPorts {
  readonly documents: Pick<DocumentStore, 'add' | 'edit' | 'remove'>;
  readonly opportunities: Pick<OpportunityStore, 'getOpportunity'>;
  readonly files: Pick<DocumentFiles, 'linkForUpload'>;
  readonly documentQueue: Pick<DocumentQueue, 'send'>;
  readonly shares: Pick<ShareStore, 'list' | 'remove'>;
  readonly activity: Pick<ActivityLog, 'record'>;
  readonly clock: Clock;
}

/**
 * The bytes follow through the presigned upload; when they are there, the document is ready and the CRM is told. Adding the
 * same document under the same id again, before its bytes are there, gives a new upload.
 * @throws CtiError `not-found` when there is no such opportunity
 */
export async function addDocument(
  ports: EditDocumentPorts & { readonly newId: () => string },
  key: OpportunityKey,
  creation: DocumentCreation,
  by: string,
): Promise<Edited<DocumentView> & { upload?: DocumentUpload }> {
  const opportunity = await ports.opportunities.getOpportunity(key);
  if (opportunity === undefined) throw new CtiError('not-found', 'There is no such opportunity.');
  const contentType = documentType(creation.contentType, creation.fileName);
  if (contentType === undefined) {
    throw invalidFields([
      fieldError(['contentType'], 'is not a kind of file that is kept: PDF, image, text or office'),
    ]);
  }
  const now = ports.clock.now();
  const document = { ...creation, contentType, id: creation.id ?? ports.newId() };
  const added = settled(await ports.documents.add(key, document, by, now.toISOString()));
  const value = added.outcome === 'done' ? added.value : added.current;
  if (added.outcome === 'conflict' && !isRepeated(value, document)) return added;
  const [{ url, headers }] = await Promise.all([
    ports.files.linkForUpload(documentObjectKey(key, document.id), {
      ...{ contentType, seconds: UPLOAD_LINK_SECONDS, bytes: creation.bytes },
    }),
    record(ports, key, 'document.added', value, by, value.updatedAt),
  ]);
  const expiresAt = new Date(now.getTime() + UPLOAD_LINK_SECONDS * SECOND).toISOString();
  return { outcome: 'done', value, upload: { documentId: document.id, method: 'PUT', url, headers, expiresAt } };
}

/** @throws CtiError `not-found` */
export async function editDocument(
  ports: EditDocumentPorts,
  key: OpportunityKey,
  documentId: string,
  expectedVersion: number,
  edit: DocumentEdit,
  by: string,
): Promise<Edited<DocumentView>> {
  const at = ports.clock.now().toISOString();
  const edited = settled(await ports.documents.edit(key, documentId, expectedVersion, edit, by, at));
  if (edited.outcome === 'done') await record(ports, key, 'document.updated', edited.value, by, at, changesOf(edit));
  return edited;
}

/** @throws CtiError `not-found` */
export async function removeDocument(
  ports: EditDocumentPorts,
  key: OpportunityKey,
  documentId: string,
  expectedVersion: number,
  by: string,
): Promise<Edited<DocumentView>> {
  const at = ports.clock.now().toISOString();
  const removed = settled(await ports.documents.remove(key, documentId, expectedVersion, at));
  if (removed.outcome === 'done') {
    await Promise.all([
      ports.documentQueue.send([{ type: 'remove', ...key, documentId }]),
      revokeAll(ports, key, documentId, at),
      record(ports, key, 'document.removed', removed.value, by, at),
    ]);
  }
  return removed;
}

/** Another document may come under the same id: links to this one must not lead to it. */
async function revokeAll({ shares }: EditDocumentPorts, key: OpportunityKey, documentId: string, now: string) {
  const active = await shares.list(key, documentId, now);
  await Promise.all(active.map(({ shareId }) => shares.remove(key, documentId, shareId)));
}

const isRepeated = (current: DocumentView, asked: DocumentCreation): boolean =>
  current.version === 1 &&
  current.state === 'awaiting-upload' &&
  current.title === asked.title &&
  current.fileName === asked.fileName &&
  current.contentType === asked.contentType;

const record = (
  ports: EditDocumentPorts,
  key: OpportunityKey,
  type: ActivityView['type'],
  document: DocumentView,
  by: string,
  at: string,
  changes?: readonly FieldChange[],
) =>
  ports.activity.record(key, {
    ...{ type, by, at, subjectId: document.id, subjectName: document.title },
    ...(changes !== undefined && { changes }),
  });

const changesOf = (edit: DocumentEdit): readonly FieldChange[] =>
  Object.entries(edit).map(([field, value]) => ({
    field,
    to: Array.isArray(value) ? value.join(', ') : String(value),
  }));
