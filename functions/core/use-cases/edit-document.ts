/** An agent adds, changes or removes a document of an opportunity. */
import type { DocumentCreation, DocumentEdit } from '../contracts/agent-requests.ts';
import type { DocumentUpload } from '../contracts/call.ts';
import type { ActivityView, DocumentView, FieldChange } from '../contracts/opportunity-context.ts';
import { FIRST_FILE } from '../document-file.ts';
import type { StoredFile } from '../document-versions.ts';
import { CtiError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentFiles } from '../ports/document-files.ts';
import type { DocumentStore, ShareStore } from '../ports/document-store.ts';
import type { ActivityLog, OpportunityKey, OpportunityStore } from '../ports/opportunity-store.ts';
import type { DocumentQueue, WriteBackQueue } from '../ports/queues.ts';
import { keptType, uploadOf } from '../upload-link.ts';
import { fieldError, invalidFields } from '../validation.ts';
import { type Edited, settled } from './edit-contact.ts';

export interface EditDocumentPorts {
  readonly documents: Pick<DocumentStore, 'get' | 'add' | 'edit' | 'remove'>;
  readonly opportunities: Pick<OpportunityStore, 'getOpportunity'>;
  readonly files: Pick<DocumentFiles, 'linkForUpload'>;
  readonly documentQueue: Pick<DocumentQueue, 'send'>;
  readonly shares: Pick<ShareStore, 'list' | 'remove'>;
  readonly activity: Pick<ActivityLog, 'record'>;
  readonly writeBack: Pick<WriteBackQueue, 'send'>;
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
  const contentType = keptType(creation.contentType, creation.fileName);
  const now = ports.clock.now();
  const document = { ...creation, contentType, id: creation.id ?? ports.newId() };
  const added = settled(await ports.documents.add(key, document, by, now.toISOString()));
  const value = added.outcome === 'done' ? added.value : added.current;
  if (added.outcome === 'conflict' && !isRepeated(value, document)) return added;
  const file = { documentId: document.id, fileId: FIRST_FILE, contentType, bytes: creation.bytes };
  const [upload] = await Promise.all([
    uploadOf(ports.files, key, file, now),
    record(ports, key, 'document.added', value, by, value.updatedAt),
  ]);
  return { outcome: 'done', value, upload };
}

/** @throws CtiError `not-found`, `invalid-fields` for a file version that there is not (any more) */
export async function editDocument(
  ports: EditDocumentPorts,
  key: OpportunityKey,
  documentId: string,
  expectedVersion: number,
  edit: DocumentEdit,
  by: string,
): Promise<Edited<DocumentView>> {
  const at = ports.clock.now().toISOString();
  const file = await fileOf(ports, key, documentId, edit.fileVersion);
  const edited = settled(await ports.documents.edit(key, documentId, expectedVersion, edit, by, at, file));
  if (edited.outcome === 'done') {
    await Promise.all([
      record(ports, key, 'document.updated', edited.value, by, at, changesOf(edit)),
      tell(ports, key, edited.value, { edit, file }, by),
    ]);
  }
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
      ports.writeBack.send({
        type: 'document.removed',
        ...keyOf(key),
        documentId,
        version: removed.value.version + 1,
        by,
      }),
    ]);
  }
  return removed;
}

/** What the CRM has of a document: its bytes and its names. Pins and tags are the desktop's own. */
async function tell(
  { writeBack }: EditDocumentPorts,
  key: OpportunityKey,
  { id: documentId, version }: DocumentView,
  { edit, file }: { readonly edit: DocumentEdit; readonly file: StoredFile | undefined },
  by: string,
): Promise<void> {
  // A file of the CRM's own is there already.
  if (file?.by !== undefined) {
    await writeBack.send({ type: 'document.added', ...keyOf(key), documentId, version, by });
  }
  if (edit.title === undefined && edit.category === undefined) return;
  await writeBack.send({ type: 'document.updated', ...keyOf(key), documentId, version, by });
}

const keyOf = ({ sourceId, opportunityId }: OpportunityKey): OpportunityKey => ({ sourceId, opportunityId });

async function fileOf(
  { documents }: EditDocumentPorts,
  key: OpportunityKey,
  documentId: string,
  number: number | undefined,
): Promise<StoredFile | undefined> {
  if (number === undefined) return undefined;
  const document = await documents.get(key, documentId);
  if (document === undefined) throw new CtiError('not-found', 'There is no such document.');
  const file = document.files.find((one) => one.number === number);
  if (file === undefined) throw invalidFields([fieldError(['fileVersion'], 'is not a version of this document')]);
  return file;
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
