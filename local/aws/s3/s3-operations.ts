/** Which operation an S3 request is, and which permissions it needs. */
import { AwsError, notServed } from '../errors.ts';
import { decode } from '../query-string.ts';
import type { Need } from '../service.ts';
import { ACCEPTED_SUBRESOURCES, child, children, parseXml, text } from './bucket-configuration.ts';
import type { S3Request } from './s3-request.ts';

export type S3Operation =
  | 'ListBuckets'
  | 'CreateBucket'
  | 'HeadBucket'
  | 'DeleteBucket'
  | 'GetBucketLocation'
  | 'ListObjectsV2'
  | 'ListObjectVersions'
  | 'PutBucketCors'
  | 'GetBucketCors'
  | 'DeleteBucketCors'
  | 'PutBucketNotificationConfiguration'
  | 'GetBucketNotificationConfiguration'
  | 'PutBucketSetting'
  | 'GetBucketSetting'
  | 'DeleteBucketSetting'
  | 'DeleteObjects'
  | 'PutObject'
  | 'CopyObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListParts';

const SUBRESOURCES = [
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'metrics',
  'object-lock',
  'policy',
  'policyStatus',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'tagging',
  'torrent',
  'versionId',
  'website',
];

export const operationOf = (request: S3Request): S3Operation => {
  const { method, bucket, key, query } = request;
  const found =
    bucket === undefined
      ? method === 'GET' && 'ListBuckets'
      : key === undefined
        ? bucketOperation(request)
        : objectOperation(request);
  const unknown = SUBRESOURCES.find((name) => name in query && !(key === undefined && name in ACCEPTED_SUBRESOURCES));
  if (unknown !== undefined) throw notServed(`S3 ${method} ?${unknown}`);
  if (!found) throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  return found;
};

const bucketOperation = ({ method, query }: S3Request): S3Operation | false => {
  const by = (table: Readonly<Record<string, S3Operation>>) => table[method] ?? false;
  if ('cors' in query) return by({ PUT: 'PutBucketCors', GET: 'GetBucketCors', DELETE: 'DeleteBucketCors' });
  if ('notification' in query) {
    return by({ PUT: 'PutBucketNotificationConfiguration', GET: 'GetBucketNotificationConfiguration' });
  }
  if (settingOf(query) !== undefined) {
    return by({ PUT: 'PutBucketSetting', GET: 'GetBucketSetting', DELETE: 'DeleteBucketSetting' });
  }
  if ('delete' in query) return by({ POST: 'DeleteObjects' });
  if ('location' in query) return by({ GET: 'GetBucketLocation' });
  if ('versions' in query) return by({ GET: 'ListObjectVersions' });
  if (method === 'GET') {
    if (query['list-type'] !== '2') throw notServed('S3 ListObjects (use ListObjectsV2)');
    return 'ListObjectsV2';
  }
  return by({ PUT: 'CreateBucket', HEAD: 'HeadBucket', DELETE: 'DeleteBucket' });
};

const objectOperation = ({ method, query, headers }: S3Request): S3Operation | false => {
  if ('uploads' in query) return method === 'POST' && 'CreateMultipartUpload';
  if ('uploadId' in query) {
    if (method === 'PUT' && headers['x-amz-copy-source'] !== undefined) throw notServed('S3 UploadPartCopy');
    if (method === 'GET') return 'ListParts';
    if (method === 'PUT') return 'UploadPart';
    return method === 'POST' ? 'CompleteMultipartUpload' : method === 'DELETE' && 'AbortMultipartUpload';
  }
  if (method === 'PUT') return headers['x-amz-copy-source'] === undefined ? 'PutObject' : 'CopyObject';
  if (method === 'POST') throw notServed('S3 POST object (form upload)');
  const table: Readonly<Record<string, S3Operation>> = { GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' };
  return table[method] ?? false;
};

export const settingOf = (query: S3Request['query']): string | undefined =>
  Object.keys(ACCEPTED_SUBRESOURCES).find((name) => name in query);

/** Where IAM's action is not called like the operation. */
const ACTIONS: Partial<Record<S3Operation, string>> = {
  ListBuckets: 'ListAllMyBuckets',
  HeadBucket: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  PutBucketCors: 'PutBucketCORS',
  GetBucketCors: 'GetBucketCORS',
  DeleteBucketCors: 'PutBucketCORS',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  HeadObject: 'GetObject',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  ListParts: 'ListMultipartUploadParts',
};

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;

export const needsOf = (operation: S3Operation, request: S3Request): readonly Need[] => {
  const { bucket = '*', key, query } = request;
  const action = `s3:${ACTIONS[operation] ?? operation}`;
  if (operation === 'ListBuckets') return [{ action, resource: '*' }];
  if (operation === 'DeleteObjects') {
    return objectsToDelete(request).map(({ key: one, version }) => ({
      action: version === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
      resource: objectArn(bucket, one),
    }));
  }
  if (operation.endsWith('BucketSetting')) {
    const { action: setting } = ACCEPTED_SUBRESOURCES[settingOf(query) ?? ''] ?? { action: '' };
    return [{ action: `s3:${operation.startsWith('Get') ? 'Get' : 'Put'}${setting}`, resource: bucketArn(bucket) }];
  }
  if (key === undefined) {
    const context = query.prefix === undefined ? {} : { context: { 's3:prefix': query.prefix } };
    return [{ action, resource: bucketArn(bucket), ...context }];
  }
  const need = { action, resource: objectArn(bucket, key) };
  if (operation !== 'CopyObject') return [need];
  const source = copySource(request);
  return [need, { action: 's3:GetObject', resource: objectArn(source.bucket, source.key) }];
};

export const objectsToDelete = ({ body }: S3Request): readonly { key: string; version: string | undefined }[] =>
  children(parseXml(body, 'Delete'), 'Object').flatMap((object) => {
    const key = text(child(object, 'Key'));
    return key === undefined ? [] : [{ key, version: text(child(object, 'VersionId')) }];
  });

export const copySource = ({ headers }: S3Request): { bucket: string; key: string } => {
  const source = decode(headers['x-amz-copy-source'] ?? '').replace(/^\//, '');
  const slash = source.indexOf('/');
  if (slash < 1) throw new AwsError('InvalidArgument', 'Copy Source must mention the source bucket and key');
  return { bucket: source.slice(0, slash), key: source.slice(slash + 1) };
};
