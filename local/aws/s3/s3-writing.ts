/** PutObject, CopyObject, DeleteObject and DeleteObjects. */
import type { ServiceResponse } from '../../parts.ts';
import { AwsError } from '../errors.ts';
import type { Caller } from '../service.ts';
import { child, parseXml, text } from './bucket-configuration.ts';
import { verifyChecksums } from './checksums.ts';
import { accessDeniedInsteadOfMissing } from './missing-objects.ts';
import type { Bucket, ObjectStore, StoredObject } from './object-store.ts';
import { checksumHeaders, empty, identityOf, requireBucket, xmlAnswer } from './s3-answers.ts';
import { NULL_VERSION } from './s3-listing.ts';
import { copySource, objectsToDelete } from './s3-operations.ts';
import { etagListed, preconditionFailed } from './s3-reading.ts';
import type { S3Request } from './s3-request.ts';

const KEPT = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

/** The headers of an upload that every download gives back. */
export const keptHeaders = (headers: S3Request['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT.includes(name) || name.startsWith('x-amz-meta-')));

export const putObject = async (
  bucket: Bucket,
  key: string,
  request: S3Request,
): Promise<{ object: StoredObject; answer: ServiceResponse }> => {
  checkWriteConditions(bucket.get(key), request.headers);
  const checksum = verifyChecksums(request.headers, request.body);
  const object = await bucket.put(key, [request.body], {
    headers: keptHeaders(request.headers),
    ...(checksum === undefined ? {} : { checksum }),
  });
  return { object, answer: empty(200, { ...identityOf(object), ...checksumHeaders(object) }) };
};

export const checkWriteConditions = (existing: StoredObject | undefined, headers: S3Request['headers']): void => {
  const { 'if-none-match': noneMatch, 'if-match': match } = headers;
  if (noneMatch !== undefined && etagListed(noneMatch, existing)) throw preconditionFailed('If-None-Match');
  if (match !== undefined && !etagListed(match, existing)) throw preconditionFailed('If-Match');
};

export const copyObject = async (
  store: ObjectStore,
  bucket: Bucket,
  key: string,
  request: S3Request,
  caller: Caller,
): Promise<{ object: StoredObject; answer: ServiceResponse }> => {
  const source = copySource(request);
  const from = requireBucket(store, source.bucket);
  const original = from.get(source.key);
  if (original === undefined) throw accessDeniedInsteadOfMissing(source.bucket, source.key, caller);
  const replace = request.headers['x-amz-metadata-directive'] === 'REPLACE';
  if (!replace && from.name === bucket.name && source.key === key) {
    throw new AwsError(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const body = original.size === 0 ? Buffer.alloc(0) : await from.read(original, 0, original.size - 1);
  const object = await bucket.put(key, [body], {
    headers: replace ? keptHeaders(request.headers) : original.headers,
    ...(original.checksum === undefined ? {} : { checksum: original.checksum }),
  });
  const members = { ETag: `"${object.etag}"`, LastModified: object.lastModified };
  return { object, answer: xmlAnswer('CopyObjectResult', members) };
};

export const deleteObjects = async (bucket: Bucket, request: S3Request): Promise<ServiceResponse> => {
  verifyChecksums(request.headers, request.body);
  const objects = objectsToDelete(request);
  if (objects.length === 0 || objects.length > 1000) {
    throw new AwsError('MalformedXML', 'DeleteObjects takes 1 to 1000 keys');
  }
  // Of a version that is not there, S3 says that it is deleted.
  for (const { key, version = NULL_VERSION } of objects) if (version === NULL_VERSION) await bucket.remove(key);
  const quiet = text(child(parseXml(request.body, 'Delete'), 'Quiet')) === 'true';
  return xmlAnswer(
    'DeleteResult',
    quiet
      ? {}
      : {
          Deleted: objects.map(({ key, version }) => ({
            Key: key,
            ...(version !== undefined && { VersionId: version }),
          })),
        },
  );
};
