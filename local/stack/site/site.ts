/** A CloudFront distribution on its own port: the site's bucket, with the distribution's own headers and error pages. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { RunningPart } from '../../parts.ts';
import type { Cloud } from '../cloud.ts';
import type { DistributionDefinition } from '../deployment.ts';
import { closeServer, listen } from '../http-server.ts';

const compressors = {
  br: (body: Uint8Array) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (body: Uint8Array) => promisify(gzip)(body),
} as const;
/** CloudFront compresses objects of these types between 1,000 and 10,000,000 bytes. */
const COMPRESSIBLE = /^(?:text\/|application\/(?:javascript|json|manifest\+json|xml|wasm)|image\/svg\+xml)/;
const MIN_COMPRESSED = 1_000;
const MAX_COMPRESSED = 10_000_000;

interface SiteFile {
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly etag: string;
  readonly cacheControl?: string;
}

export async function startSite(
  distribution: DistributionDefinition,
  port: number,
  cloud: Pick<Cloud, 's3'>,
): Promise<RunningPart & { readonly port: number }> {
  const compressed = new Map<string, Uint8Array>();

  const fetchFile = async (path: string): Promise<SiteFile | undefined> => {
    const key = `${distribution.originPath.replace(/^\//, '')}${path}`.replace(/^\//, '');
    try {
      const object = await cloud.s3.send(new GetObjectCommand({ Bucket: distribution.bucket, Key: key }));
      return {
        body: (await object.Body?.transformToByteArray()) ?? new Uint8Array(),
        contentType: object.ContentType ?? 'application/octet-stream',
        etag: object.ETag ?? '',
        ...(object.CacheControl !== undefined && { cacheControl: object.CacheControl }),
      };
    } catch (error) {
      if (error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound')) return undefined;
      throw error;
    }
  };

  const compress = async (
    file: SiteFile,
    accepted: string,
  ): Promise<{ encoding: string; body: Uint8Array } | undefined> => {
    const size = file.body.byteLength;
    if (!distribution.compress || !COMPRESSIBLE.test(file.contentType)) return undefined;
    if (size < MIN_COMPRESSED || size > MAX_COMPRESSED) return undefined;
    const encoding = accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : undefined;
    if (encoding === undefined) return undefined;
    const known = compressed.get(`${encoding} ${file.etag}`);
    const body = known ?? (await compressors[encoding](file.body));
    compressed.set(`${encoding} ${file.etag}`, body);
    return { encoding, body };
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(403, { ...distribution.headers, 'content-type': 'text/plain' }).end('method not allowed');
      return;
    }
    const path = decodePath(request.url ?? '/');
    let status = 200;
    let file = path === undefined ? undefined : await fetchFile(rootObject(path, distribution));
    if (file === undefined) {
      // A bucket that may not be listed answers 403 for what is not there.
      const page = [403, 404]
        .flatMap((code) => distribution.errorPages.find(({ errorCode }) => errorCode === code) ?? [])
        .at(0);
      status = page?.responseCode ?? 403;
      file = page === undefined ? undefined : await fetchFile(page.path);
    }
    if (file === undefined) {
      response.writeHead(status, { ...distribution.headers, 'content-type': 'text/plain' }).end('not found');
      return;
    }
    const headers: Record<string, string> = {
      ...distribution.headers,
      'content-type': file.contentType,
      etag: file.etag,
    };
    if (file.cacheControl !== undefined) headers['cache-control'] = file.cacheControl;
    if (status === 200 && request.headers['if-none-match'] === file.etag) {
      response.writeHead(304, headers).end();
      return;
    }
    const packed = await compress(file, String(request.headers['accept-encoding'] ?? ''));
    if (packed !== undefined) {
      headers['content-encoding'] = packed.encoding;
      headers.vary = 'accept-encoding';
    }
    const body = packed?.body ?? file.body;
    response.writeHead(status, { ...headers, 'content-length': body.byteLength });
    response.end(request.method === 'HEAD' ? undefined : body);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { 'content-type': 'text/plain' }).end('the origin did not answer');
    });
  });
  const listening = await listen(server, port);
  return { port: listening, stop: () => closeServer(server) };
}

const rootObject = (path: string, { defaultRootObject }: DistributionDefinition): string =>
  path === '/' && defaultRootObject !== undefined ? `/${defaultRootObject}` : path;

function decodePath(url: string): string | undefined {
  try {
    return decodeURIComponent(url.split('?')[0] ?? '/');
  } catch {
    return undefined;
  }
}
