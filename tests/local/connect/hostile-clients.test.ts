import { createServer, get } from 'node:http';
import { type AddressInfo, connect as openSocket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOptions } from '../../../local/connect/standalone/options.ts';
import { runStandalone } from '../../../local/connect/standalone/run.ts';
import { MAIN_NUMBER } from '../../../local/connect/standalone/seed.ts';
import type { RunningConnect } from '../../../local/connect/start-instance.ts';
import { writeOrDrop } from '../../../local/connect/write-or-drop.ts';

const HELD = '+14155550102';
const INSTANCE = '/contact/1c9f6a40-3b7e-4d52-9a18-6e0d2f5b7c31';
const example = (name: string) => new URL(`../../../local/connect/examples/${name}`, import.meta.url).pathname;
const SIGNED = 'AWS4-HMAC-SHA256 Credential=AKIA/20261124/us-east-1/connect/aws4_request, Signature=0';

let connect: RunningConnect;
let heldId = '';

const ask = async (method: string, path: string, body?: string) => {
  const response = await fetch(`${connect.origin}/simulator/${path}`, {
    method,
    ...(body !== undefined && { body }),
  });
  return { status: response.status, body: Object(await response.json()) };
};
const held = async () => (await ask('GET', `contacts/${heldId}`)).body.contacts[0];

beforeAll(async () => {
  const lookUp = `arn:aws:lambda:us-east-1:123456789012:function:look-up=${example('look-up.ts')}`;
  const flow = ['--flow', example('support.json'), '--function', lookUp];
  const options = readOptions(['--port', '0', '--virtual', '--quiet', ...flow]);
  if (options === undefined) throw new Error('only the usage was asked for');
  connect = await runStandalone(options, () => undefined);
  heldId = (await ask('POST', 'inbound', JSON.stringify({ from: HELD, to: MAIN_NUMBER.number }))).body.contactId;
  await ask('POST', 'clock/advance', '{"ms":1000}');
});

/** Whatever was thrown at it, the call that was there is still in its menu. */
afterAll(async () => {
  const before = await held();
  expect(before.state).not.toBe('completed');
  await ask('POST', `phones/${HELD}/digits`, '{"digits":"1"}');
  await ask('POST', 'clock/advance', '{"ms":1000}');
  const moved = await held();
  expect(moved.flowTrace.length).toBeGreaterThan(before.flowTrace.length);
  expect((await ask('POST', `phones/${HELD}/hangup`)).status).toBe(200);
  expect(await held()).toMatchObject({ state: 'completed', disconnectReason: 'CUSTOMER_DISCONNECT' });
  await connect.stop();
});

/** What the server says to bytes that are no proper request, until it closes. */
const say = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(connect.origin);
    let heard = '';
    const socket = openSocket(Number(port), hostname, () => socket.end(bytes));
    socket.on('data', (chunk) => {
      heard += chunk.toString();
    });
    socket.on('close', () => resolve(heard));
    socket.on('error', (error) => (Object(error).code === 'ECONNRESET' ? resolve(heard) : reject(error)));
  });

it.each([
  ['no HTTP', '\u0000\u0001\u0002\r\n\r\n', /^HTTP\/1\.1 400/],
  [
    'broken chunks',
    `PUT ${INSTANCE} HTTP/1.1\r\nhost: 127.0.0.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
    /^HTTP\/1\.1 400/,
  ],
  [
    'two lengths',
    `PUT ${INSTANCE} HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx`,
    /^HTTP\/1\.1 400/,
  ],
  ['64 KB of headers', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(65_536)}\r\n\r\n`, /^HTTP\/1\.1 431/],
  [
    'a body that breaks off',
    `PUT ${INSTANCE} HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nxx`,
    /^(HTTP\/1\.1 4\d\d|$)/,
  ],
])('refuses %s on the wire', async (_, bytes, answer) => {
  expect(await say(bytes)).toMatch(answer);
});

it.each([
  ['deep JSON', '['.repeat(100_000)],
  ['prototype keys', '{"__proto__":{"from":"+14155550103"},"constructor":{"to":"x"}}'],
  ['a number too large', '{"from":1e999,"to":-1e999}'],
  ['an empty body', ''],
  ['no text', '\ufffd\u0000'],
])('refuses %s of a control', async (_, body) => {
  for (const [method, path] of [
    ['POST', 'inbound'],
    ['PUT', 'faults'],
    ['PUT', 'clock'],
    ['POST', 'clock/advance'],
    ['PUT', `phones/${HELD}`],
  ] as const) {
    expect((await ask(method, path, body)).status, `${method} ${path}`).toBe(400);
  }
});

it('reads a body that is too large to its end, keeps none of it and says so', async () => {
  expect((await ask('POST', 'inbound', 'x'.repeat(2_000_000))).status).toBe(413);
});

it('answers a thousand malformed requests at once, each as the service does', async () => {
  const paths = ['/../../etc/passwd', '%2e%2e%2f', '__proto__', 'constructor', '%00', 'x'.repeat(3_000), '💥'];
  const bodies = ['{', '[]', '"x"', '{"ContactFlowId":{"a":[]}}', '{"__proto__":{"a":1}}', 'null', '\u0000'];
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, async (_, index) => {
      const path = encodeURIComponent(paths[index % paths.length] ?? '');
      const response = await fetch(`${connect.origin}/contact-flows/${path}/${path}/content`, {
        method: 'POST',
        headers: { authorization: SIGNED, 'content-type': index % 2 === 0 ? 'text/html' : 'application/json' },
        body: bodies[index % bodies.length] ?? '',
      });
      return { status: response.status, type: response.headers.get('x-amzn-errortype'), body: await response.json() };
    }),
  );
  for (const { status, type, body } of answers) {
    expect([400, 403, 404]).toContain(status);
    expect(type).toMatch(/^[A-Za-z]+Exception$/);
    expect(Object(body).message).toBeTypeOf('string');
  }
});

it('drops a listener of events that never reads, so that no more than 4 MB pile up for it', async () => {
  const piled = Promise.withResolvers<number>();
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let most = 0;
    for (let index = 0; index < 2_000 && !response.destroyed; index += 1) {
      writeOrDrop(response, 'x'.repeat(64 * 1_024));
      most = Math.max(most, response.writableLength);
    }
    expect(response.destroyed).toBe(true);
    piled.resolve(most);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const unread = get({ port, host: '127.0.0.1' }, (response) => response.pause().on('error', () => undefined));
  unread.on('error', () => undefined);
  expect(await piled.promise).toBeLessThan(5 * 1_024 * 1_024);
  unread.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});
