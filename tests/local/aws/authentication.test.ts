import { createHash } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { CreateTableCommand, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceRequest } from '../../../local/parts.ts';
import { ACCOUNT, ADMIN, allow, REGION, type StartedEdge, startEdge } from './started-edge.ts';

let system: StartedEdge;
let time: () => Date = () => new Date();
beforeAll(async () => {
  system = await startEdge({ clock: { now: () => time() } });
});
afterAll(() => system.stop());

const refusals = async ({ dynamodb, s3, sqs, secrets }: ReturnType<StartedEdge['clients']>) => {
  const calls = [
    dynamodb.send(new ListTablesCommand({})),
    s3.send(new ListBucketsCommand({})),
    sqs.send(new ListQueuesCommand({})),
    secrets.send(new ListSecretsCommand({})),
  ];
  const results = await Promise.all(
    calls.map((call) =>
      call.then(() => undefined).catch((error: { name: string; $metadata: { httpStatusCode: number } }) => error),
    ),
  );
  return results.map((error) => error && [error.name, error.$metadata.httpStatusCode]);
};

/** Signed with the library itself, so that the test can change what no SDK would send. */
const signed = async (
  request: Omit<ConstructorParameters<typeof HttpRequest>[0] & object, 'hostname'>,
  options: { service?: string; region?: string; signingDate?: Date } = {},
): Promise<ServiceRequest> => {
  const { service = 'dynamodb', region = REGION, signingDate = new Date() } = options;
  const signer = new SignatureV4({
    service,
    region,
    credentials: ADMIN,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
  });
  const host = new URL(system.edge.origin).host;
  const sent = await signer.sign(
    new HttpRequest({ method: 'POST', path: '/', ...request, headers: { host, ...request.headers } }),
    { signingDate },
  );
  const query = Object.entries(sent.query ?? {})
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
  return {
    method: sent.method,
    path: sent.path,
    query,
    headers: lowerCased(sent.headers),
    body: Buffer.from(sent.body ?? ''),
  };
};
const lowerCased = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const send = async ({ method, path, query, headers, body }: ServiceRequest) => {
  const { host: _, ...rest } = headers;
  return fetch(`${system.edge.origin}${path}${query && `?${query}`}`, {
    method,
    headers: rest,
    ...(method === 'GET' ? {} : { body: new Uint8Array(body) }),
  });
};

describe('a caller is refused in the words of each service', () => {
  it('when the secret is wrong', async () => {
    expect(await refusals(system.clients({ ...ADMIN, secretAccessKey: 'wrong' }))).toEqual([
      ['InvalidSignatureException', 400],
      ['SignatureDoesNotMatch', 403],
      ['InvalidSignatureException', 403],
      ['InvalidSignatureException', 400],
    ]);
  });

  it('when nobody has that access key', async () => {
    expect(await refusals(system.clients({ ...ADMIN, accessKeyId: 'AKIANOBODY' }))).toEqual([
      ['UnrecognizedClientException', 400],
      ['InvalidAccessKeyId', 403],
      ['UnrecognizedClientException', 403],
      ['UnrecognizedClientException', 400],
    ]);
  });

  it('when the session token is missing or not the one that belongs to the key', async () => {
    const role = { arn: `arn:aws:iam::${ACCOUNT}:role/r`, sessionName: 's', statements: [allow('*', '*')] };
    const { sessionToken, ...keys } = system.edge.addRole(role);
    const expected = [
      ['UnrecognizedClientException', 400],
      ['InvalidToken', 400],
      ['UnrecognizedClientException', 403],
      ['UnrecognizedClientException', 400],
    ];
    expect(await refusals(system.clients(keys))).toEqual(expected);
    const other = { ...keys, sessionToken: `${sessionToken}x` };
    expect(await refusals(system.clients(other))).toEqual(expected);
    const right = { ...keys, sessionToken };
    expect(await refusals(system.clients(right))).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('when the clock is more than 15 minutes off, either way', async () => {
    for (const minutes of [16, -16]) {
      time = () => new Date(Date.now() + minutes * 60_000);
      expect(await refusals(system.clients())).toEqual([
        ['InvalidSignatureException', 400],
        ['RequestTimeTooSkewed', 403],
        ['InvalidSignatureException', 403],
        ['InvalidSignatureException', 400],
      ]);
    }
    time = () => new Date(Date.now() + 14 * 60_000);
    expect(await refusals(system.clients())).toEqual([undefined, undefined, undefined, undefined]);
    time = () => new Date();
  });

  it('when the request is not signed at all', async () => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.ListTables', 'content-type': 'application/x-amz-json-1.0' };
    const answer = await fetch(system.edge.origin, { method: 'POST', body: '{}', headers });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
    const file = await fetch(`${system.edge.origin}/bucket/key`);
    expect(file.status).toBe(403);
    expect(await file.text()).toContain('<Code>AccessDenied</Code>');
  });

  it('when the signature is for another Region', async () => {
    const answer = await send(await signed({}, { region: 'us-east-1' }));
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining("'us-east-1' is wrong") });
  });

  it('when the signature is for another service than the one it reached', async () => {
    const request = await signed({}, { service: 'dynamodb' });
    const asked = { action: 'connect:DescribeContact', resources: ['*'] };
    const answer = await system.edge.authorize(request, asked);
    expect(answer).toMatchObject({
      allowed: false,
      refused: { status: 403, body: expect.stringContaining("'connect'") },
    });
  });
});

describe('a signature covers what was sent', () => {
  const listTables = {
    headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables', 'content-type': 'application/x-amz-json-1.0' },
    body: '{"Limit":1}',
  };

  it('and nothing else: body, target and query cannot be changed on the way', async () => {
    const request = await signed(listTables);
    expect((await send(request)).status).toBe(200);
    const changed: ServiceRequest[] = [
      { ...request, body: Buffer.from('{"Limit":2}') },
      { ...request, headers: { ...request.headers, 'x-amz-target': 'DynamoDB_20120810.DeleteTable' } },
      { ...request, query: 'a=b' },
    ];
    for (const one of changed) {
      const answer = await send(one);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ __type: 'InvalidSignatureException' });
    }
  });

  it('for every path, query and header that the library can sign, until one character changes', async () => {
    const anything = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => !/[\r\n]/.test(text));
    const header = fc.string({ minLength: 1, maxLength: 20 }).map((text) => text.trim() || 'x');
    const authorized = async (request: ServiceRequest) =>
      (await system.edge.authorize(request, { action: 's3:GetObject', resources: ['*'] })).allowed;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anything, { minLength: 1, maxLength: 4 }),
        fc.dictionary(anything, anything, { maxKeys: 4 }),
        header,
        fc.uint8Array({ maxLength: 64 }),
        async (segments, query, value, body) => {
          const encoded = segments.map((one) =>
            encodeURIComponent(one).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
          );
          const hash = createHash('sha256').update(body).digest('hex');
          const request = await signed(
            {
              path: `/${encoded.join('/')}`,
              query,
              body,
              headers: { 'x-amz-meta-a': value, 'x-amz-content-sha256': hash },
            },
            { service: 's3' },
          );
          expect(await authorized(request)).toBe(true);
          const spoiled: ServiceRequest[] = [
            { ...request, path: `${request.path}x` },
            { ...request, query: `${request.query}&x=y` },
            { ...request, headers: { ...request.headers, 'x-amz-meta-a': `${value}x` } },
            { ...request, body: Buffer.concat([body, Buffer.from('x')]) },
            { ...request, method: 'PUT' },
          ];
          for (const one of spoiled) expect(await authorized(one)).toBe(false);
        },
      ),
      { numRuns: 60, examples: [[['a'], { valueOf: '1' }, 'x', new Uint8Array()]] },
    );
  });
});

describe('a role may do what its statements say', () => {
  beforeAll(async () => {
    const { dynamodb, s3 } = system.clients();
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'calls',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
    );
    await s3.send(new CreateBucketCommand({ Bucket: 'documents' }));
  });
  const table = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/calls`;
  const Key = { pk: { S: 'x' } };

  it('and is denied the rest in the words of AWS', async () => {
    const { dynamodb, s3 } = system.role([allow(['dynamodb:GetItem', 'dynamodb:Query'], table)], 'narrow');
    await dynamodb.send(new GetItemCommand({ TableName: 'calls', Key }));
    await expect(dynamodb.send(new PutItemCommand({ TableName: 'calls', Item: Key }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/narrow/dial-call is not authorized to perform: dynamodb:PutItem on resource: ${table} because no identity-based policy allows the dynamodb:PutItem action`,
    });
    await expect(s3.send(new PutObjectCommand({ Bucket: 'documents', Key: 'a', Body: 'x' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:PutObject on resource: "arn:aws:s3:::documents/a"'),
    });
  });

  it('from the next call on when the statements are replaced, with the same credentials', async () => {
    const { dynamodb, s3 } = system.role([allow('dynamodb:*', '*')], 'changing');
    await dynamodb.send(new GetItemCommand({ TableName: 'calls', Key }));
    system.role([allow('s3:GetObject*', 'arn:aws:s3:::documents/*')], 'changing');
    await expect(dynamodb.send(new GetItemCommand({ TableName: 'calls', Key }))).rejects.toThrow(/not authorized/);
    await expect(s3.send(new GetObjectCommand({ Bucket: 'documents', Key: 'a' }))).rejects.toThrow(/s3:ListBucket/);
  });

  it('is told to the trace, the administrator is not', async () => {
    const { dynamodb } = system.role([allow('dynamodb:GetItem', table)], 'traced');
    system.steps.length = 0;
    await system.clients().dynamodb.send(new GetItemCommand({ TableName: 'calls', Key }));
    await dynamodb.send(new GetItemCommand({ TableName: 'calls', Key }));
    const Item = { ...Key, phone: { S: 'secret-value' } };
    await dynamodb.send(new PutItemCommand({ TableName: 'calls', Item })).catch(() => undefined);
    expect(system.steps).toMatchObject([
      { part: 'store', title: 'GetItem calls', ok: true, correlationId: 'dial-call' },
      { part: 'store', title: 'PutItem calls', ok: false, detail: { error: 'AccessDeniedException' } },
    ]);
    expect(JSON.stringify(system.steps)).not.toContain('secret-value');
  });
});
