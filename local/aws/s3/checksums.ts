/** The additional checksums of S3: what a request promises is checked, kept and given back. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError, notServed } from '../errors.ts';

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** base64; of a multipart upload the checksum of the parts' checksums, `<base64>-<parts>` */
  readonly value: string;
}
export type ChecksumAlgorithm = 'crc32' | 'sha1' | 'sha256';

const ALGORITHMS: readonly ChecksumAlgorithm[] = ['crc32', 'sha1', 'sha256'];
const NOT_SERVED = ['crc32c', 'crc64nvme'];

export const checksumOf = (algorithm: ChecksumAlgorithm, body: Buffer): string => {
  if (algorithm !== 'crc32') return createHash(algorithm).update(body).digest('base64');
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
};

/**
 * @param headers those of the request, the signed query parameters of a presigned URL and the trailers of the body
 * @returns the checksum to keep
 * @throws AwsError when the body is not what the request says
 */
export const verifyChecksums = (headers: Readonly<Record<string, string>>, body: Buffer): Checksum | undefined => {
  const md5 = headers['content-md5'];
  if (md5 !== undefined && createHash('md5').update(body).digest('base64') !== md5) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  for (const algorithm of NOT_SERVED) {
    if (headers[`x-amz-checksum-${algorithm}`] !== undefined) throw notServed(`The checksum algorithm ${algorithm}`);
  }
  for (const algorithm of ALGORITHMS) {
    const value = headers[`x-amz-checksum-${algorithm}`];
    if (value === undefined) continue;
    if (checksumOf(algorithm, body) !== value) {
      const name = algorithm.toUpperCase();
      throw new AwsError('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
    }
    return { algorithm, value };
  }
  const promised = headers['x-amz-trailer'];
  if (promised !== undefined) throw new AwsError('MalformedTrailerError', `The trailer ${promised} is missing.`);
  return undefined;
};

/** @returns the checksum of a multipart upload from its parts', when all parts have one of the same algorithm */
export const compositeChecksum = (parts: readonly (Checksum | undefined)[]): Checksum | undefined => {
  const algorithm = parts[0]?.algorithm;
  if (algorithm === undefined) return undefined;
  const raw: Buffer[] = [];
  for (const part of parts) {
    if (part?.algorithm !== algorithm) return undefined;
    raw.push(Buffer.from(part.value, 'base64'));
  }
  return { algorithm, value: `${checksumOf(algorithm, Buffer.concat(raw))}-${parts.length}` };
};
