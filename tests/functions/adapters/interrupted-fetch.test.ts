/** Servers that break off, change their file meanwhile, or lie about what they send: over real connections. */
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { guardedFetch } from '../../../functions/adapters/guarded-fetch.ts';
import { MAX_RESUMPTIONS } from '../../../functions/core/policy.ts';
import { resumedBody } from '../../../functions/core/resumed-body.ts';

const FILE = Buffer.from('0123456789'.repeat(1_000));
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The file as it arrives; `asked` are the requests that the server saw. */
async function fetchFrom(listener: RequestListener): Promise<{ body: Promise<Buffer>; asked: IncomingHttpHeaders[] }> {
  const asked: IncomingHttpHeaders[] = [];
  server = createServer((request, response) => {
    asked.push(request.headers);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const request = (headers: Record<string, string>) =>
    guardedFetch().request(`http://${host}/file`, {
      ...{ method: 'GET', headers, hosts: { allowed: [host], private: [host] }, maxRedirects: 0, timeoutMs: 5_000 },
    });
  const first = await request({});
  if (first.outcome !== 'answered') throw new Error(first.outcome);
  return { body: buffer(resumedBody(first, request)), asked };
}

/** Sends from where it is asked to and breaks off after `each` bytes. */
const breaking =
  (each: number, { etag = '"v1"', lie = 0 }: { etag?: string | undefined; lie?: number } = {}): RequestListener =>
  (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const same = request.headers['if-range'] === etag;
    const start = same ? from : 0;
    response.writeHead(same && from > 0 ? 206 : 200, {
      'content-length': FILE.length - start,
      ...(etag !== undefined && { etag }),
      ...(same && from > 0 && { 'content-range': `bytes ${start + lie}-${FILE.length - 1}/${FILE.length}` }),
    });
    const part = FILE.subarray(start, start + each);
    if (start + each >= FILE.length) response.end(part);
    else response.write(part, () => setImmediate(() => response.destroy()));
  };

describe('a file whose connection breaks', () => {
  it('goes on where it broke, again and again, with no byte lost or doubled', async () => {
    const { body, asked } = await fetchFrom(breaking(2_500));
    expect((await body).equals(FILE)).toBe(true);
    expect(asked.map(({ range, 'if-range': condition }) => [range, condition])).toEqual([
      [undefined, undefined],
      ['bytes=2500-', '"v1"'],
      ['bytes=5000-', '"v1"'],
      ['bytes=7500-', '"v1"'],
    ]);
  });

  it('is given up when it breaks too often', async () => {
    const { body, asked } = await fetchFrom(breaking(100));
    await expect(body).rejects.toThrow();
    expect(asked).toHaveLength(1 + MAX_RESUMPTIONS);
  });

  it.each([
    ['the server can prove that it is the same file by nothing', { etag: undefined }, 1],
    ['its tag is a weak one', { etag: 'W/"v1"' }, 1],
    ['the server goes on at another place', { lie: 1 }, 2],
  ])('is not patched together when %s', async (_why, options, requests) => {
    const { body, asked } = await fetchFrom(
      'etag' in options && options.etag === undefined
        ? (_request, response) => {
            response.writeHead(200, { 'content-length': FILE.length });
            response.write(FILE.subarray(0, 10), () => setImmediate(() => response.destroy()));
          }
        : breaking(5_000, options),
    );
    await expect(body).rejects.toThrow();
    expect(asked).toHaveLength(requests);
  });

  it('is not patched together from two files: the changed one comes whole', async () => {
    let version = 0;
    const { body, asked } = await fetchFrom((request, response) => {
      version += 1;
      breaking(5_000, { etag: `"v${version}"` })(request, response);
    });
    await expect(body).rejects.toThrow();
    expect(asked).toHaveLength(2);
  });
});
