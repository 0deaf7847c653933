/** Bytes on their way into the bucket: streamed in parts, whatever their size. */
import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import type { DocumentFiles } from '../core/ports/document-files.ts';
import { environment } from './environment.ts';

/** A part that fails clears those before it. */
export function s3DocumentIntake(
  client: S3Client,
  bucket = environment(ENVIRONMENT.documentsBucket),
): Pick<DocumentFiles, 'store'> {
  return {
    async store(key, body, contentType) {
      let bytes = 0;
      const counted = async function* () {
        for await (const chunk of body) {
          bytes += chunk.byteLength;
          yield chunk;
        }
      };
      const params = { Bucket: bucket, Key: key, Body: Readable.from(counted()), ContentType: contentType };
      await new Upload({ client, params }).done();
      return { bytes };
    },
  };
}
