import { documentFault, documentObjectKey, documentOfObjectKey, documentType } from '../document-file.ts';
import type { Clock, DocumentFiles, DocumentStore, Erasures, Log, WriteBackQueue } from '../ports.ts';

export interface UploadPorts {
  readonly documents: Pick<DocumentStore, 'get' | 'markReady' | 'markFailed'>;
  readonly files: Pick<DocumentFiles, 'inspect' | 'remove' | 'purge'>;
  readonly erasures: Pick<Erasures, 'of'>;
  readonly writeBacks: Pick<WriteBackQueue, 'send'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * An object has arrived in the bucket: its document becomes ready, and the CRM hears of one that an agent added. Files that
 * `fetch-document` brings are its own business.
 * @throws Error when the document is not written yet: the event comes again
 */
export const recordUpload =
  (ports: UploadPorts) =>
  async (objectKey: string): Promise<void> => {
    const place = documentOfObjectKey(objectKey);
    if (place === undefined) return;
    const { documentId, ...key } = place;
    const document = await ports.documents.get(key, documentId);
    if (document === undefined) {
      const { opportunity } = await ports.erasures.of(key, []);
      if (opportunity === undefined) throw new Error('the document is not written yet');
      await ports.files.purge(objectKey);
      return;
    }
    if (document.state === 'fetching') return;
    const object = await ports.files.inspect(documentObjectKey(key, documentId));
    if (object === undefined) return;
    const at = ports.clock.now().toISOString();
    const fault = documentFault({ ...object, fileName: document.fileName });
    const contentType = documentType(object.contentType, document.fileName);
    if (fault !== undefined || contentType === undefined) {
      ports.log.info('upload-refused', { documentId, sourceId: key.sourceId, reason: fault });
      await ports.documents.markFailed(key, documentId, fault ?? 'type-not-allowed', at);
      await ports.files.remove([objectKey]);
      return;
    }
    const ready = await ports.documents.markReady(key, documentId, { bytes: object.bytes, contentType }, at);
    if (ready === undefined || document.addedBy === undefined) return;
    const { version } = ready;
    await ports.writeBacks.send({ type: 'document.added', ...key, documentId, version, by: document.addedBy });
  };
