import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { CTI_OPERATIONS } from '../../../local/connect/agent-session.ts';
import { CtiApi } from '../../../local/connect/ccp/cti-api.ts';
import { SmallEngine } from './small-engine.ts';

const session = { id: 's', username: 'ana', signInId: 'i', bearer: 'b', expiresAt: new Date() };

it('holds a poll for the snapshot until the agent changes, and for the caller that is behind not at all', async () => {
  const engine = new SmallEngine();
  const api = new CtiApi(engine);
  const poll = (nextToken: string) =>
    api.call(session, 'GetAgentSnapshot', { nextToken, timeout: 10_000 }, 'wss://none');
  const { nextToken } = Object(await poll('0'));
  const held = poll(nextToken);
  const turn = new Promise((resolve) => setImmediate(resolve, 'still held'));
  expect(await Promise.race([held, turn])).toBe('still held');
  const contactId = engine.ring();
  expect(await held).toMatchObject({ snapshot: { contacts: [{ contactId }] } });
});

it('offers the socket that Streams wants, and no transport that it has not', async () => {
  const api = new CtiApi(new SmallEngine());
  const ask = (transportType: string) => api.call(session, 'CreateTransport', { transportType }, 'wss://127.0.0.1:1');
  expect(await ask('web_socket')).toMatchObject({ webSocketTransport: { url: 'wss://127.0.0.1:1/socket' } });
  await expect(ask('web_rtc')).rejects.toMatchObject({ type: 'InvalidParameterException' });
});

/** The members of an enum of Streams, read from its own sources. */
const methodsIn = async (name: string): Promise<string[]> => {
  const path = new URL('../../../node_modules/amazon-connect-streams/release/connect-streams.js', import.meta.url);
  const [, list = ''] =
    new RegExp(`connect\\.${name} = connect\\.makeEnum\\(\\[([^\\]]*)\\]`).exec(await readFile(path, 'utf8')) ?? [];
  return [...list.matchAll(/'(\w+)'/g)].map(([, method]) => method ?? '');
};

it.each(['ClientMethods', 'TaskTemplatesClientMethods'])('knows every method of Streams’ %s', async (name) => {
  const methods = await methodsIn(name);
  expect(methods.length).toBeGreaterThan(3);
  const ofTransport = ['createTransport', 'getNewAuthToken'];
  const known = new Set<string>([...CTI_OPERATIONS, ...ofTransport]);
  expect(methods.filter((method) => !known.has(method))).toEqual([]);
});

it('answers a method that it does not know with the error type of the wire', async () => {
  const api = new CtiApi(new SmallEngine());
  const unknown = api.call(session, 'AgentAppService.VoiceId.deleteSpeaker', {}, 'wss://none');
  await expect(unknown).rejects.toMatchObject({ type: 'UnknownOperationException', statusCode: 400 });
});
