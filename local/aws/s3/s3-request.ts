/** An S3 request taken apart: bucket, key, subresource, and the body out of its wrapping. */
import type { ServiceRequest } from '../../parts.ts';
import { AwsError, notServed } from '../errors.ts';
import { decode, firstOf, parseQuery } from '../query-string.ts';
import { decodeAwsChunked } from './aws-chunked.ts';

export interface S3Request {
  readonly method: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly query: Readonly<Record<string, string>>;
  /** With what a presigned URL carries in its query: to S3 `?x-amz-meta-a=1` and a header are the same. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Options whose silent loss would change what the caller gets. */
const NOT_SERVED = [
  'x-amz-tagging',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-legal-hold',
  'x-amz-website-redirect-location',
  'x-amz-write-offset-bytes',
];

export const readS3Request = (request: ServiceRequest): S3Request => {
  const query: Record<string, string> = {};
  const hoisted: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseQuery(request.query))) {
    const first = firstOf(value) ?? '';
    query[name] = first;
    if (/^x-amz-/i.test(name)) hoisted[name.toLowerCase()] = first;
  }
  const headers = { ...request.headers, ...hoisted };
  for (const name of NOT_SERVED) if (headers[name] !== undefined) throw notServed(`S3 with ${name}`);
  if (headers['x-amz-acl'] !== undefined && headers['x-amz-acl'] !== 'private') {
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
  return { method: request.method, query, ...placeOf(request), ...unwrap(headers, request.body) };
};

/** Path style (`/bucket/key`), or the bucket as the first label of a `.localhost` host. */
export const placeOf = ({
  path,
  headers,
}: Pick<ServiceRequest, 'path' | 'headers'>): { bucket?: string; key?: string } => {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  const named = host.endsWith('.localhost') ? `/${host.slice(0, -'.localhost'.length)}${path}` : path;
  const slash = named.indexOf('/', 1);
  const bucket = decode(slash === -1 ? named.slice(1) : named.slice(1, slash));
  const key = slash === -1 ? '' : decode(named.slice(slash + 1));
  if (Buffer.byteLength(key) > 1024) throw new AwsError('KeyTooLongError', 'Your key is too long');
  return { ...(bucket === '' ? {} : { bucket }), ...(key === '' ? {} : { key }) };
};

const unwrap = (headers: Record<string, string>, body: Buffer): Pick<S3Request, 'headers' | 'body'> => {
  const encodings = (headers['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim());
  if (headers['x-amz-content-sha256'] !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
    if (encodings.includes('aws-chunked')) throw notServed('aws-chunked without STREAMING-UNSIGNED-PAYLOAD-TRAILER');
    return { headers, body };
  }
  const decoded = decodeAwsChunked(body);
  const length = headers['x-amz-decoded-content-length'];
  if (length !== undefined && Number(length) !== decoded.body.length) {
    throw new AwsError('IncompleteBody', 'The body has not the length that x-amz-decoded-content-length says');
  }
  const rest = encodings.filter((encoding) => encoding !== '' && encoding !== 'aws-chunked').join(',');
  const { 'content-encoding': _, ...others } = headers;
  return {
    headers: { ...others, ...(rest === '' ? {} : { 'content-encoding': rest }), ...decoded.trailers },
    body: decoded.body,
  };
};
