import { createServer } from 'node:http';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertPerson, createAssertionVerifier } from '../../../local/identity/connect-assertion.ts';
import { openKeptState } from '../../../local/identity/kept-state.ts';
import { signInForToken } from '../../../local/identity/sign-in-for-token.ts';
import { startIdentity } from '../../../local/identity/start.ts';
import type { RunningPart } from '../../../local/parts.ts';
import { closeServer, listen } from '../../../local/stack/http-server.ts';

const desktopOrigin = 'http://localhost:4998';
const connectOrigin = 'http://127.0.0.1:4997';
let issuer: string;
let identity: RunningPart;

beforeAll(async () => {
  const probe = createServer();
  const port = await listen(probe, 0);
  await closeServer(probe);
  issuer = `http://localhost:${port}`;
  identity = await startIdentity({ port, issuer, desktopOrigin, connectOrigin });
});
afterAll(() => identity.stop());

/** A browser's cookies after signing in to the desktop. */
async function signedIn(username: string): Promise<string> {
  const cookies = new Map<string, string>();
  const browse = async (url: string, form?: URLSearchParams): Promise<string> => {
    const answer = await fetch(new URL(url, issuer), {
      redirect: 'manual',
      headers: { cookie: cookieHeader(cookies) },
      ...(form && { method: 'POST', body: form }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer.headers.get('location') ?? '';
  };
  const query = new URLSearchParams({
    client_id: 'opportunity-cti-desktop',
    response_type: 'code',
    redirect_uri: `${desktopOrigin}/`,
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  });
  const form = await browse(`/auth?${query}`);
  await browse(await browse(form, new URLSearchParams({ username, password: `${username}-local-password` })));
  return cookieHeader(cookies);
}

const cookieHeader = (cookies: ReadonlyMap<string, string>): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

const open = (cookie = '', method = 'GET') =>
  fetch(`${issuer}/connect-sign-in`, { method, headers: { cookie }, redirect: 'manual' });

const tokenIn = (html: string): string => /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';

const verifier = (clock?: { now(): Date }) => createAssertionVerifier({ issuer, audience: connectOrigin }, clock);

describe('the way on to Amazon Connect', () => {
  it('posts an assertion for the signed-in person to the CCP, and nowhere else', async () => {
    const answer = await open(await signedIn('ana'));
    const html = await answer.text();

    expect(answer.status).toBe(200);
    expect(html).toContain(`<form method="post" action="${connectOrigin}/login/sso">`);
    expect(answer.headers.get('content-security-policy')).toContain(`form-action ${connectOrigin};`);
    expect(await verifier()(tokenIn(html))).toBe('ana');
  });

  it('may be framed by the desktop alone, loads no foreign script, and is not kept', async () => {
    const { headers } = await open(await signedIn('ana'));
    const policy = headers.get('content-security-policy') ?? '';

    expect(policy).toMatch(new RegExp(`frame-ancestors ${desktopOrigin}$`));
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    // The CCP checks `Origin`, which browsers blank under `no-referrer`.
    expect(headers.get('referrer-policy')).toBe('strict-origin');
  });

  it('has no assertion for who is not signed in, whatever cookie they bring', async () => {
    const forged = (await signedIn('ana')).replace(/_session=[^;]+/, '_session=another-session-id');
    for (const cookie of ['', forged]) {
      const answer = await open(cookie);
      expect(answer.status).toBe(401);
      expect(await answer.text()).not.toContain('token');
    }
  });

  it('answers no form', async () => {
    expect((await open(await signedIn('ana'), 'POST')).status).toBe(405);
  });
});

describe('an assertion', () => {
  const fresh = async () => tokenIn(await (await open(await signedIn('ben'))).text());

  it('is good for a minute', async () => {
    const token = await fresh();
    const later = (seconds: number) => verifier({ now: () => new Date(Date.now() + seconds * 1000) })(token);
    expect(await later(50)).toBe('ben');
    expect(await later(61)).toBeUndefined();
    expect(await later(86_400)).toBeUndefined();
  });

  it('is good once', async () => {
    const verify = verifier();
    const token = await fresh();
    expect([await verify(token), await verify(token)]).toEqual(['ben', undefined]);
  });

  it('is good for this CCP only', async () => {
    expect(await createAssertionVerifier({ issuer, audience: 'http://127.0.0.1:1' })(await fresh())).toBeUndefined();
  });

  it('is neither an access token nor signed by anybody else', async () => {
    const verify = verifier();
    const access = await signInForToken({ issuer, desktopOrigin, username: 'ana', password: 'ana-local-password' });
    const [own] = (await openKeptState()).keys;
    if (own === undefined) throw new Error('a new state has a key');
    const foreign = await assertPerson('ana', { issuer, audience: connectOrigin }, own);
    const unsigned = new SignJWT({ sub: 'ana', iss: issuer, aud: connectOrigin });
    const weak = await unsigned.setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('x'.repeat(32)));
    for (const token of [access, foreign, weak, '', 'a.b.c']) expect(await verify(token)).toBeUndefined();
  });
});
