import { GetObjectCommand, PutObjectCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3PresignedLinks } from '../../../functions/adapters/s3-presigned-links.ts';
import { documentObjectKey } from '../../../functions/core/document-file.ts';

const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
const before = KEYS.map((name) => [name, process.env[name]] as const);
beforeAll(() => void Object.assign(process.env, Object.fromEntries(KEYS.map((name) => [name, `${name}/+=`]))));
afterAll(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

const at = new Date('2026-11-24T10:00:00Z');
const bucket = 'acme-data-documents-1a2b3c';
const region = 'eu-central-1';

/** Oracle: the S3 client, with all its endpoint rules and middleware. */
function both(endpoint: string | undefined) {
  const client = new S3Client({
    region,
    credentials: {
      accessKeyId: 'AWS_ACCESS_KEY_ID/+=',
      secretAccessKey: 'AWS_SECRET_ACCESS_KEY/+=',
      sessionToken: 'AWS_SESSION_TOKEN/+=',
    },
    // A presigned upload must not carry the checksum of the empty body that it is signed with.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    ...(endpoint !== undefined && { endpoint }),
  });
  return { client, links: s3PresignedLinks({ bucket, region, endpoint, now: () => at }) };
}

const id = fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 }));
const objectKey = fc
  .tuple(id, id, id, fc.constantFrom('', 'first'))
  .map(([sourceId, opportunityId, ...rest]) => documentObjectKey({ sourceId, opportunityId }, ...rest));
const type = fc.constantFrom('application/pdf', 'text/plain; charset=utf-8', 'image/svg+xml');
const seconds = fc.integer({ min: 1, max: 604_800 });

describe.each([
  ['AWS', undefined],
  ['an address', 'http://127.0.0.1:4604'],
  ['an IPv6 address', 'http://[::1]:4604'],
  ['a name with a port', 'http://localhost:4604'],
  ['a name', 'https://storage.example'],
])('a presigned link at %s', (_where, endpoint) => {
  const { client, links } = both(endpoint);

  it('for reading is the one that the S3 client would sign', async () => {
    await fc.assert(
      fc.asyncProperty(objectKey, id, type, fc.constantFrom('inline', 'attachment'), seconds, async (...given) => {
        const [key, fileName, contentType, disposition, expiresIn] = given;
        const url = await links.linkForReading(key, { fileName, contentType, disposition, seconds: expiresIn });
        const header = new URL(url).searchParams.get('response-content-disposition') ?? '';
        const [, encoded = ''] = /^(?:inline|attachment); filename\*=UTF-8''([\w.%~!#$&+^`|{}-]*)$/.exec(header) ?? [];
        expect(decodeURIComponent(encoded)).toBe(fileName.toWellFormed());
        const command = new GetObjectCommand({
          ...{ Bucket: bucket, Key: key, ResponseContentType: contentType, ResponseContentDisposition: header },
        });
        expect(url).toBe(await getSignedUrl(client, command, { expiresIn, signingDate: at }));
      }),
      { numRuns: 40 },
    );
  });

  it('for an upload is the one that the S3 client would sign, its content type and size included', async () => {
    const size = fc.option(fc.nat(), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(objectKey, type, seconds, size, async (key, contentType, expiresIn, bytes) => {
        const { url, headers } = await links.linkForUpload(key, { contentType, seconds: expiresIn, bytes });
        expect(headers).toEqual({ 'content-type': contentType });
        const about = { ContentType: contentType, ...(bytes !== undefined && { ContentLength: bytes }) };
        const command = new PutObjectCommand({ Bucket: bucket, Key: key, ...about });
        const signableHeaders = new Set(['content-type', 'content-length']);
        expect(url).toBe(await getSignedUrl(client, command, { expiresIn, signingDate: at, signableHeaders }));
      }),
      { numRuns: 40 },
    );
  });

  it('for a part is the one that the S3 client would sign, its size and checksum included', async () => {
    await fc.assert(
      fc.asyncProperty(objectKey, fc.nat(), fc.integer({ min: 1, max: 10_000 }), seconds, async (...given) => {
        const [key, bytes, number, expiresIn] = given;
        const sha256 = 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=';
        const part = { multipartId: 'id/+=', number, bytes, sha256 };
        const { url, headers } = await links.linkForPart(key, { ...part, seconds: expiresIn });
        expect(headers).toEqual({ 'x-amz-checksum-sha256': sha256 });
        const command = new UploadPartCommand({
          ...{ Bucket: bucket, Key: key, UploadId: part.multipartId, PartNumber: number },
          ...{ ContentLength: bytes, ChecksumSHA256: sha256 },
        });
        const signableHeaders = new Set(['content-length', 'x-amz-checksum-sha256']);
        const unhoistableHeaders = new Set(['x-amz-checksum-sha256']);
        const options = { expiresIn, signingDate: at, signableHeaders, unhoistableHeaders };
        expect(url).toBe(await getSignedUrl(client, command, options));
      }),
      { numRuns: 40 },
    );
  });
});
