import type { ServiceResponse } from '../../parts.ts';
import { AwsError, toXml } from '../errors.ts';
import type { Bucket, ObjectStore, StoredObject } from './object-store.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): ServiceResponse => ({
  status,
  headers,
  body: '',
});

export const xmlAnswer = (
  root: string,
  members: object,
  headers: Readonly<Record<string, string>> = {},
): ServiceResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml', ...headers },
  body: toXml({ [root]: { '@xmlns': NAMESPACE, ...members } }),
});

export const noSuchKey = (key: string): AwsError =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });

export const requireBucket = (store: ObjectStore, name: string | undefined): Bucket => {
  const bucket = name === undefined ? undefined : store.bucket(name);
  if (bucket !== undefined) return bucket;
  throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name ?? '' });
};

/** What every answer about one object says. Since 2023 every object is encrypted with S3's own key. */
export const identityOf = (object: StoredObject): Record<string, string> => ({
  etag: `"${object.etag}"`,
  'x-amz-server-side-encryption': 'AES256',
});

export const checksumHeaders = ({ checksum }: Pick<StoredObject, 'checksum'>): Record<string, string> =>
  checksum === undefined
    ? {}
    : {
        [`x-amz-checksum-${checksum.algorithm}`]: checksum.value,
        'x-amz-checksum-type': checksum.value.includes('-') ? 'COMPOSITE' : 'FULL_OBJECT',
      };
