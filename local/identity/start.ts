/** The identity provider on its own port: oidc-provider with a page to sign in on. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { RunningPart } from '../parts.ts';
import { closeServer, listen, readBody } from '../stack/http-server.ts';
import { CONNECT_SIGN_IN_PATH, serveConnectSignIn } from './connect-sign-in.ts';
import { openKeptState } from './kept-state.ts';
import { authenticate } from './people.ts';
import { createProvider } from './provider.ts';
import { messagePage, PAGE_FILES, signInPage } from './sign-in-page.ts';

export interface IdentityOptions {
  readonly port: number;
  /** `http://localhost:4605`: with the port above, unless that is 0. */
  readonly issuer: string;
  readonly desktopOrigin: string;
  /** Pages around the desktop: whoever is framed by it is framed by them. */
  readonly hosts?: readonly string[];
  /** The CCP's origin, to which `/connect-sign-in` sends people on. */
  readonly connectOrigin: string;
  /** File for keys and sessions; without it nothing is kept. */
  readonly stateFile?: string;
  readonly tokenSeconds?: number;
}

const DEFAULT_TOKEN_SECONDS = 3_600;
const MAX_FORM_BYTES = 16 * 1024;

export async function startIdentity(options: IdentityOptions): Promise<RunningPart> {
  const state = await openKeptState(options.stateFile);
  const provider = createProvider({
    issuer: options.issuer,
    desktopOrigin: options.desktopOrigin,
    tokenSeconds: options.tokenSeconds ?? DEFAULT_TOKEN_SECONDS,
    state,
  });
  const [signingKey] = state.keys;
  if (signingKey === undefined) throw new Error('the identity provider has no signing key');
  const { desktopOrigin, hosts = [], connectOrigin } = options;
  const connectSignIn = { provider, framedBy: [desktopOrigin, ...hosts], connectOrigin, signingKey };
  const protocol = provider.callback();
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const file = PAGE_FILES.get(path);
    if (file !== undefined) {
      response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-cache' }).end(file.content);
      return;
    }
    protect(response, desktopOrigin);
    if (path === CONNECT_SIGN_IN_PATH) {
      serveConnectSignIn(connectSignIn, request, response).catch(() => response.destroy());
    } else if (/^\/sign-in\/[\w-]+$/.test(path)) void signIn(provider, path, request, response);
    else protocol(request, response);
  });
  await listen(server, options.port);
  return {
    async stop() {
      await closeServer(server);
      await state.save();
    },
  };
}

/** `form-action` also covers where a submitted form redirects to, so the desktop stands there. */
function protect(response: ServerResponse, desktopOrigin: string): void {
  response.setHeader(
    'content-security-policy',
    `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; form-action 'self' ${desktopOrigin}; base-uri 'none'; frame-ancestors 'none'`,
  );
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
}

async function signIn(
  provider: Provider,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await provider.interactionDetails(request, response);
    if (request.method !== 'POST') {
      sendPage(response, 200, signInPage({ action: path, username: '', failed: false }));
      return;
    }
    const body = await readBody(request, MAX_FORM_BYTES);
    const form = new URLSearchParams(body?.toString('utf8') ?? '');
    const username = form.get('username')?.trim() ?? '';
    const person = authenticate(username, form.get('password') ?? '');
    if (person === undefined) {
      sendPage(response, 401, signInPage({ action: path, username, failed: true }));
      return;
    }
    await provider.interactionFinished(request, response, { login: { accountId: person.username } });
  } catch {
    // The interaction's cookie or record is gone: an old tab, or cookies that are not allowed.
    if (response.headersSent) response.destroy();
    else
      sendPage(
        response,
        400,
        messagePage(
          'This sign-in is no longer valid',
          'Go back to the desktop and start again. Cookies must be allowed.',
        ),
      );
  }
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
}
