/**
 * Links to the bytes of documents and recordings, signed here without a round trip and without the S3 client: its API description
 * and endpoint rules would be 100 kB in functions whose cold start somebody waits for, and take ten times as long per link.
 * The links are those of `getSignedUrl` with that client, byte for byte: tests/functions/adapters/s3-presigned-links.test.ts.
 */
import { isIP } from 'node:net';
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { Sha256 } from '@smithy/core/checksum';
import { buildQueryString, extendedEncodeURIComponent, HttpRequest } from '@smithy/core/protocols';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import type { DocumentFiles } from '../core/ports/document-files.ts';
import { environment } from './environment.ts';
import { defaultProvider } from './lambda-credentials.ts';

export interface LinkOptions {
  readonly bucket: string;
  readonly region: string;
  /** Where S3 is, when it is not AWS's own. */
  readonly endpoint: string | undefined;
  readonly now: () => Date;
}

/** Where S3 is, whichever the bucket. */
export function defaultRegion(): Omit<LinkOptions, 'bucket'> {
  const { AWS_REGION: region, AWS_ENDPOINT_URL: anyService, AWS_ENDPOINT_URL_S3: endpoint = anyService } = process.env;
  if (region === undefined) throw new Error('environment variable AWS_REGION is missing');
  return { region, endpoint, now: () => new Date() };
}

const fromEnvironment = (): LinkOptions => ({ ...defaultRegion(), bucket: environment(ENVIRONMENT.documentsBucket) });

export function s3PresignedLinks(
  { bucket, region, endpoint, now }: LinkOptions = fromEnvironment(),
): Pick<DocumentFiles, 'linkForPart' | 'linkForReading' | 'linkForUpload'> {
  const presigner = new S3RequestPresigner({ credentials: defaultProvider(), region, sha256: Sha256 });
  const place = placeOf(bucket, region, endpoint);
  const link = async (
    method: string,
    key: string,
    { query, headers = {} }: { query: Record<string, string>; headers?: Record<string, string> },
    seconds: number,
  ): Promise<string> => {
    const path = `${place.path}/${key.split('/').map(extendedEncodeURIComponent).join('/')}`;
    // A copy: the presigner writes its own headers into the request's.
    const request = new HttpRequest({ ...place, method, path, query, headers: { ...headers } });
    const { query: signed = {} } = await presigner.presign(request, {
      expiresIn: seconds,
      signingDate: now(),
      signableHeaders: new Set(Object.keys(headers)),
      // In the query S3 would not check it (aws-sdk-js-v3 issue 6994): it is sent as a header.
      unhoistableHeaders: new Set([CHECKSUM]),
    });
    return `${place.protocol}//${place.host}${path}?${buildQueryString(signed)}`;
  };
  return {
    linkForReading(key, { fileName, contentType, disposition, seconds }) {
      const query = {
        'response-content-type': contentType,
        'response-content-disposition': contentDisposition(disposition, fileName),
        'x-amz-checksum-mode': 'ENABLED',
        'x-id': 'GetObject',
      };
      return link('GET', key, { query }, seconds);
    },
    async linkForPart(key, { multipartId, number, bytes, sha256, seconds }) {
      const headers = { [CHECKSUM]: sha256 };
      const query = { partNumber: String(number), uploadId: multipartId, 'x-id': 'UploadPart' };
      const signed = { ...headers, 'content-length': String(bytes) };
      return { url: await link('PUT', key, { query, headers: signed }, seconds), headers };
    },
    async linkForUpload(key, { contentType, seconds, bytes }) {
      const headers = { 'content-type': contentType };
      // Signed, so that another size is another signature; not among what the client sets: HTTP libraries and browsers do.
      const signed = { ...headers, ...(bytes !== undefined && { 'content-length': String(bytes) }) };
      const url = await link('PUT', key, { query: { 'x-id': 'PutObject' }, headers: signed }, seconds);
      return { url, headers };
    },
  };
}

const CHECKSUM = 'x-amz-checksum-sha256';

/**
 * The SDK's endpoint rules for what this project deploys: a bucket whose name can be a host name (CloudFormation makes it, or the
 * configuration checks it) in a Region of the `aws` or `aws-us-gov` partition (Connect is in no other). An address has no
 * subdomains: there the bucket is the first part of the path.
 */
function placeOf(bucket: string, region: string, endpoint: string | undefined) {
  const { protocol, hostname, host, port } = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`);
  const isAddress = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
  const prefix = isAddress ? '' : `${bucket}.`;
  return {
    protocol,
    host: `${prefix}${host}`,
    hostname: `${prefix}${hostname}`,
    ...(port !== '' && { port: Number(port) }),
    path: isAddress ? `/${bucket}` : '',
  };
}

/** RFC 6266, with the name encoded as RFC 5987 has it: any script, no quote or line break that could end the header. */
function contentDisposition(disposition: string, fileName: string): string {
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${disposition}; filename*=UTF-8''${encoded}`;
}
