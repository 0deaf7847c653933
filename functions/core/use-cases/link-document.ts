import type { DocumentLink } from '../contracts/opportunity-context.ts';
import { documentObjectKey } from '../document-file.ts';
import { CtiError } from '../errors.ts';
import { READ_LINK_SECONDS, SECOND } from '../policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentFiles } from '../ports/document-files.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { OpportunityKey } from '../ports/opportunity-store.ts';

export interface LinkDocumentPorts {
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly files: Pick<DocumentFiles, 'linkForReading'>;
  readonly clock: Clock;
}

/** What a browser shows without running anything of it. Every other type is only ever downloaded. */
const SHOWN_IN_PLACE = /^(application\/pdf|image\/(png|jpeg|gif|webp|avif|bmp)|text\/(plain|csv))$/i;

/**
 * A short-lived link to the bytes: one read of the document, the signature is made here.
 * @throws CtiError `not-found`, or `not-ready` while there are no bytes
 */
export async function linkDocument(
  { documents, files, clock }: LinkDocumentPorts,
  key: OpportunityKey,
  documentId: string,
  wished: 'inline' | 'attachment',
  /** Absent: the current file. */
  number?: number,
): Promise<DocumentLink> {
  const document = await documents.get(key, documentId);
  if (document === undefined) throw new CtiError('not-found', 'There is no such document.');
  if (document.state !== 'ready') throw new CtiError('not-ready', `The document is not here yet: ${document.state}.`);
  const file = number === undefined ? document.current : document.files.find((one) => one.number === number);
  if (file === undefined) throw new CtiError('not-found', 'There is no such version (any more).');
  const { id, fileName, contentType } = file;
  const disposition = SHOWN_IN_PLACE.test(contentType) ? wished : 'attachment';
  const expiresAt = new Date(clock.now().getTime() + READ_LINK_SECONDS * SECOND).toISOString();
  const url = await files.linkForReading(documentObjectKey(key, documentId, id), {
    ...{ fileName, contentType, disposition, seconds: READ_LINK_SECONDS },
  });
  return { url, expiresAt, contentType, fileName };
}
