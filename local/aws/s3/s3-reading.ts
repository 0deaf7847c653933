/** GetObject and HeadObject: conditions, ranges, and the headers that a signed query may ask for. */
import type { ServiceResponse } from '../../parts.ts';
import { AwsError } from '../errors.ts';
import type { Caller } from '../service.ts';
import { accessDeniedInsteadOfMissing } from './missing-objects.ts';
import type { Bucket, StoredObject } from './object-store.ts';
import { checksumHeaders, identityOf } from './s3-answers.ts';
import type { S3Request } from './s3-request.ts';

export const readObject = async (
  bucket: Bucket,
  key: string,
  request: S3Request,
  caller: Caller,
): Promise<ServiceResponse> => {
  const object = bucket.get(key);
  if (object === undefined) throw accessDeniedInsteadOfMissing(bucket.name, key, caller);
  const unchanged = checkConditions(object, request.headers);
  if (unchanged) return { status: 304, headers: identityOf(object), body: '' };
  const range = rangeOf(request.headers.range, object.size);
  const whole = range === undefined;
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  const length = end - start + 1;
  const wantsChecksum = request.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED';
  const headers = {
    'content-type': 'binary/octet-stream',
    ...object.headers,
    ...overrides(request.query),
    ...identityOf(object),
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    'content-length': String(length),
    // A part of an object cannot be checked against the checksum of the whole.
    ...(wantsChecksum && whole ? checksumHeaders(object) : {}),
    ...(whole ? {} : { 'content-range': `bytes ${start}-${end}/${object.size}` }),
  };
  const body = request.method === 'HEAD' || length === 0 ? '' : await bucket.read(object, start, end);
  return { status: whole ? 200 : 206, headers, body };
};

const OVERRIDES = [
  'content-type',
  'content-disposition',
  'content-language',
  'cache-control',
  'content-encoding',
  'expires',
];

const overrides = (query: S3Request['query']): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const name of OVERRIDES) {
    const value = query[`response-${name}`];
    if (value !== undefined) headers[name] = value;
  }
  return headers;
};

/** @returns true for 304. RFC 9110: `If-Match` before `If-Unmodified-Since`, `If-None-Match` before `If-Modified-Since`. */
const checkConditions = (object: StoredObject, headers: S3Request['headers']): boolean => {
  const {
    'if-match': match,
    'if-none-match': noneMatch,
    'if-unmodified-since': unmodifiedSince,
    'if-modified-since': modifiedSince,
  } = headers;
  const modified = Math.floor(Date.parse(object.lastModified) / 1000) * 1000;
  if (
    match !== undefined
      ? !etagListed(match, object)
      : unmodifiedSince !== undefined && modified > Date.parse(unmodifiedSince)
  ) {
    throw preconditionFailed(match === undefined ? 'If-Unmodified-Since' : 'If-Match');
  }
  if (noneMatch !== undefined) return etagListed(noneMatch, object);
  return modifiedSince !== undefined && modified <= Date.parse(modifiedSince);
};

export const etagListed = (list: string, object: StoredObject | undefined): boolean =>
  object !== undefined &&
  list.split(',').some((one) => {
    const tag = one.trim().replace(/^W\//, '').replaceAll('"', '');
    return tag === '*' || tag === object.etag;
  });

export const preconditionFailed = (condition: string): AwsError =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    Condition: condition,
  });

/** One `bytes=` range, as S3 serves; what it cannot read it ignores. */
const rangeOf = (header: string | undefined, size: number): { start: number; end: number } | undefined => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  if (start >= size || (first === '' && Number(last) === 0)) {
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, { ActualObjectSize: size });
  }
  return { start, end };
};
