/** The documents' bytes, in the bucket. Links to them are made without this client: `s3-presigned-links.ts`. */
import { DeleteObjectsCommand, GetObjectCommand, ListObjectsV2Command, NotFound, S3Client } from '@aws-sdk/client-s3';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import { HEAD_BYTES } from '../core/document-file.ts';
import { FILE_TIMEOUTS } from '../core/policy.ts';
import type { DocumentFiles } from '../core/ports/document-files.ts';
import { environment } from './environment.ts';
import { clientConfiguration, errorStatus } from './service-client.ts';

/** DeleteObjects takes at most a thousand keys. */
const MAX_KEYS = 1_000;

export const openFiles = (): S3Client => new S3Client(clientConfiguration(FILE_TIMEOUTS));

export function s3DocumentFiles(
  client: S3Client,
  bucket = environment(ENVIRONMENT.documentsBucket),
): Pick<DocumentFiles, 'inspect' | 'list' | 'remove'> {
  return {
    async inspect(key) {
      try {
        const object = await client.send(
          new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=0-${HEAD_BYTES - 1}` }),
        );
        return {
          bytes: sizeFromRange(object.ContentRange) ?? object.ContentLength ?? 0,
          contentType: object.ContentType ?? '',
          head: (await object.Body?.transformToByteArray()) ?? new Uint8Array(),
        };
      } catch (error) {
        if (error instanceof NotFound || errorStatus(error) === 404) return undefined;
        if (errorStatus(error) === 416) return { bytes: 0, contentType: '', head: new Uint8Array() };
        throw error;
      }
    },

    async list(prefix) {
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const page = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token });
        const { Contents: objects = [], NextContinuationToken: next } = await client.send(page);
        keys.push(...objects.flatMap(({ Key: key }) => key ?? []));
        token = next;
      } while (token !== undefined);
      return keys;
    },

    async remove(keys) {
      for (let from = 0; from < keys.length; from += MAX_KEYS) {
        const objects = keys.slice(from, from + MAX_KEYS).map((key) => ({ Key: key }));
        const { Errors: errors = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
        );
        if (errors.length > 0) throw new Error(`${errors.length} objects were not removed: ${errors[0]?.Code}`);
      }
    },
  };
}

/** `bytes 0-15/1234` */
function sizeFromRange(range: string | undefined): number | undefined {
  const size = Number(range?.split('/').at(-1));
  return Number.isNaN(size) ? undefined : size;
}
