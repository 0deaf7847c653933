import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readOptions } from '../../../local/connect/standalone/options.ts';
import { runStandalone } from '../../../local/connect/standalone/run.ts';
import { MAIN_NUMBER } from '../../../local/connect/standalone/seed.ts';
import { renewed } from '../../../local/connect/support.ts';

const folder = new URL('../../../local/connect/', import.meta.url);
const example = (name: string) => new URL(`examples/${name}`, folder).pathname;
const LOOK_UP = 'arn:aws:lambda:us-east-1:123456789012:function:look-up';
const tuning = { speechMaximumMs: 0, promptMs: 1, eventDelayMs: 0, postDialDelayMs: 0 };

let parts: AsyncDisposableStack;
beforeEach(() => {
  parts = new AsyncDisposableStack();
});
afterEach(() => parts.disposeAsync());

const start = async (...args: string[]) => {
  const options = readOptions(['--port', '0', ...args]);
  if (options === undefined) throw new Error('only the usage was asked for');
  const lines: string[] = [];
  const connect = await runStandalone(options, (line) => lines.push(line), tuning);
  parts.defer(connect.stop);
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${connect.origin}/simulator/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return Object(await response.json());
  };
  const callIn = async (from: string) => {
    const { contactId } = await control('POST', 'inbound', { from, to: MAIN_NUMBER.number });
    return async () => (await control('GET', `contacts/${contactId}`)).contacts[0];
  };
  return { connect, lines, control, callIn };
};
const path = (contact: { flowTrace: { actionId: string }[] }) => contact.flowTrace.map(({ actionId }) => actionId);

describe('the local Connect alone', () => {
  it('takes a call through the example flow, by the function that it was given', async () => {
    const { callIn, lines, control } = await start(
      '--flow',
      example('support.json'),
      '--function',
      `${LOOK_UP}=${example('look-up.ts')}`,
    );
    expect(lines.at(-1)).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+$/);
    const gold = await callIn('+14155550101');
    await vi.waitFor(async () =>
      expect(path(await gold())).toEqual(['look-up', 'level', 'keep', 'welcome', 'queue', 'wait']),
    );
    expect((await gold()).attributes).toEqual({ level: 'gold' });
    expect((await gold()).spoken).toMatchObject([{ text: 'Welcome back, Dana.' }]);
    const plain = await callIn('+14155550102');
    await vi.waitFor(async () => expect(path(await plain())).toEqual(['look-up', 'level']));
    await control('POST', 'phones/+14155550102/digits', { digits: '1' });
    await vi.waitFor(async () => expect(path(await plain())).toEqual(['look-up', 'level', 'menu', 'queue', 'wait']));
    expect(lines.join('\n')).toContain('support: Compare actionId=level result="condition gold" nextAction=keep');
  });

  it('asks functions over HTTP and posts contact events', async () => {
    const posted: { url: string | undefined; body: unknown }[] = [];
    const server = createServer(async (request, response) => {
      posted.push({ url: request.url, body: await json(request) });
      response.end(JSON.stringify({ level: 'gold', name: 'Kim' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    parts.defer(() => new Promise((resolve) => server.close(() => resolve())));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { callIn } = await start(
      '--flow',
      example('support.json'),
      '--function',
      `${LOOK_UP}=${origin}/function`,
      '--events',
      `${origin}/events`,
    );
    const contact = await callIn('+14155550109');
    await vi.waitFor(async () => expect((await contact()).spoken).toMatchObject([{ text: 'Welcome back, Kim.' }]));
    await vi.waitFor(() => {
      const events = posted.filter(({ url }) => url === '/events').map(({ body }) => Object(body).detail.eventType);
      expect(events.toSorted()).toEqual(['CONNECTED_TO_SYSTEM', 'CONTACT_DATA_UPDATED', 'INITIATED', 'QUEUED']);
    });
    expect(posted.find(({ url }) => url === '/function')?.body).toMatchObject({ Name: 'ContactFlowEvent' });
    server.closeAllConnections();
  });

  it('publishes a flow again when its file is saved, and says what is wrong with it', async () => {
    const own = await mkdtemp(join(tmpdir(), 'connect-flow-'));
    parts.defer(() => rm(own, { recursive: true }));
    const file = join(own, 'mine.json');
    const flow = (Type: string) =>
      JSON.stringify({
        Version: '2019-10-30',
        StartAction: 'end',
        Actions: [{ Identifier: 'end', Type, Parameters: {}, Transitions: {} }],
      });
    await writeFile(file, flow('HangUp'));
    const { callIn, lines } = await start('--flow', file);
    expect(lines).toContainEqual(
      'flow mine is not published:\n  - Invalid Action type. Type: HangUp, Path: Actions[0]',
    );
    await writeFile(file, flow('DisconnectParticipant'));
    await vi.waitFor(() => expect(lines.at(-1)).toContain('flow mine is published'));
    const contact = await callIn('+14155550101');
    await vi.waitFor(async () => expect(await contact()).toMatchObject({ state: 'completed' }));
  });

  it('answers nobody who has not signed', async () => {
    const { connect } = await start();
    const response = await fetch(`${connect.origin}/users-summary/1c9f6a40-3b7e-4d52-9a18-6e0d2f5b7c31`);
    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
  });

  it.each([
    [['--port', 'high'], '--port high'],
    [['--function', 'look-up=./look-up.ts'], '--function look-up=./look-up.ts'],
    [['--events', 'ftp://example.com'], '--events ftp://example.com'],
    [['--origin', 'localhost:8080'], '--origin localhost:8080'],
  ])('refuses %j by name', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});

describe('what it depends on', () => {
  it('is its own folder, the types of the parts, and packages', async () => {
    const seen = new Set<string>();
    const outside = new Set<string>();
    const visit = async (url: URL): Promise<void> => {
      if (seen.has(url.href)) return;
      seen.add(url.href);
      for (const [, specifier = ''] of (await readFile(url, 'utf8')).matchAll(/\bfrom '(\.[^']+)'/g)) {
        const target = new URL(specifier, url);
        if (target.href.startsWith(folder.href)) await visit(target);
        else outside.add(target.href.slice(new URL('..', folder).href.length));
      }
    };
    await visit(new URL('main.ts', folder));
    expect(seen.size).toBeGreaterThan(100);
    expect([...outside]).toEqual(['parts.ts']);
  });
});

describe('the README', () => {
  it('says what the code serves now', async () => {
    const readme = await readFile(new URL('README.md', folder), 'utf8');
    expect(renewed(readme), 'renew it: node local/connect/write-readme.ts').toBe(readme);
  });
});
