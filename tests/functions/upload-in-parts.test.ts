/** The use cases over the real stores and a real S3 protocol, each part sent by its presigned link as a browser does. */
import { createHash, randomUUID } from 'node:crypto';
import { CreateBucketCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamodbUploadStore } from '#adapters/dynamodb-upload-store.ts';
import { s3DocumentFiles } from '#adapters/s3-document-files.ts';
import { s3MultipartFiles } from '#adapters/s3-multipart-files.ts';
import { s3PresignedLinks } from '#adapters/s3-presigned-links.ts';
import { PART_BYTES } from '#core/contracts/resumable-upload.ts';
import { documentObjectKey } from '#core/document-file.ts';
import { abortUpload, completeUpload, linkParts, showUpload, startUpload } from '#core/use-cases/upload-in-parts.ts';
import { ADMIN, REGION, type StartedEdge, startEdge } from '../local/aws/started-edge.ts';
import { AT, document } from './support/opportunities.ts';
import { key, stores, test, useStores } from './support/stores.ts';

useStores();
const Bucket = 'documents';
let edge: StartedEdge;
let s3: S3Client;
let ports: Parameters<typeof startUpload>[0];

beforeAll(async () => {
  edge = await startEdge();
  ({ s3 } = edge.clients());
  await s3.send(new CreateBucketCommand({ Bucket }));
  vi.stubEnv('AWS_ACCESS_KEY_ID', ADMIN.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', ADMIN.secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', undefined);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await edge.stop();
});
beforeEach(async () => {
  const links = s3PresignedLinks({ bucket: Bucket, region: REGION, endpoint: edge.edge.origin, now: () => new Date() });
  ports = {
    ...{ documents: stores.documents, uploads: dynamodbUploadStore(test.table), parts: s3MultipartFiles(s3, Bucket) },
    ...{ files: { ...s3DocumentFiles(s3, Bucket), ...links }, clock: { now: () => new Date(AT) }, newId: randomUUID },
  };
  await stores.documents.add(key, document('d-1', { fileName: 'film.zip' }), 'ana', AT);
});

const FILE = Buffer.alloc(2 * PART_BYTES + 1_000, 'abcdefg');
const part = (number: number) => FILE.subarray((number - 1) * PART_BYTES, number * PART_BYTES);
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');
const start = async () => {
  const { uploadId } = await startUpload(ports, key, 'd-1', { bytes: FILE.length }, 'ana');
  return { ...key, documentId: 'd-1', uploadId };
};
type Upload = Awaited<ReturnType<typeof start>>;
const linkOf = async (upload: Upload, number: number, sha256 = sha(part(number))) => {
  const { parts } = await linkParts(ports, upload, { parts: [{ number, sha256 }] });
  return parts[0] ?? expect.fail();
};
const send = async (upload: Upload, number: number, body = part(number)) => {
  const { url, headers } = await linkOf(upload, number);
  return (await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) })).status;
};
const there = async (upload: Upload) => (await showUpload(ports, upload)).parts;

describe('an upload in parts', () => {
  it('goes on with the parts that are missing, whatever their order, and ends as one whole file', async () => {
    const upload = await start();
    expect(await showUpload(ports, upload)).toMatchObject({ bytes: FILE.length, partBytes: PART_BYTES, parts: [] });
    expect(await send(upload, 3)).toBe(200);
    expect(await send(upload, 1)).toBe(200);
    expect(await there(upload)).toEqual([1, 3]);
    await expect(completeUpload(ports, upload)).rejects.toMatchObject({
      code: 'not-ready',
      message: '1 of 3 parts are missing.',
    });
    expect(await send(upload, 2)).toBe(200);
    await completeUpload(ports, upload);
    await completeUpload(ports, upload);
    const Key = documentObjectKey(upload, 'd-1', upload.uploadId);
    const object = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(sha(Buffer.from((await object.Body?.transformToByteArray()) ?? []))).toBe(sha(FILE));
    expect(object.ContentType).toBe('application/zip');
    await expect(showUpload(ports, upload)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('takes a part of exactly its size and its content', async () => {
    const upload = await start();
    expect(await send(upload, 3, part(3).subarray(1))).toBe(403);
    expect(await send(upload, 3, Buffer.from(part(3)).fill('x'))).toBe(400);
    const { url, headers } = await linkOf(upload, 3);
    const unchecked = await fetch(url, { method: 'PUT', body: new Uint8Array(part(3)) });
    expect(unchecked.status).toBe(403);
    const elsewhere = await fetch(url.replace('partNumber=3', 'partNumber=1'), {
      ...{ method: 'PUT', headers, body: new Uint8Array(part(3)) },
    });
    expect(elsewhere.status).toBe(403);
    expect(await there(upload)).toEqual([]);
    await expect(linkOf(upload, 4, sha(part(3)))).rejects.toMatchObject({
      ...{ code: 'invalid-fields', fieldErrors: [{ field: 'parts[0].number' }] },
    });
  });

  it('that is given up leaves nothing, and may be given up again', async () => {
    const upload = await start();
    await send(upload, 1);
    await abortUpload(ports, upload);
    await abortUpload(ports, upload);
    for (const asked of [showUpload(ports, upload), completeUpload(ports, upload), linkOf(upload, 1)]) {
      await expect(asked).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  it('is begun for a document that is there, in a kind that is kept', async () => {
    const bytes = FILE.length;
    await expect(startUpload(ports, key, 'd-9', { bytes }, 'ana')).rejects.toMatchObject({ code: 'not-found' });
    const page = startUpload(ports, key, 'd-1', { bytes, fileName: 'page.html' }, 'ana');
    await expect(page).rejects.toMatchObject({ code: 'invalid-fields' });
  });
});
