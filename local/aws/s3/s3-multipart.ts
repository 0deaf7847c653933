/** Multipart uploads. Parts wait in files; an upload that is not completed does not survive a restart. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceResponse } from '../../parts.ts';
import { AwsError } from '../errors.ts';
import { child, children, parseXml, text, type XmlValue } from './bucket-configuration.ts';
import { type Checksum, compositeChecksum, verifyChecksums } from './checksums.ts';
import type { Bucket, StoredObject } from './object-store.ts';
import { checksumHeaders, empty, identityOf, xmlAnswer } from './s3-answers.ts';
import type { S3Request } from './s3-request.ts';
import { checkWriteConditions, keptHeaders } from './s3-writing.ts';

/** Every part but the last. */
const MIN_PART_BYTES = 5 * 1024 * 1024;

interface Part {
  readonly file: string;
  readonly size: number;
  readonly md5: string;
  readonly lastModified: string;
  readonly checksum?: Checksum;
}
interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly headers: Record<string, string>;
  /** In lower case. */
  readonly algorithm?: string;
  readonly parts: Map<number, Part>;
}

export interface MultipartUploads {
  create(bucket: Bucket, key: string, request: S3Request): Promise<ServiceResponse>;
  uploadPart(bucket: Bucket, key: string, request: S3Request): Promise<ServiceResponse>;
  complete(bucket: Bucket, key: string, request: S3Request): Promise<{ object: StoredObject; answer: ServiceResponse }>;
  abort(bucket: Bucket, key: string, request: S3Request): Promise<ServiceResponse>;
  listParts(bucket: Bucket, key: string, request: S3Request): ServiceResponse;
}

export const createMultipartUploads = (folder: string, now: () => Date): MultipartUploads => {
  rmSync(folder, { recursive: true, force: true });
  const uploads = new Map<string, Upload>();

  const find = (bucket: Bucket, key: string, { query }: S3Request): { id: string; upload: Upload } => {
    const id = query.uploadId ?? '';
    const upload = uploads.get(id);
    if (upload?.bucket === bucket.name && upload.key === key) return { id, upload };
    throw new AwsError(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      404,
      { UploadId: id },
    );
  };
  const drop = async (id: string): Promise<void> => {
    uploads.delete(id);
    await rm(join(folder, id), { recursive: true, force: true });
  };

  return {
    async create(bucket, key, { headers }) {
      const id = randomUUID();
      const algorithm = headers['x-amz-checksum-algorithm'];
      const upload = { bucket: bucket.name, key, headers: keptHeaders(headers), parts: new Map() };
      uploads.set(id, { ...upload, ...(algorithm === undefined ? {} : { algorithm: algorithm.toLowerCase() }) });
      await mkdir(join(folder, id), { recursive: true });
      const members = { Bucket: bucket.name, Key: key, UploadId: id };
      const checksum = algorithm === undefined ? {} : { 'x-amz-checksum-algorithm': algorithm };
      return xmlAnswer('InitiateMultipartUploadResult', members, checksum);
    },
    async uploadPart(bucket, key, request) {
      const { id, upload } = find(bucket, key, request);
      const number = Number(request.query.partNumber);
      if (!Number.isInteger(number) || number < 1 || number > 10_000) {
        throw new AwsError('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
      }
      const checksum = verifyChecksums(request.headers, request.body);
      requireAlgorithm(upload, checksum);
      const md5 = createHash('md5').update(request.body).digest('hex');
      const file = join(folder, id, `${number}.${randomUUID()}`);
      await writeFile(file, request.body);
      const lastModified = now().toISOString();
      const part = {
        file,
        size: request.body.length,
        md5,
        lastModified,
        ...(checksum === undefined ? {} : { checksum }),
      };
      upload.parts.set(number, part);
      return empty(200, { etag: `"${md5}"`, ...checksumHeaders(part) });
    },
    async complete(bucket, key, request) {
      const { id, upload } = find(bucket, key, request);
      checkWriteConditions(bucket.get(key), request.headers);
      const parts = chosenParts(upload, request);
      const raw = Buffer.concat(parts.map(({ md5 }) => Buffer.from(md5, 'hex')));
      const etag = `${createHash('md5').update(raw).digest('hex')}-${parts.length}`;
      const checksum = compositeChecksum(parts.map((part) => part.checksum));
      const attributes = { headers: upload.headers, ...(checksum === undefined ? {} : { checksum }) };
      const object = await bucket.put(key, bytesOf(parts), attributes, etag);
      await drop(id);
      const members = { Location: `/${bucket.name}/${key}`, Bucket: bucket.name, Key: key, ETag: `"${etag}"` };
      return { object, answer: xmlAnswer('CompleteMultipartUploadResult', members, identityOf(object)) };
    },
    async abort(bucket, key, request) {
      await drop(find(bucket, key, request).id);
      return empty(204);
    },
    listParts(bucket, key, request) {
      const { id, upload } = find(bucket, key, request);
      const marker = Number(request.query['part-number-marker'] ?? 0);
      const limit = Math.min(Number(request.query['max-parts'] ?? MAX_LISTED_PARTS), MAX_LISTED_PARTS);
      if (!(marker >= 0) || !(limit >= 0)) throw new AwsError('InvalidArgument', 'The markers must be numbers');
      const rest = [...upload.parts].filter(([number]) => number > marker).toSorted(([a], [b]) => a - b);
      const page = rest.slice(0, limit);
      const last = page.at(-1)?.[0];
      return xmlAnswer('ListPartsResult', {
        ...{ Bucket: bucket.name, Key: key, UploadId: id, PartNumberMarker: marker, MaxParts: limit },
        IsTruncated: page.length < rest.length,
        ...(page.length < rest.length && last !== undefined ? { NextPartNumberMarker: last } : {}),
        ...(upload.algorithm === undefined ? {} : { ChecksumAlgorithm: upload.algorithm.toUpperCase() }),
        Part: page.map(([number, part]) => ({
          ...{ PartNumber: number, LastModified: part.lastModified, ETag: `"${part.md5}"`, Size: part.size },
          ...(part.checksum === undefined ? {} : { [checksumElement(part.checksum)]: part.checksum.value }),
        })),
      });
    },
  };
};

/** Of ListParts, as its reference says. */
const MAX_LISTED_PARTS = 1_000;

const checksumElement = ({ algorithm }: Pick<Checksum, 'algorithm'>): string => `Checksum${algorithm.toUpperCase()}`;

const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequest', message);

/** Measured on S3 (table in pull request 3093 of floci-io/floci): each part carries a checksum of the upload's algorithm. */
const requireAlgorithm = ({ algorithm }: Upload, checksum: Checksum | undefined): void => {
  if (algorithm === undefined || checksum?.algorithm === algorithm) return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${algorithm}, actual checksum Type: ${checksum?.algorithm ?? 'null'}`,
  );
};

/** Measured likewise: the complete request names the checksum of each part. */
const requireChecksum = ({ algorithm }: Upload, number: number, part: Part, element: XmlValue): void => {
  if (algorithm === undefined || part.checksum === undefined) return;
  const told = text(child(element, checksumElement(part.checksum)));
  if (told === undefined) {
    throw invalidRequest(
      `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
    );
  }
  if (told !== part.checksum.value) throw invalidPart(number);
};

const invalidPart = (number: number): AwsError =>
  new AwsError('InvalidPart', 'One or more of the specified parts could not be found.', 400, { PartNumber: number });

const chosenParts = (upload: Upload, { body }: S3Request): readonly Part[] => {
  let before = 0;
  const chosen = children(parseXml(body, 'CompleteMultipartUpload'), 'Part').map((element) => {
    const number = Number(text(child(element, 'PartNumber')));
    if (number <= before) throw new AwsError('InvalidPartOrder', 'The list of parts was not in ascending order.');
    before = number;
    const part = upload.parts.get(number);
    if (part === undefined || text(child(element, 'ETag'))?.replaceAll('"', '') !== part.md5) {
      throw invalidPart(number);
    }
    requireChecksum(upload, number, part, element);
    return part;
  });
  if (chosen.length === 0) throw new AwsError('MalformedXML', 'A multipart upload needs at least one part');
  if (chosen.slice(0, -1).some(({ size }) => size < MIN_PART_BYTES)) {
    throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  }
  return chosen;
};

async function* bytesOf(parts: readonly Part[]): AsyncGenerator<Buffer> {
  for (const { file } of parts) for await (const chunk of createReadStream(file)) yield chunk;
}
