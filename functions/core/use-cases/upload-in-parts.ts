/** An agent's large file comes in parts, each checked by its size and SHA-256, in any order, over any number of sessions. */
import type { PartsWanted, ResumableCreation } from '../contracts/agent-requests.ts';
import { PART_BYTES, type PartLink, partCount, partSize, type ResumableUpload } from '../contracts/resumable-upload.ts';
import { documentObjectKey } from '../document-file.ts';
import { CtiError } from '../errors.ts';
import { UPLOAD_LINK_SECONDS } from '../policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentFiles, MultipartFiles } from '../ports/document-files.ts';
import type { DocumentStore, UploadStore } from '../ports/document-store.ts';
import type { OpportunityKey } from '../ports/opportunity-store.ts';
import { keptType } from '../upload-link.ts';
import { fieldError, invalidFields } from '../validation.ts';

export interface UploadInPartsPorts {
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly uploads: UploadStore;
  readonly parts: MultipartFiles;
  readonly files: Pick<DocumentFiles, 'inspect' | 'linkForPart'>;
  readonly clock: Clock;
}

/** One upload of one document. */
export interface UploadKey extends OpportunityKey {
  readonly documentId: string;
  readonly uploadId: string;
}

/** @throws CtiError `not-found`, `invalid-fields` */
export async function startUpload(
  ports: UploadInPartsPorts & { readonly newId: () => string },
  key: OpportunityKey,
  documentId: string,
  { bytes, ...creation }: ResumableCreation,
  by: string,
): Promise<ResumableUpload> {
  const document = await ports.documents.get(key, documentId);
  if (document === undefined) throw new CtiError('not-found', 'There is no such document.');
  const { fileName = document.fileName } = creation;
  const contentType = keptType(creation.contentType, fileName);
  const uploadId = ports.newId();
  const multipartId = await ports.parts.create(documentObjectKey(key, documentId, uploadId), contentType);
  const announced = { fileId: uploadId, by, fileName, multipart: { id: multipartId, bytes } };
  await ports.uploads.announce(key, documentId, announced, ports.clock.now().toISOString());
  return { uploadId, bytes, partBytes: PART_BYTES, parts: [] };
}

/** @throws CtiError `not-found`, also when it is whole or given up */
export async function showUpload(ports: UploadInPartsPorts, key: UploadKey): Promise<ResumableUpload> {
  const { id, bytes, objectKey } = await underWay(ports, key);
  const there = await ports.parts.list(objectKey, id);
  if (there === undefined) throw notThere();
  const parts = there.filter((part) => part.bytes === partSize(bytes, part.number)).map(({ number }) => number);
  return { uploadId: key.uploadId, bytes, partBytes: PART_BYTES, parts };
}

/** @throws CtiError `not-found`, `invalid-fields` */
export async function linkParts(
  ports: UploadInPartsPorts,
  key: UploadKey,
  { parts: wanted }: PartsWanted,
): Promise<{ parts: readonly PartLink[] }> {
  const { id, bytes, objectKey } = await underWay(ports, key);
  const count = partCount(bytes);
  const wrong = wanted.flatMap(({ number }, index) =>
    number > count ? [fieldError(['parts', index, 'number'], `must be at most ${count}`)] : [],
  );
  if (wrong.length > 0) throw invalidFields(wrong);
  const links = wanted.map(async ({ number, sha256 }): Promise<PartLink> => {
    const part = { multipartId: id, number, bytes: partSize(bytes, number), sha256 };
    const link = await ports.files.linkForPart(objectKey, { ...part, seconds: UPLOAD_LINK_SECONDS });
    return { number, bytes: part.bytes, ...link };
  });
  return { parts: await Promise.all(links) };
}

/**
 * Puts the parts together; `record-upload` then looks at the file as at any other. May be repeated.
 * @throws CtiError `not-found`, `not-ready` while parts are missing
 */
export async function completeUpload(ports: UploadInPartsPorts, key: UploadKey): Promise<void> {
  const { id, bytes, objectKey } = await underWay(ports, key);
  const parts = await ports.parts.list(objectKey, id);
  if (parts === undefined) {
    if ((await ports.files.inspect(objectKey)) === undefined) throw notThere();
    return;
  }
  const good = parts.filter((part) => part.bytes === partSize(bytes, part.number));
  const missing = partCount(bytes) - good.length;
  if (missing > 0) throw new CtiError('not-ready', `${missing} of ${partCount(bytes)} parts are missing.`);
  await ports.parts.complete(objectKey, id, good);
}

/** May be repeated. */
export async function abortUpload(ports: UploadInPartsPorts, key: UploadKey): Promise<void> {
  const announced = await ports.uploads.find(key, key.documentId, key.uploadId);
  if (announced?.multipart === undefined) return;
  await ports.parts.abort(documentObjectKey(key, key.documentId, key.uploadId), announced.multipart.id);
  await ports.uploads.forget(key, key.documentId, key.uploadId);
}

async function underWay({ uploads }: Pick<UploadInPartsPorts, 'uploads'>, key: UploadKey) {
  const announced = await uploads.find(key, key.documentId, key.uploadId);
  if (announced?.multipart === undefined) throw notThere();
  return { ...announced.multipart, objectKey: documentObjectKey(key, key.documentId, key.uploadId) };
}

const notThere = (): CtiError => new CtiError('not-found', 'There is no such upload (any more).');
