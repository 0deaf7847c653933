import type { FileVersionCreation } from '../contracts/agent-requests.ts';
import type { DocumentUpload } from '../contracts/call.ts';
import type { DocumentView } from '../contracts/opportunity-context.ts';
import { CtiError } from '../errors.ts';
import { presentDocument } from '../model/present-document.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentFiles } from '../ports/document-files.ts';
import type { DocumentStore, UploadStore } from '../ports/document-store.ts';
import type { OpportunityKey } from '../ports/opportunity-store.ts';
import { keptType, uploadOf } from '../upload-link.ts';

export interface AddFileVersionPorts {
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly uploads: Pick<UploadStore, 'announce'>;
  readonly files: Pick<DocumentFiles, 'linkForUpload'>;
  readonly clock: Clock;
}

/**
 * An agent announces a document's next file. What is shown stays until the new bytes are there and are what they say
 * (`record-upload`).
 * @throws CtiError `not-found`, `invalid-fields`
 */
export async function addFileVersion(
  ports: AddFileVersionPorts & { readonly newId: () => string },
  key: OpportunityKey,
  documentId: string,
  creation: FileVersionCreation,
  by: string,
): Promise<{ document: DocumentView; upload: DocumentUpload }> {
  const stored = await ports.documents.get(key, documentId);
  if (stored === undefined) throw new CtiError('not-found', 'There is no such document.');
  const document = presentDocument(stored);
  const { fileName = document.fileName, bytes } = creation;
  const contentType = keptType(creation.contentType, fileName);
  const now = ports.clock.now();
  const fileId = ports.newId();
  const [upload] = await Promise.all([
    uploadOf(ports.files, key, { documentId, fileId, contentType, bytes }, now),
    ports.uploads.announce(key, documentId, { fileId, by, fileName }, now.toISOString()),
  ]);
  return { document, upload };
}
