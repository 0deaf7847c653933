import type { RemoveMessage } from '../contracts/queue-messages.ts';
import { documentObjectKey, filesOfDocument } from '../document-file.ts';
import { DOCUMENT_ATTEMPTS } from '../policy.ts';
import type { DocumentFiles } from '../ports/document-files.ts';
import type { DocumentStore } from '../ports/document-store.ts';

export interface RemovePorts {
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly files: Pick<DocumentFiles, 'list' | 'remove'>;
}

/**
 * Removes the bytes of a document that is gone, all its files. One that is still there is about to go, or has been made anew
 * under the same id, with bytes of its own: those are not touched.
 * @throws Error while it is there and attempts are left: the queue brings the message again
 */
export const removeDocumentFile =
  (ports: RemovePorts) =>
  async (message: RemoveMessage, attempt: number): Promise<void> => {
    const document = await ports.documents.get(message, message.documentId);
    if (document !== undefined) {
      if (attempt < DOCUMENT_ATTEMPTS) throw new Error('the document is still there');
      return;
    }
    const versions = await ports.files.list(filesOfDocument(message, message.documentId));
    await ports.files.remove([documentObjectKey(message, message.documentId, ''), ...versions]);
  };
