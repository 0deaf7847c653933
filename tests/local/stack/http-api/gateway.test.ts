import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyDeployment } from '../../../../local/stack/deployment.ts';
import { startGateway } from '../../../../local/stack/http-api/gateway.ts';
import { closeServer, listen } from '../../../../local/stack/http-server.ts';
import { type Functions, InvocationRefused } from '../../../../local/stack/lambda/functions.ts';
import { openTrace } from '../../../../local/trace.ts';

const ORIGIN = 'http://localhost:4602';
const FUNCTION = 'arn:aws:lambda:eu-central-1:123456789012:function:f';
let issuer: string;
let sign: (
  claims?: Record<string, unknown>,
  options?: { key?: CryptoKey; expires?: string; issuer?: string },
) => Promise<string>;
let url: string;
let seen: { event: Record<string, unknown>; invoker: { sourceArn: string } | undefined };
let respond: () => unknown;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const pair = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'RS256' };
  const provider = createServer((incoming, outgoing) => {
    const body = incoming.url === '/jwks' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/jwks` };
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  issuer = `http://127.0.0.1:${await listen(provider, 0)}`;
  stops.push(() => closeServer(provider));
  sign = (claims = {}, options = {}) =>
    new SignJWT({ aud: 'urn:api', scope: 'openid agent', groups: ['a', 'b'], ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(options.issuer ?? issuer)
      .setExpirationTime(options.expires ?? '1h')
      .sign(options.key ?? pair.privateKey);

  const deployment = emptyDeployment();
  const api = {
    id: 'abc123',
    stages: ['$default'],
    cors: {
      allowOrigins: [ORIGIN],
      allowMethods: ['GET', 'PATCH'],
      allowHeaders: ['authorization', 'if-match'],
      exposeHeaders: ['etag'],
      maxAgeSeconds: 3600,
      allowCredentials: false,
    },
  };
  deployment.apis.set(api.id, api);
  deployment.authorizers.set('jwt', { issuer, audience: ['urn:api'] });
  deployment.integrations.set('f', { functionArn: FUNCTION, timeoutMs: 200 });
  deployment.routes.push(
    { apiId: api.id, routeKey: 'POST /open/{id}', integrationId: 'f', scopes: [] },
    { apiId: api.id, routeKey: 'GET /agents', integrationId: 'f', authorizerId: 'jwt', scopes: ['agent'] },
  );
  const functions: Pick<Functions, 'invoke'> = {
    async invoke(_, event, invoker) {
      seen = { event: event as Record<string, unknown>, invoker };
      const result = await respond();
      const facts = { requestId: 'r', traceRoot: '1-a-b', durationMs: 1 };
      if (result instanceof Error) {
        return { ok: false, error: { errorType: 'Error', errorMessage: result.message }, ...facts };
      }
      return { ok: true, payload: JSON.stringify(result), ...facts };
    },
  };
  const gateway = await startGateway({
    api,
    port: 0,
    deployment,
    functions: functions as Functions,
    place: { region: 'eu-central-1', accountId: '123456789012', apiOrigin: 'http://localhost:4601' },
    trace: openTrace(),
  });
  stops.push(() => gateway.stop());
  url = `http://127.0.0.1:${gateway.port}`;
});
beforeEach(() => {
  respond = () => ({ statusCode: 200, body: 'ok' });
});
afterAll(async () => {
  for (const stop of stops) await stop();
});

const agents = (token?: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/agents`, { headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers } });
const post = (body: BodyInit, headers: Record<string, string> = {}, path = '/open/1') =>
  fetch(url + path, { method: 'POST', body, headers });

describe('the event of payload format 2.0', () => {
  it('carries path, query, headers, cookies and body as API Gateway writes them', async () => {
    await post(
      '{"a":1}',
      {
        'content-type': 'application/json',
        'X-Odd-Case': 'Yes',
        cookie: 'a=1; b=2',
      },
      '/open/opp%2F1%20x?q=a%20b&q=c&empty=',
    );

    expect(seen.event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /open/{id}',
      rawPath: '/open/opp%2F1%20x',
      rawQueryString: 'q=a%20b&q=c&empty=',
      cookies: ['a=1', 'b=2'],
      headers: { 'x-odd-case': 'Yes', 'content-type': 'application/json', 'x-forwarded-proto': 'http' },
      queryStringParameters: { q: 'a b,c', empty: '' },
      pathParameters: { id: 'opp/1 x' },
      requestContext: {
        accountId: '123456789012',
        apiId: 'abc123',
        http: { method: 'POST', path: '/open/opp%2F1%20x', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        routeKey: 'POST /open/{id}',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"a":1}',
      isBase64Encoded: false,
    });
    expect(seen.event.headers).not.toHaveProperty('cookie');
    expect(seen.invoker?.sourceArn).toBe(
      'arn:aws:execute-api:eu-central-1:123456789012:abc123/$default/POST/open/{id}',
    );
  });

  it.each([
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
    ['application/problem+json', false],
    ['text/plain; charset=utf-8', false],
  ])('a body of type %s is base64: %s', async (contentType, isBase64Encoded) => {
    await post(Buffer.from('ä=1'), { 'content-type': contentType });

    const body = isBase64Encoded ? Buffer.from('ä=1').toString('base64') : 'ä=1';
    expect(seen.event).toMatchObject({ isBase64Encoded, body });
  });

  it('has no body, query or cookies when the request has none', async () => {
    await fetch(`${url}/open/1`, { method: 'POST' });

    for (const absent of ['body', 'queryStringParameters', 'cookies']) expect(seen.event).not.toHaveProperty(absent);
  });
});

describe("a function's answer", () => {
  it.each<[name: string, answer: unknown, status: number, text: string]>([
    ['is taken whole as the body without statusCode', { hello: 1 }, 200, '{"hello":1}'],
    ['is decoded when it is base64', { statusCode: 201, body: 'YQ==', isBase64Encoded: true }, 201, 'a'],
    ['without a body is empty', { statusCode: 202 }, 202, ''],
    [
      'with a malformed status is an error',
      { statusCode: 'many', body: '' },
      500,
      '{"message":"Internal Server Error"}',
    ],
    [
      'with a body that is no text is an error',
      { statusCode: 200, body: {} },
      500,
      '{"message":"Internal Server Error"}',
    ],
    ['that is an error is not shown', new Error('secret detail'), 500, '{"message":"Internal Server Error"}'],
  ])('%s', async (_, answer, status, text) => {
    respond = () => answer;

    const response = await post('');
    expect([response.status, await response.text()]).toEqual([status, text]);
  });

  it('sets each cookie in a header of its own', async () => {
    respond = () => ({ statusCode: 200, cookies: ['a=1', 'b=2'], body: '' });

    expect((await post('')).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('that comes too late is a 503, and a refused invocation a 500', async () => {
    respond = () => new Promise(() => undefined);
    expect((await post('')).status).toBe(503);

    respond = () => {
      throw new InvocationRefused('AccessDeniedException', 'no permission');
    };
    expect((await post('')).status).toBe(500);
  });
});

describe('what the gateway answers itself', () => {
  it('404 for an unknown path and for an unknown method', async () => {
    const answers = await Promise.all([fetch(`${url}/nowhere`), fetch(`${url}/agents`, { method: 'DELETE' })]);

    for (const answer of answers) expect([answer.status, await answer.json()]).toEqual([404, { message: 'Not Found' }]);
  });

  it('413 for more than 10 MB', async () => {
    const answer = await post(Buffer.alloc(10 * 1024 * 1024 + 1));

    expect([answer.status, await answer.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
  });

  it("a preflight, without asking the function, and only for the API's origin", async () => {
    const ask = (origin: string) =>
      fetch(`${url}/agents`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PATCH' } });
    respond = () => {
      throw new Error('asked');
    };

    const allowed = await ask(ORIGIN);
    const refused = await ask('http://evil.example');

    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET,PATCH',
      'access-control-allow-headers': 'authorization,if-match',
      'access-control-max-age': '3600',
    });
    expect([allowed.status, refused.status]).toEqual([204, 204]);
    expect(refused.headers.has('access-control-allow-origin')).toBe(false);
  });

  it("cross-origin headers on every answer, instead of the function's own", async () => {
    respond = () => ({ statusCode: 500, headers: { 'Access-Control-Allow-Origin': '*', ETag: '"1"' }, body: '' });

    const answers = [
      await agents(await sign(), { origin: ORIGIN }),
      await agents(undefined, { origin: ORIGIN }),
      await fetch(`${url}/nowhere`, { headers: { origin: ORIGIN } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([500, 401, 404]);
    for (const { headers } of answers) {
      expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(headers.get('access-control-expose-headers')).toBe('etag');
    }
  });
});

describe('the JWT authorizer', () => {
  it('hands the claims over as text', async () => {
    expect((await agents(await sign({ username: 'ana', level: 3 }))).status).toBe(200);

    expect(seen.event.requestContext).toMatchObject({
      authorizer: { jwt: { claims: { username: 'ana', level: '3', groups: '[a b]', iss: issuer }, scopes: ['agent'] } },
    });
  });

  it.each<[name: string, token: () => Promise<string | undefined>]>([
    ['no token', async () => undefined],
    ['a text that is no token', async () => 'hello'],
    ['an expired token', () => sign({}, { expires: '-1s' })],
    ['another issuer', () => sign({}, { issuer: 'http://127.0.0.1:1' })],
    ['another audience', () => sign({ aud: 'urn:other' })],
    ['another key', async () => sign({}, { key: (await generateKeyPair('RS256')).privateKey })],
    [
      'a changed payload',
      async () => (await sign()).replace(/\.[^.]+\./, `.${btoa('{"scope":"agent"}').replace(/=+$/, '')}.`),
    ],
  ])('401 for %s', async (_, token) => {
    const answer = await agents(await token());

    expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }]);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('403 for a token without the scope', async () => {
    const answer = await agents(await sign({ scope: 'openid' }));

    expect([answer.status, await answer.json()]).toEqual([403, { message: 'Forbidden' }]);
  });
});
