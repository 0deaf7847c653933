/**
 * A small S3 on the file system with the operations that a document store needs, each as the API reference says.
 * No versions, ACLs, bucket policies or object lock: what is not served says so.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BusEvent, ServiceRequest, ServiceResponse } from '../../parts.ts';
import { notServed } from '../errors.ts';
import type { AwsService, Caller } from '../service.ts';
import { answerPreflight, corsHeaders } from './cors.ts';
import { objectCreatedEvent } from './object-created-event.ts';
import { type Bucket, openObjectStore, type StoredObject } from './object-store.ts';
import { empty, requireBucket } from './s3-answers.ts';
import { createBucketOperations } from './s3-buckets.ts';
import { listObjects, listVersions } from './s3-listing.ts';
import { createMultipartUploads } from './s3-multipart.ts';
import { needsOf, operationOf, type S3Operation } from './s3-operations.ts';
import { readObject } from './s3-reading.ts';
import { placeOf, readS3Request, type S3Request } from './s3-request.ts';
import { copyObject, deleteObjects, putObject } from './s3-writing.ts';

export interface S3Service extends AwsService {
  preflight(request: ServiceRequest): ServiceResponse;
  /** Every answer carries them, also a refused one. */
  corsHeaders(request: ServiceRequest): Readonly<Record<string, string>>;
}

export const startS3 = (options: {
  region: string;
  accountId: string;
  dataFolder?: string;
  now: () => Date;
  onObjectCreated: (event: BusEvent) => void;
}): S3Service => {
  const { region, accountId, now, onObjectCreated } = options;
  const folder =
    options.dataFolder === undefined ? mkdtempSync(join(tmpdir(), 'cti-files-')) : join(options.dataFolder, 's3');
  const store = openObjectStore(join(folder, 'buckets'), now);
  const uploads = createMultipartUploads(join(folder, 'uploads'), now);
  const bucketOperations = createBucketOperations(store, region);

  const announce = (bucket: Bucket, object: StoredObject, reason: string, address: string, requestId: string): void => {
    if (bucket.configuration.eventBridge !== true) return;
    const event = objectCreatedEvent({ bucket: bucket.name, object, reason, address, requestId, accountId });
    // The event travels by itself: a listener's failure is not the uploader's.
    setImmediate(() => {
      try {
        onObjectCreated(event);
      } catch (error) {
        console.error('An object-created event was not taken:', error);
      }
    });
  };

  const onObject = async (
    operation: S3Operation,
    bucket: Bucket,
    key: string,
    request: S3Request,
    caller: Caller,
    requestId: string,
  ): Promise<ServiceResponse> => {
    const created = async (stored: Promise<{ object: StoredObject; answer: ServiceResponse }>) => {
      const { object, answer } = await stored;
      announce(bucket, object, operation, caller.address, requestId);
      return answer;
    };
    switch (operation) {
      case 'GetObject':
      case 'HeadObject':
        return readObject(bucket, key, request, caller);
      case 'PutObject':
        return created(putObject(bucket, key, request));
      case 'CopyObject':
        return created(copyObject(store, bucket, key, request, caller));
      case 'CompleteMultipartUpload':
        return created(uploads.complete(bucket, key, request));
      case 'CreateMultipartUpload':
        return uploads.create(bucket, key, request);
      case 'UploadPart':
        return uploads.uploadPart(bucket, key, request);
      case 'AbortMultipartUpload':
        return uploads.abort(bucket, key, request);
      case 'ListParts':
        return uploads.listParts(bucket, key, request);
      case 'DeleteObject':
        await bucket.remove(key);
        return empty(204);
      default:
        throw notServed(`s3:${operation}`);
    }
  };

  const serve = async (operation: S3Operation, request: S3Request, caller: Caller): Promise<ServiceResponse> => {
    const requestId = randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase();
    const answer = await answerTo(operation, request, caller, requestId);
    return { ...answer, headers: { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId, ...answer.headers } };
  };
  const answerTo = async (operation: S3Operation, request: S3Request, caller: Caller, requestId: string) => {
    const bucketOperation = bucketOperations[operation];
    if (bucketOperation !== undefined) return bucketOperation(request);
    const bucket = requireBucket(store, request.bucket);
    if (operation === 'ListObjectsV2') return listObjects(bucket, request);
    if (operation === 'ListObjectVersions') return listVersions(bucket, request);
    if (operation === 'DeleteObjects') return deleteObjects(bucket, request);
    return onObject(operation, bucket, request.key ?? '', request, caller, requestId);
  };
  const rulesFor = (request: ServiceRequest) => {
    const { bucket } = placeOf(request);
    return bucket === undefined ? undefined : store.bucket(bucket)?.configuration.cors;
  };

  return {
    name: 's3',
    tracePart: 'files',
    read(received) {
      const request = readS3Request(received);
      const operation = operationOf(request);
      return {
        operation,
        needs: needsOf(operation, request),
        subject: request.bucket ?? '',
        ...(request.key === undefined ? {} : { detail: { key: request.key } }),
        serve: (caller) => serve(operation, request, caller),
      };
    },
    preflight: (request) => answerPreflight(rulesFor(request), request.headers),
    corsHeaders: (request) => corsHeaders(rulesFor(request), request.method, request.headers.origin),
    async stop() {
      if (options.dataFolder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};
