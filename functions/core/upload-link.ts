/** Presigned uploads, as they are told to whoever sends the bytes. */
import type { DocumentUpload } from './contracts/call.ts';
import { documentObjectKey, documentType } from './document-file.ts';
import { SECOND, UPLOAD_LINK_SECONDS } from './policy.ts';
import type { DocumentFiles } from './ports/document-files.ts';
import type { OpportunityKey } from './ports/opportunity-store.ts';
import { fieldError, invalidFields } from './validation.ts';

/** @throws CtiError `invalid-fields` for a kind of file that is no document */
export function keptType(declared: string | undefined, fileName: string): string {
  const contentType = documentType(declared, fileName);
  if (contentType !== undefined) return contentType;
  throw invalidFields([fieldError(['contentType'], 'is not a kind of file that is kept: PDF, image, text or office')]);
}

export interface FileToCome {
  readonly documentId: string;
  readonly fileId: string;
  readonly contentType: string;
  readonly bytes?: number | undefined;
}

export async function uploadOf(
  files: Pick<DocumentFiles, 'linkForUpload'>,
  key: OpportunityKey,
  { documentId, fileId, contentType, bytes }: FileToCome,
  now: Date,
): Promise<DocumentUpload> {
  const options = { contentType, bytes, seconds: UPLOAD_LINK_SECONDS };
  const { url, headers } = await files.linkForUpload(documentObjectKey(key, documentId, fileId), options);
  const expiresAt = new Date(now.getTime() + UPLOAD_LINK_SECONDS * SECOND).toISOString();
  return { documentId, method: 'PUT', url, headers, expiresAt };
}
