import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, serveCcp } from './serve-ccp.ts';

let ccp: Awaited<ReturnType<typeof serveCcp>>;
let cookie: string;

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${ccp.origin}${path}`, {
    method: 'POST',
    headers: { origin: ccp.origin, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const signIn = async () => {
  const response = await post('/login', { username: 'ana', password: PASSWORD });
  return {
    response,
    cookie: response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; '),
  };
};
const callCti = (operation: string, params: object = {}, headers: Record<string, string> = { cookie }) =>
  post('/api', params, { 'x-amz-target': `AmazonConnectCTIService.${operation}`, ...headers });

beforeAll(async () => {
  ccp = await serveCcp();
  ({ cookie } = await signIn());
});
afterAll(() => ccp.close());

describe('signing in', () => {
  it('sets cookies that reach a third-party frame and no script', async () => {
    const { response } = await signIn();
    const cookies = response.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const line of cookies) expect(line).toMatch(/HttpOnly; SameSite=None; Secure/);
    expect(cookies.filter((line) => line.includes('Partitioned'))).toHaveLength(1);
  });

  it.each([
    { case: 'a wrong password', body: { username: 'ana', password: 'no' }, status: 401 },
    { case: 'a stranger', body: { username: 'vera', password: PASSWORD }, status: 401 },
    { case: 'no password', body: { username: 'ana' }, status: 400 },
    { case: 'broken JSON', body: '{', status: 400 },
    { case: 'a flood', body: 'x'.repeat(300_000), status: 413 },
  ])('is refused with $case', async ({ body, status }) => {
    const response = await post('/login', body);
    expect(response.status).toBe(status);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('is refused to another origin', async () => {
    const response = await post('/login', { username: 'ana', password: PASSWORD }, { origin: 'http://localhost:1' });
    expect(response.status).toBe(403);
  });

  it('ends with /logout, by GET as well', async () => {
    const own = await signIn();
    expect((await callCti('GetAgentSnapshot', {}, { cookie: own.cookie })).status).toBe(200);
    await fetch(`${ccp.origin}/logout`, { headers: { cookie: own.cookie } });
    expect((await callCti('GetAgentSnapshot', {}, { cookie: own.cookie })).status).toBe(401);
  });
});

describe('single sign-on', () => {
  const PROVIDER = 'http://localhost:4605';
  const people: Readonly<Record<string, string>> = { 'for-ana': 'ana', 'for-vera': 'vera' };
  let sso: Awaited<ReturnType<typeof serveCcp>>;
  beforeAll(async () => {
    sso = await serveCcp({ verifyToken: async (token) => people[token], tokenOrigins: () => [PROVIDER] });
    sso.engine.origins = ['http://localhost:4602'];
  });
  afterAll(() => sso.close());
  const bring = (token: string, headers: Record<string, string> = { origin: PROVIDER }) =>
    fetch(`${sso.origin}/login/sso`, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new URLSearchParams({ token }),
    });
  const cookiesOf = (response: Response) => response.headers.getSetCookie().map((line) => line.split(';')[0]);

  it('goes on to the softphone, signed in', async () => {
    const response = await bring('for-ana');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/ccp-v2/']);
    expect(cookiesOf(response)).toHaveLength(2);
  });

  it('joins the session that the browser has, so that all its pages end together', async () => {
    const first = cookiesOf(await bring('for-ana'));
    expect(cookiesOf(await bring('for-ana', { origin: PROVIDER, cookie: first.join('; ') }))).toEqual(first);
  });

  it.each([
    { case: 'an embedding page', origin: 'http://localhost:4602' },
    { case: 'a stranger', origin: 'https://elsewhere.example' },
    { case: 'a page without an origin', origin: 'null' },
  ])('is refused to $case: only the identity provider may post', async ({ origin }) => {
    const response = await bring('for-ana', { origin });
    expect(response.status).toBe(403);
    expect(cookiesOf(response)).toEqual([]);
  });

  it.each([
    { case: 'whose token is spent or forged', token: 'other', status: 401, words: 'no longer valid' },
    { case: 'who is no agent', token: 'for-vera', status: 403, words: 'no agent with your user name' },
  ])('tells a person $case so, on a page that only approved origins may frame', async ({ token, status, words }) => {
    const response = await bring(token);
    expect(response.status).toBe(status);
    expect(cookiesOf(response)).toEqual([]);
    expect(response.headers.get('content-security-policy')).toMatch(/frame-ancestors 'self' http:\/\/localhost:4602$/);
    expect(await response.text()).toContain(words);
  });
});

describe('the page', () => {
  it('may be framed by the approved origins only, as they are at that moment', async () => {
    const policy = async () => (await fetch(`${ccp.origin}/ccp-v2/`)).headers.get('content-security-policy');
    expect(await policy()).toMatch(/frame-ancestors 'self'$/);
    ccp.engine.origins = ['http://localhost:4602'];
    expect(await policy()).toMatch(/frame-ancestors 'self' http:\/\/localhost:4602$/);
    expect(await policy()).not.toContain('unsafe');
  });

  it('is the sign-in form until somebody has signed in', async () => {
    const title = async (headers: Record<string, string>) =>
      /<title>(.*)<\/title>/.exec(await (await fetch(`${ccp.origin}/ccp-v2/?x=1`, { headers })).text())?.[1];
    expect(await title({})).toBe('Sign in to the softphone');
    expect(await title({ cookie })).toBe('Softphone');
  });

  it('leaves other paths to others', async () => {
    expect((await fetch(`${ccp.origin}/contact/outbound-voice`)).status).toBe(404);
  });

  it('does not answer to a name that was pointed at this machine', async () => {
    const status = await new Promise((resolve, reject) => {
      const outgoing = httpRequest(`${ccp.origin}/ccp-v2/`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      outgoing.on('error', reject).end();
    });
    expect(status).toBe(421);
  });
});

describe('the CTI API', () => {
  it('answers with times in epoch seconds', async () => {
    const { snapshot, nextToken } = await (await callCti('GetAgentSnapshot')).json();
    expect(snapshot.state).toMatchObject({ name: 'Offline', startTimestamp: expect.any(Number) });
    expect(Math.abs(snapshot.snapshotTimestamp - Date.now() / 1000)).toBeLessThan(60);
    expect(nextToken).toEqual(expect.any(String));
  });

  it('lets a poll go after its timeout', async () => {
    const { nextToken } = await (await callCti('GetAgentSnapshot')).json();
    const answer = await (await callCti('GetAgentSnapshot', { nextToken, timeout: 1 })).json();
    expect(answer.nextToken).toBe(nextToken);
  });

  it('takes the bearer token instead of the cookie, from anywhere', async () => {
    const authorized = await fetch(`${ccp.origin}/auth/authorize`, {
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    });
    const { accessToken } = await authorized.json();
    const bearer = { 'x-amz-bearer': accessToken, origin: 'http://localhost:1' };
    expect((await callCti('GetAgentConfiguration', {}, bearer)).status).toBe(200);
    expect((await callCti('GetAgentConfiguration', {}, { 'x-amz-bearer': 'other' })).status).toBe(401);
  });

  it.each([
    {
      case: 'without a session',
      operation: 'GetAgentSnapshot',
      headers: {},
      status: 401,
      type: 'UnauthorizedException',
    },
    {
      case: 'from another origin with the cookie',
      operation: 'AcceptContact',
      headers: { origin: 'https://evil.example' },
      status: 403,
      type: 'InvalidRequestException',
    },
    { case: 'for an unknown operation', operation: 'Fly', headers: {}, status: 400, type: 'UnknownOperationException' },
    {
      case: 'for an unknown contact',
      operation: 'AcceptContact',
      headers: {},
      status: 404,
      type: 'ContactNotFoundException',
    },
  ])('refuses $case', async ({ case: name, operation, headers, status, type }) => {
    const credentials = name === 'without a session' ? {} : { cookie };
    const response = await callCti(operation, { contactId: 'none' }, { ...credentials, ...headers });
    expect(response.status).toBe(status);
    expect((await response.json()).__type).toBe(type);
  });
});

describe('the push channel', () => {
  it('needs a session and a page that names itself', async () => {
    expect((await fetch(`${ccp.origin}/push?page=page-12345`)).status).toBe(401);
    expect((await fetch(`${ccp.origin}/push?page=x`, { headers: { cookie } })).status).toBe(400);
  });

  it('brings the update to the page, and is closed when the agent signs out', async () => {
    const own = await signIn();
    const channel = await fetch(`${ccp.origin}/push?page=page-12345`, { headers: { cookie: own.cookie } });
    const master = await post(
      '/push/master',
      { pageId: 'page-12345', method: 'checkMaster', params: { topic: 'connect::softphone' } },
      { cookie: own.cookie },
    );
    expect(await master.json()).toMatchObject({ isMaster: true });
    await post('/push/broadcast', { event: 'contact::view', data: { contactId: 'c-1' } }, { cookie: own.cookie });
    await post('/logout', {}, { cookie: own.cookie });
    const text = await channel.text();
    const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json));
    expect(events.map(({ event }) => event)).toEqual([
      'page::settings',
      'acknowledge',
      'update_connected_ccps',
      'agent::update',
      'contact::view',
      'page::session-ended',
    ]);
    expect(events.at(-1).data).toEqual({ reason: 'signed-out' });
  });
});
