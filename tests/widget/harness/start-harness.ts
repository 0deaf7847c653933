import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { build } from 'esbuild';
import type { AccessRule, DesktopConfiguration } from '../../../functions/core/contracts/configuration.ts';
import { createFakeApi, type FakeApi } from './fake-api.ts';

/**
 * The built desktop with everything around it in memory: API and storage, identity provider, and a CCP on another site.
 * The page's Content-Security-Policy is as strict as the deployed one.
 */
export interface Harness {
  readonly desktop: string;
  readonly api: FakeApi;
  /** Seconds that a new access token lives. */
  tokenSeconds: number;
  /** Changes of the CCP's address, such as `?silent`. */
  ccpQuery: string;
  /** The provider's session has ended: it asks again instead of answering silently. */
  refuseSilent: boolean;
  /** Origins whose pages may show the desktop in a frame; read when the harness starts. */
  readonly hosts: readonly string[];
  /** As the deployment's `desktop.access`. */
  access: AccessRule;
  readonly signIns: { silent: number; visible: number };
  /** Who signs in. */
  agent: string;
  /** What the provider was told when its session was to end. */
  readonly signOuts: Readonly<Record<string, string>>[];
  stop(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

export async function startHarness(folder: string, hosts: readonly string[] = []): Promise<Harness> {
  const api = createFakeApi();
  const servers: Server[] = [];
  const serve = async (host: string, handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
    const server = createServer((request, response) => {
      handle(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    return `http://${host}:${(server.address() as AddressInfo).port}`;
  };

  const harness = {
    api,
    hosts,
    access: 'all' as AccessRule,
    tokenSeconds: 3600,
    ccpQuery: '',
    refuseSilent: false,
    signIns: { silent: 0, visible: 0 },
    agent: 'ana',
    signOuts: [] as Readonly<Record<string, string>>[],
  };
  const ccpScript = await bundle('fake-ccp-page.ts');
  const ccp = await serve('127.0.0.1', async (request, response) => {
    const isScript = request.url === '/fake-ccp.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? ccpScript : CCP_PAGE);
  });
  const apiOrigin: string = await serve('localhost', (request, response) => api.handle(request, response, apiOrigin));
  const codes = new Map<string, string>();
  const identity: string = await serve('localhost', async (request, response) => {
    const url = new URL(request.url ?? '/', identity);
    response.setHeader('access-control-allow-origin', '*');
    if (url.pathname.startsWith('/.well-known/'))
      return json(response, 200, {
        issuer: identity,
        authorization_endpoint: `${identity}/authorize`,
        token_endpoint: `${identity}/token`,
        end_session_endpoint: `${identity}/end`,
      });
    if (url.pathname === '/end') {
      const told = Object.fromEntries(url.searchParams);
      harness.signOuts.push(told);
      const back = new URL(told.post_logout_redirect_uri ?? '');
      back.searchParams.set('state', told.state ?? '');
      return void response.writeHead(302, { location: back.href }).end();
    }
    if (url.pathname === '/authorize') {
      const { searchParams: asked } = url;
      harness.signIns[asked.get('prompt') === 'none' ? 'silent' : 'visible']++;
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.searchParams.set('state', asked.get('state') ?? '');
      if (harness.refuseSilent && asked.get('prompt') === 'none') back.searchParams.set('error', 'login_required');
      else {
        const code = randomUUID();
        codes.set(code, asked.get('code_challenge') ?? '');
        back.searchParams.set('code', code);
      }
      return void response.writeHead(302, { location: back.href }).end();
    }
    const form = new URLSearchParams(await text(request));
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const code = form.get('code') ?? '';
    if (codes.get(code) !== challenge) return json(response, 400, { error: 'invalid_grant' });
    codes.delete(code);
    // One for all tabs of an agent, until a test refuses it.
    const subject = encoded({ sub: harness.agent });
    if (!api.token.includes(subject)) api.token = `${encoded({ alg: 'none' })}.${subject}.${randomUUID()}`;
    json(response, 200, { access_token: api.token, token_type: 'Bearer', expires_in: harness.tokenSeconds });
  });
  const csp = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${apiOrigin} ${identity} ${ccp}`,
    `frame-src ${ccp} ${identity} 'self'`,
    "img-src 'self' blob: data:",
    `media-src 'self' ${apiOrigin}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${["'self'", ...harness.hosts].join(' ')}`,
    "require-trusted-types-for 'script'",
    'trusted-types opportunity-cti',
  ].join('; ');
  const desktop: string = await serve('localhost', async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    response.setHeader('content-security-policy', csp);
    if (path === '/config.json') {
      const configuration: DesktopConfiguration = {
        apiUrl: apiOrigin,
        ccpUrl: `${ccp}/ccp-v2/${harness.ccpQuery}`,
        region: 'eu-central-1',
        identity: {
          issuer: identity,
          clientId: 'desktop',
          scope: 'opportunity-cti/agent',
          audience: 'opportunity-cti-api',
        },
        access: harness.access,
        hosts: [...harness.hosts],
        phoneNumber: '+4930555010200',
        sources: [
          {
            id: 'demo-crm',
            dispositions: ['connected', 'follow-up', 'not-interested', 'left-voicemail', 'no-answer', 'wrong-number'],
          },
        ],
      };
      return json(response, 200, configuration);
    }
    try {
      const file = await readFile(join(folder, path === '/' ? 'index.html' : path));
      response
        .writeHead(200, { 'content-type': TYPES[extname(path) || '.html'] ?? 'application/octet-stream' })
        .end(file);
    } catch {
      response.writeHead(404).end();
    }
  });

  return Object.assign(harness, {
    desktop,
    async stop() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  });
}

const CCP_PAGE =
  '<!doctype html><html lang="en"><title>CCP</title><body><script src="/fake-ccp.js"></script></body></html>';

async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [new URL(file, import.meta.url).pathname],
    bundle: true,
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function text(request: IncomingMessage): Promise<string> {
  let all = '';
  for await (const chunk of request) all += String(chunk);
  return all;
}
