/**
 * HTTP to addresses that somebody else chose (SSRF). Only configured hosts are asked; their addresses are looked up once,
 * checked, and the connection goes to exactly those, so that a second look-up cannot say something else. Every redirect is
 * checked anew.
 */
import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import ipaddr from 'ipaddr.js';
import type { FetchedAnswer, GuardedFetch } from '../core/ports/guarded-fetch.ts';

type Options = Parameters<GuardedFetch['request']>[1];
type Refusal = Extract<FetchedAnswer, { outcome: 'refused' }>;
interface Address {
  readonly address: string;
  readonly family: number;
}
export type Resolve = (hostname: string) => Promise<readonly Address[]>;

const resolveAll: Resolve = (hostname) => lookup(hostname, { all: true });
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export function guardedFetch(resolve: Resolve = resolveAll): GuardedFetch {
  return {
    async request(url, options) {
      const signal = AbortSignal.timeout(options.timeoutMs);
      let target = parse(url);
      for (let redirects = 0; ; redirects += 1) {
        const checked = await check(target, options, resolve);
        if (checked.outcome !== 'checked') return checked;
        // Whom a redirect leads to is not shown what was meant for the first.
        const shown = checked.url.origin === URL.parse(url)?.origin ? options : withoutHeaders(options);
        const message = await send(checked.url, checked.addresses, shown, signal);
        if (message === undefined) return { outcome: 'unreachable' };
        const { statusCode: status = 0, headers } = message;
        if (options.method !== 'GET' || !REDIRECTS.has(status) || headers.location === undefined) {
          return { outcome: 'answered', status, headers: plain(headers), body: message };
        }
        message.destroy();
        if (redirects === options.maxRedirects) return { outcome: 'refused', reason: 'http-error' };
        target = parse(headers.location, checked.url);
      }
    },
  };
}

const withoutHeaders = ({ headers: _headers, ...options }: Options): Options => options;

const parse = (url: string, base?: URL): URL | undefined => URL.parse(url, base) ?? undefined;

async function check(
  url: URL | undefined,
  { hosts }: Options,
  resolve: Resolve,
): Promise<
  { outcome: 'checked'; url: URL; addresses: readonly Address[] } | Exclude<FetchedAnswer, { outcome: 'answered' }>
> {
  if (url === undefined || !(url.protocol in DEFAULT_PORTS)) return refused('host-not-allowed');
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  if (!hosts.allowed.some((host) => isHostOf(url, host))) {
    return refused(ipaddr.isValid(hostname) && !isPublic(hostname) ? 'private-address' : 'host-not-allowed');
  }
  const addresses = await resolve(hostname).catch(() => []);
  if (addresses.length === 0) return { outcome: 'unreachable' };
  const mayBePrivate = hosts.private.some((host) => isHostOf(url, host));
  if (!mayBePrivate && !addresses.every(({ address }) => isPublic(address))) return refused('private-address');
  return { outcome: 'checked', url, addresses };
}

const refused = (reason: Refusal['reason']): Refusal => ({ outcome: 'refused', reason });

/** `host` means the scheme's own port. */
function isHostOf(url: URL, host: string): boolean {
  const withPort = `${url.hostname}:${url.port || DEFAULT_PORTS[url.protocol]}`;
  return url.host === host.toLowerCase() || withPort === host.toLowerCase();
}

/** `process` looks through IPv4 in IPv6; unicast is what is neither private, loopback, link-local (metadata) nor reserved. */
const isPublic = (address: string): boolean => ipaddr.process(address).range() === 'unicast';

/** The answer's head; undefined when there is none. Its body ends with the same signal. */
function send(
  url: URL,
  addresses: readonly Address[],
  { method, headers = {}, body }: Options,
  signal: AbortSignal,
): Promise<IncomingMessage | undefined> {
  const open = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((answered) => {
    const request = open(url, {
      method,
      signal,
      lookup: fixedLookup(addresses),
      headers: {
        'accept-encoding': 'identity',
        ...headers,
        ...(body !== undefined && {
          'content-length': typeof body === 'string' ? Buffer.byteLength(body) : body.bytes,
        }),
      },
    });
    request.on('response', answered);
    request.on('error', () => answered(undefined));
    if (body === undefined || typeof body === 'string') request.end(body);
    // What goes wrong on either side ends the request, which is heard of there.
    else
      void body.open().then(
        (chunks) => pipeline(Readable.from(chunks), request).catch(() => request.destroy()),
        (error: Error) => request.destroy(error),
      );
  });
}

function fixedLookup(addresses: readonly Address[]): LookupFunction {
  return (_hostname, { all }, done) => {
    const [first] = addresses;
    if (all) done(null, [...addresses]);
    else if (first !== undefined) done(null, first.address, first.family);
  };
}

const plain = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
