import type { Source } from '../contracts/configuration.ts';
import {
  documentFault,
  documentObjectKey,
  documentOfObjectKey,
  documentType,
  FIRST_FILE,
  isFetchedFile,
  limitsOf,
} from '../document-file.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentFiles } from '../ports/document-files.ts';
import type { DocumentStore, UploadStore } from '../ports/document-store.ts';
import type { Erasures } from '../ports/erasure.ts';
import type { Log } from '../ports/log.ts';
import type { ActivityLog } from '../ports/opportunity-store.ts';
import type { WriteBackQueue } from '../ports/queues.ts';

export interface UploadPorts {
  readonly documents: Pick<DocumentStore, 'get' | 'markReady' | 'markFailed'>;
  readonly files: Pick<DocumentFiles, 'inspect' | 'remove' | 'purge'>;
  readonly uploads: Pick<UploadStore, 'find'>;
  readonly activity: Pick<ActivityLog, 'record'>;
  readonly erasures: Pick<Erasures, 'of'>;
  readonly writeBacks: Pick<WriteBackQueue, 'send'>;
  readonly sources: ReadonlyMap<string, Pick<Source, 'documents'>>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * An object has arrived in the bucket: it becomes the current file of its document, and the CRM hears of one that an agent
 * added. One that is refused leaves the document as it was, with the reason. Files that `fetch-document` brings are its own
 * business.
 * @throws Error when the document is not written yet: the event comes again
 */
export const recordUpload =
  (ports: UploadPorts) =>
  async (objectKey: string): Promise<void> => {
    const place = documentOfObjectKey(objectKey);
    if (place === undefined) return;
    const { documentId, fileId, ...key } = place;
    if (isFetchedFile(fileId)) return;
    const [document, announced] = await Promise.all([
      ports.documents.get(key, documentId),
      ports.uploads.find(key, documentId, fileId),
    ]);
    if (document === undefined) {
      const { opportunity } = await ports.erasures.of(key, []);
      if (opportunity === undefined) throw new Error('the document is not written yet');
      await ports.files.purge(objectKey);
      return;
    }
    const object = await ports.files.inspect(objectKey);
    if (object === undefined) return;
    const at = ports.clock.now().toISOString();
    const { fileName = document.fileName } = announced ?? {};
    const limits = limitsOf(ports.sources.get(key.sourceId)?.documents);
    const fault = documentFault({ ...object, fileName }, limits);
    const contentType = documentType(object.contentType, fileName);
    if (fault !== undefined || contentType === undefined) {
      ports.log.info('upload-refused', { documentId, sourceId: key.sourceId, reason: fault });
      await ports.documents.markFailed(key, documentId, { reason: fault ?? 'type-not-allowed' }, at);
      await ports.files.remove([objectKey]);
      return;
    }
    const by = announced?.by ?? (fileId === FIRST_FILE ? document.addedBy : undefined);
    const file = { id: fileId, bytes: object.bytes, contentType, fileName, ...(by !== undefined && { by }) };
    const ready = await ports.documents.markReady(key, documentId, file, at);
    if (ready === undefined) return;
    await ports.files.remove(ready.dropped.map(({ id }) => documentObjectKey(key, documentId, id)));
    if (by === undefined) return;
    const { version, title, fileVersion = 1, updatedAt } = ready.document;
    await Promise.all([
      ports.writeBacks.send({ type: 'document.added', ...key, documentId, version, by }),
      fileVersion > 1 &&
        ports.activity.record(key, {
          ...{ type: 'document.updated', by, at: updatedAt, subjectId: documentId, subjectName: title },
          changes: [{ field: 'fileVersion', to: String(fileVersion) }],
        }),
    ]);
  };
