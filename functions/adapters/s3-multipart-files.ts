/** Multipart uploads whose parts the browser sends itself, by links of `s3-presigned-links.ts`. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  NoSuchUpload,
  type S3Client,
} from '@aws-sdk/client-s3';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import type { MultipartFiles } from '../core/ports/document-files.ts';
import { environment } from './environment.ts';

export function s3MultipartFiles(client: S3Client, bucket = environment(ENVIRONMENT.documentsBucket)): MultipartFiles {
  return {
    async create(key, contentType) {
      const { UploadId: id } = await client.send(
        new CreateMultipartUploadCommand({
          ...{ Bucket: bucket, Key: key, ContentType: contentType },
          ChecksumAlgorithm: 'SHA256',
        }),
      );
      if (id === undefined) throw new Error('the storage gave the upload no id');
      return id;
    },

    /** A file of 50 MB has seven parts: one page of a thousand is all. */
    async list(key, id) {
      try {
        const { Parts: parts = [] } = await client.send(
          new ListPartsCommand({ Bucket: bucket, Key: key, UploadId: id }),
        );
        return parts.map(
          ({ PartNumber: number = 0, Size: bytes = 0, ETag: etag = '', ChecksumSHA256: sha256 = '' }) => ({
            ...{ number, bytes, etag, sha256 },
          }),
        );
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    },

    async complete(key, id, parts) {
      const told = parts.map(({ number, etag, sha256 }) => ({
        PartNumber: number,
        ETag: etag,
        ChecksumSHA256: sha256,
      }));
      await client.send(
        new CompleteMultipartUploadCommand({
          ...{ Bucket: bucket, Key: key, UploadId: id, MultipartUpload: { Parts: told } },
        }),
      );
    },

    async abort(key, id) {
      try {
        await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: id }));
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };
}

const isGone = (error: unknown): boolean =>
  error instanceof NoSuchUpload || (error instanceof Error && error.name === 'NoSuchUpload');
