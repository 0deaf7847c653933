/** ListObjectsV2 and ListObjectVersions. */
import type { ServiceResponse } from '../../parts.ts';
import { AwsError, notServed } from '../errors.ts';
import type { Bucket, StoredObject } from './object-store.ts';
import { xmlAnswer } from './s3-answers.ts';
import type { S3Request } from './s3-request.ts';

export const listObjects = (bucket: Bucket, { query }: S3Request): ServiceResponse => {
  const { prefix = '', delimiter = '', 'start-after': startAfter, 'continuation-token': token } = query;
  const { maxKeys, limit } = limitOf(query);
  const after = token === undefined ? (startAfter ?? '') : Buffer.from(token, 'base64url').toString();

  const contents: StoredObject[] = [];
  const prefixes = new Set<string>();
  let last = '';
  let truncated = false;
  for (const object of bucket.objects()) {
    if (!object.key.startsWith(prefix)) continue;
    const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    const entry = cut === -1 ? object.key : object.key.slice(0, cut + delimiter.length);
    if (entry <= after || prefixes.has(entry)) continue;
    if (contents.length + prefixes.size >= limit) {
      truncated = limit > 0;
      break;
    }
    if (cut === -1) contents.push(object);
    else prefixes.add(entry);
    last = entry;
  }

  const encode = encodingOf(query);
  return xmlAnswer('ListBucketResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    ...(delimiter === '' ? {} : { Delimiter: encode(delimiter) }),
    ...(startAfter === undefined ? {} : { StartAfter: encode(startAfter) }),
    ...(query['encoding-type'] === 'url' ? { EncodingType: 'url' } : {}),
    MaxKeys: maxKeys,
    KeyCount: contents.length + prefixes.size,
    IsTruncated: truncated,
    ...(token === undefined ? {} : { ContinuationToken: token }),
    ...(truncated ? { NextContinuationToken: Buffer.from(last).toString('base64url') } : {}),
    Contents: contents.map((object) => described(object, encode)),
    CommonPrefixes: [...prefixes].map((Prefix) => ({ Prefix: encode(Prefix) })),
  });
};

/** What S3 calls the one version of an object in a bucket without versions, as ours are. */
export const NULL_VERSION = 'null';

export const listVersions = (bucket: Bucket, { query }: S3Request): ServiceResponse => {
  const { prefix = '', 'key-marker': marker = '' } = query;
  if (query.delimiter !== undefined) throw notServed('S3 ListObjectVersions with a delimiter');
  const { maxKeys, limit } = limitOf(query);
  const found = bucket.objects().filter(({ key }) => key.startsWith(prefix) && key > marker);
  const page = found.slice(0, limit);
  const isTruncated = found.length > page.length && limit > 0;
  const encode = encodingOf(query);
  return xmlAnswer('ListVersionsResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    KeyMarker: encode(marker),
    MaxKeys: maxKeys,
    IsTruncated: isTruncated,
    ...(isTruncated ? { NextKeyMarker: encode(page.at(-1)?.key ?? ''), NextVersionIdMarker: NULL_VERSION } : {}),
    Version: page.map((object) => ({ ...described(object, encode), VersionId: NULL_VERSION, IsLatest: true })),
  });
};

function limitOf(query: S3Request['query']): { maxKeys: number; limit: number } {
  const maxKeys = Number(query['max-keys'] ?? 1000);
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw new AwsError('InvalidArgument', 'Argument max-keys is not valid');
  return { maxKeys, limit: Math.min(maxKeys, 1000) };
}

/** `encoding-type=url` is how a client asks for keys that XML cannot carry. */
const encodingOf = (query: S3Request['query']) => (value: string) =>
  query['encoding-type'] === 'url' ? encodeURIComponent(value).replaceAll('%2F', '/') : value;

const described = (object: StoredObject, encode: (value: string) => string) => ({
  Key: encode(object.key),
  LastModified: object.lastModified,
  ETag: `"${object.etag}"`,
  Size: object.size,
  StorageClass: 'STANDARD',
});
