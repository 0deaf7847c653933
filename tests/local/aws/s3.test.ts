import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketCorsCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, allow, type Clients, REGION, type StartedEdge, startEdge } from './started-edge.ts';

let system: StartedEdge;
let s3: S3Client;
const Bucket = 'documents';
const ORIGIN = 'http://localhost:4602';

beforeAll(async () => {
  system = await startEdge();
  s3 = system.clients().s3;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    }),
  );
  await s3.send(
    new PutBucketCorsCommand({
      Bucket,
      CORSConfiguration: {
        CORSRules: [
          {
            AllowedOrigins: [ORIGIN],
            AllowedMethods: ['GET', 'PUT'],
            AllowedHeaders: ['content-type', 'x-amz-*'],
            ExposeHeaders: ['ETag'],
            MaxAgeSeconds: 600,
          },
        ],
      },
    }),
  );
});
afterAll(() => system.stop());

const put = (Key: string, Body: string, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const presigner = (credentials = ADMIN) =>
  new S3Client({
    endpoint: system.edge.origin,
    region: REGION,
    credentials,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
const text = async (Key: string, more: object = {}) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();

describe('objects', () => {
  it('stores and returns an object with its metadata, type, ETag and checksum', async () => {
    const Key = 'crm/opp 1/ä+b/../proposal.pdf';
    await put(Key, 'offer', { ContentType: 'application/pdf', Metadata: { source: 'crm' }, CacheControl: 'no-store' });
    const got = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(await got.Body?.transformToString()).toBe('offer');
    expect(got).toMatchObject({
      ContentType: 'application/pdf',
      ContentLength: 5,
      CacheControl: 'no-store',
      Metadata: { source: 'crm' },
      ETag: '"44f5c1ab5b4d3b9a3a5b1b4cbd64a2ba"'.length === 34 ? expect.stringMatching(/^"[0-9a-f]{32}"$/) : '',
      ChecksumType: 'FULL_OBJECT',
    });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ETag).toBe(got.ETag);
  });

  it('stores a stream whose checksum comes in a trailer', async () => {
    const bytes = Buffer.alloc(200_000, 'ab');
    const Body = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: bytes.length }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'stream' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(bytes);
    expect(got.ChecksumCRC32).toBeTypeOf('string');
    expect(got.ContentEncoding).toBeUndefined();
  });

  it('uploads a large stream in parts', async () => {
    const part = Buffer.alloc(5 * 1024 * 1024, 'x');
    const event = system.nextEvent();
    const upload = new Upload({
      client: s3,
      params: { Bucket, Key: 'large', Body: Readable.from([part, part, Buffer.from('end')]), ContentType: 'video/mp4' },
    });
    await upload.done();
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'large' }));
    expect(head).toMatchObject({ ContentLength: part.length * 2 + 3, ContentType: 'video/mp4' });
    expect(head.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    expect(await text('large', { Range: 'bytes=-3' })).toBe('end');
    expect((await event).detail).toMatchObject({ reason: 'CompleteMultipartUpload', object: { key: 'large' } });
  });

  it('refuses a multipart upload whose parts are not the ones that were sent', async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
    await s3.send(new UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber: 1, Body: 'one' }));
    const complete = (ETag: string) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key: 'parts',
          UploadId,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
        }),
      );
    await expect(complete('"00000000000000000000000000000000"')).rejects.toMatchObject({ name: 'InvalidPart' });
  });

  it('takes the parts of an upload with checksums as S3 does, and lists them in pages', async () => {
    const Key = 'resumable';
    const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');
    const first = Buffer.alloc(5 * 1024 * 1024, 'a');
    const second = Buffer.from('the rest');
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'SHA256' }));
    const place = { Bucket, Key, UploadId };
    const put = (PartNumber: number, Body: Buffer, more: object = { ChecksumSHA256: sha(Body) }) =>
      s3.send(new UploadPartCommand({ ...place, PartNumber, Body, ...more }));
    const plain = presigner().send(new UploadPartCommand({ ...place, PartNumber: 1, Body: first }));
    await expect(plain).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: null',
    });
    await expect(put(1, first, { ChecksumSHA256: sha(second) })).rejects.toMatchObject({ name: 'BadDigest' });
    await put(2, second);
    await put(1, first);
    const page = await s3.send(new ListPartsCommand({ ...place, MaxParts: 1 }));
    expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1', ChecksumAlgorithm: 'SHA256' });
    expect(page.Parts).toMatchObject([{ PartNumber: 1, Size: first.length, ChecksumSHA256: sha(first) }]);
    const rest = await s3.send(new ListPartsCommand({ ...place, PartNumberMarker: '1' }));
    expect([rest.IsTruncated, rest.Parts?.map(({ PartNumber }) => PartNumber)]).toEqual([false, [2]]);
    const parts = [...(page.Parts ?? []), ...(rest.Parts ?? [])];
    const complete = (Parts: object[]) =>
      s3.send(new CompleteMultipartUploadCommand({ ...place, MultipartUpload: { Parts } }));
    const bare = parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    await expect(complete(bare)).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining('It was missing for part 1 in the request.'),
    });
    const wrong = bare.map((part) => ({ ...part, ChecksumSHA256: sha(second) }));
    await expect(complete(wrong)).rejects.toMatchObject({ name: 'InvalidPart' });
    await complete(parts);
    const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(ContentLength).toBe(first.length + second.length);
    await expect(s3.send(new ListPartsCommand(place))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('serves ranges, conditional reads and the headers that a link asks for', async () => {
    const { ETag } = await put('range', '0123456789');
    expect(await text('range', { Range: 'bytes=2-4' })).toBe('234');
    const beyond = s3.send(new GetObjectCommand({ Bucket, Key: 'range', Range: 'bytes=10-' }));
    await expect(beyond).rejects.toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } });
    const unchanged = s3.send(new GetObjectCommand({ Bucket, Key: 'range', IfNoneMatch: ETag }));
    await expect(unchanged).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    const link = await getSignedUrl(
      s3,
      new GetObjectCommand({
        Bucket,
        Key: 'range',
        ResponseContentType: 'text/csv',
        ResponseContentDisposition: 'attachment; filename="a b.csv"',
      }),
    );
    const answer = await fetch(link);
    expect(answer.headers.get('content-type')).toBe('text/csv');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a b.csv"');
    expect(await answer.text()).toBe('0123456789');
  });

  it('writes only under the condition that the caller sets', async () => {
    await put('conditional', 'first', { IfNoneMatch: '*' });
    await expect(put('conditional', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await text('conditional')).toBe('first');
  });

  it('lists page by page, with prefixes as folders', async () => {
    const keys = ['list/a/1', 'list/a/2', 'list/b', 'list/c', 'list/d/x'];
    for (const key of keys) await put(key, key);
    const listed: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'list/', Delimiter: '/', MaxKeys: 2, ContinuationToken }),
      );
      listed.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      listed.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(listed.sort()).toEqual(['list/a/', 'list/b', 'list/c', 'list/d/']);
  });

  it('copies and deletes', async () => {
    await put('from & to', 'copy me', { ContentType: 'text/plain' });
    await s3.send(
      new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${encodeURIComponent('from & to')}` }),
    );
    expect(await text('copy')).toBe('copy me');
    const Delete = { Objects: [{ Key: 'from & to' }, { Key: 'copy' }] };
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['from & to', 'copy']);
    await expect(text('copy')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('says so when an option is not served', async () => {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }));
    await expect(put('tagged', 'x', { Tagging: 'a=b' })).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('x-amz-tagging'),
    });
  });
});

describe('presigned links', () => {
  const upload = (client: S3Client, Key: string) =>
    getSignedUrl(client, new PutObjectCommand({ Bucket, Key, ContentType: 'text/plain' }), {
      expiresIn: 60,
      signableHeaders: new Set(['content-type']),
    });
  // Without this the SDK signs the checksum of an empty body into every upload link (aws-sdk-js-v3 issue 6994).
  const presigning = presigner;
  const send = (url: string, body = 'hello', headers: Record<string, string> = { 'content-type': 'text/plain' }) =>
    fetch(url, { method: 'PUT', body, headers });

  it('let a browser upload, and announce the object on the event bus', async () => {
    const event = system.nextEvent();
    expect((await send(await upload(presigning(), 'uploaded'))).status).toBe(200);
    expect(await event).toMatchObject({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      resources: ['arn:aws:s3:::documents'],
      detail: {
        version: '0',
        bucket: { name: Bucket },
        object: { key: 'uploaded', size: 5, etag: '5d41402abc4b2a76b9719d911017c592' },
        requester: '123456789012',
        reason: 'PutObject',
      },
    });
  });

  it('are void once changed: another key, another type, an unsigned header', async () => {
    const url = await upload(presigning(), 'allowed');
    const other = await send(url.replace('/allowed', '/forbidden'));
    expect(other.status).toBe(403);
    expect(await other.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect((await send(url, 'x', { 'content-type': 'text/html' })).status).toBe(403);
    const added = await send(url, 'x', { 'content-type': 'text/plain', 'x-amz-meta-role': 'admin' });
    expect(await added.text()).toContain('<HeadersNotSigned>x-amz-meta-role</HeadersNotSigned>');
  });

  it('with a signed size take a body of that size only, whatever else is right', async () => {
    const command = new PutObjectCommand({ Bucket, Key: 'sized', ContentType: 'text/plain', ContentLength: 5 });
    const signableHeaders = new Set(['content-type', 'content-length']);
    const url = await getSignedUrl(presigning(), command, { expiresIn: 60, signableHeaders });
    for (const body of ['hello!', 'hell', '']) {
      const refused = await send(url, body);
      expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')]);
    }
    const ofNoSize = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('hello'));
        controller.close();
      },
    });
    const headers = { 'content-type': 'text/plain' };
    const streamed = await fetch(url, { method: 'PUT', body: ofNoSize, headers, duplex: 'half' } as RequestInit);
    expect(streamed.status).toBe(403);
    expect((await send(url)).status).toBe(200);
  });

  it('fail like on AWS when the SDK has signed the checksum of an empty body into them', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'checksum' }));
    const answer = await send(url, 'not empty', {});
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('<Code>BadDigest</Code>');
  });

  it('end, and cannot last longer than a week', async () => {
    await put('link', 'x');
    const sign = (expiresIn: number, signingDate: Date) =>
      getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'link' }), { expiresIn, signingDate });
    const expired = await fetch(await sign(60, new Date(Date.now() - 61_000)));
    expect(expired.status).toBe(403);
    expect(await expired.text()).toContain('<Message>Request has expired</Message>');
    const valid = await sign(60, new Date());
    expect((await fetch(valid)).status).toBe(200);
    expect((await fetch(valid.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'))).status).toBe(403);
    expect((await fetch(valid.replace('X-Amz-Expires=60', 'X-Amz-Expires=604801'))).status).toBe(400);
  });

  it('can do no more than the role that made them', async () => {
    const reader: Clients = system.role([allow('s3:GetObject', `arn:aws:s3:::${Bucket}/public/*`)], 'reader');
    await put('public/a', 'x');
    const link = (Key: string) => getSignedUrl(reader.s3, new GetObjectCommand({ Bucket, Key }));
    expect((await fetch(await link('public/a'))).status).toBe(200);
    expect((await fetch(await link('uploaded'))).status).toBe(403);
    // Who may not list must not learn which names exist.
    const missing = await fetch(await link('public/none'));
    expect(missing.status).toBe(403);
    expect(await missing.text()).toContain('s3:ListBucket');
  });
});

describe('cross-origin requests', () => {
  const preflight = (origin: string, method: string, headers: string, bucket = Bucket) =>
    fetch(`${system.edge.origin}/${bucket}/any`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
    });

  it('are allowed as the bucket says', async () => {
    const answer = await preflight(ORIGIN, 'PUT', 'content-type, x-amz-meta-a');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(answer.headers.get('access-control-allow-headers')).toBe('content-type, x-amz-meta-a');
    expect(answer.headers.get('access-control-max-age')).toBe('600');
    const { CORSRules } = await s3.send(new GetBucketCorsCommand({ Bucket }));
    expect(CORSRules?.[0]).toMatchObject({
      AllowedOrigins: [ORIGIN],
      AllowedMethods: ['GET', 'PUT'],
      MaxAgeSeconds: 600,
    });
  });

  it('are refused from elsewhere, for other methods, other headers and other buckets', async () => {
    const refused = await Promise.all([
      preflight('http://evil.example', 'PUT', 'content-type'),
      preflight(ORIGIN, 'DELETE', 'content-type'),
      preflight(ORIGIN, 'PUT', 'content-type, authorization'),
      preflight(ORIGIN, 'PUT', 'content-type', 'no-such-bucket'),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(refused.map(({ headers }) => headers.get('access-control-allow-origin'))).toEqual([null, null, null, null]);
  });

  it('let the page read refusals too', async () => {
    const answer = await fetch(`${system.edge.origin}/${Bucket}/range`, { headers: { origin: ORIGIN } });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(answer.headers.get('access-control-expose-headers')).toBe('ETag');
  });
});

describe('versions', () => {
  it('are the one that an object of a bucket without versions has, page by page, and go by their id', async () => {
    const keys = ['a', 'b', 'c'].map((name) => `versions/${name}`);
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const list = async (marker?: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined }) =>
      s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'versions/', MaxKeys: 2, ...marker }));
    const first = await list();
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = first;
    const second = await list({ KeyMarker, VersionIdMarker });
    expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
    const found = [...(first.Versions ?? []), ...(second.Versions ?? [])];
    expect(found.map(({ Key }) => Key)).toEqual(keys);
    expect(found[0]).toMatchObject({ VersionId: 'null', IsLatest: true, LastModified: expect.any(Date) });

    const removal = (VersionId: string) =>
      s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key, VersionId })) } }));
    await removal('another');
    expect((await list()).Versions).toHaveLength(2);
    await removal('null');
    expect((await list()).Versions ?? []).toEqual([]);
  });

  it('are listed and removed with permissions of their own', async () => {
    const role = system.edge.addRole({
      arn: 'arn:aws:iam::123456789012:role/plain',
      sessionName: 'plain',
      statements: [
        allow('s3:ListBucket', `arn:aws:s3:::${Bucket}`),
        allow('s3:DeleteObject', `arn:aws:s3:::${Bucket}/*`),
      ],
    });
    const plain = new S3Client({
      ...{ endpoint: system.edge.origin, region: REGION, forcePathStyle: true },
      credentials: { ...role },
    });
    await expect(plain.send(new ListObjectVersionsCommand({ Bucket }))).rejects.toThrow('s3:ListBucketVersions');
    const removal = new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'x', VersionId: 'null' }] } });
    await expect(plain.send(removal)).rejects.toThrow('s3:DeleteObjectVersion');
    plain.destroy();
  });
});
