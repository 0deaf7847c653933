/**
 * The organisation's link "Amazon Connect", as every SAML provider has one: whoever is signed in is sent on to the CCP with
 * an assertion. It works in a hidden frame of the desktop, and in a window that the desktop opens.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import type Provider from 'oidc-provider';
import { assertPerson } from './connect-assertion.ts';
import { findPerson } from './people.ts';
import { forwardPage, messagePage } from './sign-in-page.ts';

/** The page, as `connect.loginUrl` of the configuration names it. */
export const CONNECT_SIGN_IN_PATH = '/connect-sign-in';

export interface ConnectSignInOptions {
  readonly provider: Provider;
  /** Origins of all pages around it. */
  readonly framedBy: readonly string[];
  /** The CCP's origin: the only place that an assertion is ever posted to. */
  readonly connectOrigin: string;
  readonly signingKey: JWK;
}

export async function serveConnectSignIn(
  options: ConnectSignInOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { provider, framedBy, connectOrigin, signingKey } = options;
  response.setHeader('content-security-policy', policy(framedBy, connectOrigin));
  // The CCP looks at `Origin`, which a browser leaves out under `no-referrer`.
  response.setHeader('referrer-policy', 'strict-origin');
  if (request.method !== 'GET') {
    send(response, 405, messagePage('This page is only for looking at', 'Open it as a page.'));
    return;
  }
  const { accountId } = await provider.Session.get(provider.createContext(request, response));
  const person = accountId === undefined ? undefined : findPerson(accountId);
  if (person === undefined) {
    send(response, 401, messagePage('You are not signed in', 'Sign in to the desktop first, then to the softphone.'));
    return;
  }
  const parties = { issuer: provider.issuer, audience: connectOrigin };
  const token = await assertPerson(person.username, parties, signingKey);
  send(response, 200, forwardPage({ action: `${connectOrigin}/login/sso`, token }));
}

/** Framed by the desktop, and in its hosts, alone, or another page could sign people in behind their backs; posts to the CCP alone. */
const policy = (framedBy: readonly string[], connectOrigin: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    `form-action ${connectOrigin}`,
    "base-uri 'none'",
    `frame-ancestors ${framedBy.join(' ')}`,
  ].join('; ');

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
}
