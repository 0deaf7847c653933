import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { guardedFetch, type Resolve } from '../../../functions/adapters/guarded-fetch.ts';
import type { GuardedFetch } from '../../../functions/core/ports/guarded-fetch.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** `host:port` of a server on loopback. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const resolvingTo =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

const get = (
  url: string,
  allowed: readonly string[],
  changes: { private?: readonly string[]; resolve?: Resolve; timeoutMs?: number } = {},
): ReturnType<GuardedFetch['request']> =>
  guardedFetch(changes.resolve).request(url, {
    method: 'GET',
    hosts: { allowed, private: changes.private ?? allowed },
    maxRedirects: 3,
    timeoutMs: changes.timeoutMs ?? 5_000,
  });

const textOf = async (answer: Awaited<ReturnType<GuardedFetch['request']>>): Promise<string> => {
  if (answer.outcome !== 'answered') return answer.outcome === 'refused' ? answer.reason : answer.outcome;
  return text(Readable.from(answer.body));
};

describe('the guarded fetch', () => {
  it('gets a file from a configured host', async () => {
    const host = await serve((_request, response) => response.end('a file'));
    expect(await textOf(await get(`http://${host}/d-1`, [host]))).toBe('a file');
  });

  it.each([
    ['http://10.0.0.1/', 'private-address'],
    ['http://169.254.169.254/latest/meta-data/', 'private-address'],
    ['http://[::1]/', 'private-address'],
    ['http://[::ffff:127.0.0.1]/', 'private-address'],
    ['http://2130706433/', 'private-address'],
    ['http://elsewhere.example/', 'host-not-allowed'],
    ['http://files.example.evil.example/', 'host-not-allowed'],
    ['http://files.example@evil.example/', 'host-not-allowed'],
    ['http://files.example:8080/', 'host-not-allowed'],
    ['file:///etc/passwd', 'host-not-allowed'],
    ['ftp://files.example/', 'host-not-allowed'],
    ['nonsense', 'host-not-allowed'],
  ])('refuses %s: %s', async (url, reason) => {
    const resolve: Resolve = () => expect.fail('nothing is looked up for a host that is not configured');
    expect(await textOf(await get(url, ['files.example'], { resolve }))).toBe(reason);
  });

  it.each([
    ['127.0.0.1'],
    ['10.1.2.3'],
    ['192.168.0.9'],
    ['169.254.169.254'],
    ['::1'],
    ['fd00::1'],
    ['::ffff:10.0.0.1'],
    ['0.0.0.0'],
  ])('refuses a public name that leads to %s', async (address) => {
    const resolve = resolvingTo('93.184.215.14', address);
    expect(await textOf(await get('https://files.example/', ['files.example'], { private: [], resolve }))).toBe(
      'private-address',
    );
  });

  it('connects to the address that was checked and asks no second time', async () => {
    const host = await serve((request, response) => response.end(request.headers.host));
    const port = host.split(':')[1];
    let asked = 0;
    const resolve: Resolve = async () => {
      asked += 1;
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const name = `crm.example:${port}`;
    expect(await textOf(await get(`http://${name}/`, [name], { resolve }))).toBe(name);
    expect(asked).toBe(1);
  });

  it('follows a redirect within the configured hosts', async () => {
    const host = await serve((request, response) => {
      if (request.url === '/new') response.end('moved');
      else response.writeHead(302, { location: '/new' }).end();
    });
    expect(await textOf(await get(`http://${host}/old`, [host]))).toBe('moved');
  });

  it.each([
    ['http://169.254.169.254/', 'private-address'],
    ['http://elsewhere.example/', 'host-not-allowed'],
    ['file:///etc/passwd', 'host-not-allowed'],
  ])('does not follow one to %s', async (location, reason) => {
    const host = await serve((_request, response) => response.writeHead(302, { location }).end());
    expect(await textOf(await get(`http://${host}/`, [host]))).toBe(reason);
  });

  it('follows three redirects and not a fourth', async () => {
    let asked = 0;
    const host = await serve((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: '/again' }).end();
    });
    expect(await textOf(await get(`http://${host}/`, [host]))).toBe('http-error');
    expect(asked).toBe(4);
  });

  it('calls a host unreachable that is dead, unknown or silent', async () => {
    const dead = await serve(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    expect(await textOf(await get(`http://${dead}/`, [dead]))).toBe('unreachable');
    const resolve: Resolve = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await textOf(await get('https://files.example/', ['files.example'], { resolve }))).toBe('unreachable');
    const silent = await serve(() => undefined);
    expect(await textOf(await get(`http://${silent}/`, [silent], { timeoutMs: 50 }))).toBe('unreachable');
  });

  it('ends a body that never ends', async () => {
    const host = await serve((_request, response) => void response.write('and then'));
    await expect(get(`http://${host}/`, [host], { timeoutMs: 100 }).then(textOf)).rejects.toThrow();
  });
});
