import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examineApi } from '../../bin/doctor/examine-api.ts';
import { examineConnect } from '../../bin/doctor/examine-connect.ts';
import type { ConnectInventory } from '../../functions/adapters/connect-inventory.ts';
import type { Source } from '../../functions/core/contracts/configuration.ts';
import { exampleConfiguration, exampleInput } from './synthesize.ts';

const configuration = exampleConfiguration();
const [source = expect.fail('no source')] = configuration.sources as Source[];
const SECRET = Buffer.alloc(24, 1).toString('base64');

const whole: ConnectInventory = {
  instance: async () => ({ status: 'ACTIVE', outboundCalls: true }),
  approvedOrigins: async () => ['https://desktop.example.com'],
  phoneNumbers: async () => ['+4930555010100'],
  flowNames: async () => ['outbound', 'agent-preview', 'inbound-lookup'].map((flow) => `opportunity-cti ${flow}`),
  functions: async () => ['arn:aws:lambda:eu-central-1:123456789012:function:cti-lookupcontact'],
  recordings: async () => ({ place: 'my-recordings/connect/my-instance' }),
  isQueueEnabled: async () => true,
  requirePrompt: async () => {},
};
const throwing = (name: string) => async (): Promise<never> => {
  throw Object.assign(new Error('not here'), { name });
};
const recordings = { bucket: 'my-recordings', prefix: 'connect/my-instance' };
const listening = exampleConfiguration({ connect: { ...exampleInput().connect, recordings } });
const wrong = async (changes: Partial<ConnectInventory>) =>
  (await examineConnect(listening, { ...whole, ...changes })).filter(({ level }) => level !== 'ok');

describe('the doctor, of Connect', () => {
  it('has nothing to say of an instance that has everything', async () => expect(await wrong({})).toEqual([]));

  it('does not ask for recordings where nobody is to hear them', async () => {
    const asked = await examineConnect(configuration, { ...whole, recordings: throwing('AccessDeniedException') });
    expect(asked.filter(({ level }) => level !== 'ok')).toEqual([]);
  });

  it.each([
    [
      'outbound calls are off',
      { instance: async () => ({ status: 'ACTIVE', outboundCalls: false }) },
      /OUTBOUND_CALLS/,
    ],
    [
      'missing: opportunity-cti outbound',
      { flowNames: async () => ['opportunity-cti agent-preview', 'opportunity-cti inbound-lookup'] },
      /deploy/,
    ],
    ['no flow may invoke the look-up function', { functions: async () => [] }, /deploy/],
    [
      'connect.holdMusicPromptArn: there is no such thing',
      { requirePrompt: throwing('ResourceNotFoundException') },
      /holdMusicPromptArn/,
    ],
    ['AWS does not know these credentials', { phoneNumbers: throwing('ExpiredTokenException') }, /aws sso login/],
    ['the instance keeps no call recordings', { recordings: async () => undefined }, /Data storage/],
    [
      'recordings lie in other/connect/my-instance, not in my-recordings/connect/my-instance',
      { recordings: async () => ({ place: 'other/connect/my-instance' }) },
      /connect\.recordings/,
    ],
    [
      'recordings are encrypted with key-1, which we may not use',
      { recordings: async () => ({ place: 'my-recordings/connect/my-instance', kmsKeyArn: 'key-1' }) },
      /kmsKeyArn/,
    ],
    ['not allowed', { approvedOrigins: throwing('AccessDeniedException') }, /role/],
  ])('says “%s”, and what mends it', async (says, changes, fix) => {
    expect(await wrong(changes)).toEqual([
      { level: 'problem', says: expect.stringContaining(says), fix: expect.stringMatching(fix) },
    ]);
  });
});

describe('the doctor, of the API', () => {
  /** @param answers of an unsigned request, and of a signed one */
  async function examined(answers: readonly [number, number], date = new Date()) {
    const server = createServer((request, response) => {
      const [unsigned, signed] = answers;
      response.writeHead(request.headers['webhook-signature'] === undefined ? unsigned : signed, {
        date: date.toUTCString(),
      });
      response.end('{}');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return (await examineApi(api, source, SECRET)).map(
      ({ level, says }) => `${level}: ${says.replace(/http\S+:\d+/, '')}`,
    );
  }

  it('is content with one that refuses what is not signed, and misses the fields of what is', async () => {
    expect(await examined([401, 422])).toEqual([
      'ok: webhooks go to /webhooks/my-crm',
      'ok: this machine’s clock and the API’s agree',
      'ok: the API believes what the secret signs',
    ]);
  });

  it('says when the source is not deployed, the secret is another, or the API fails', async () => {
    expect(await examined([404, 404])).toEqual(['problem: /webhooks/my-crm: the API does not know this source']);
    expect(await examined([401, 401])).toContain('problem: the API answered 401 to what the secret signs');
    expect(await examined([500, 500])).toEqual([
      'problem: /webhooks/my-crm answered 500 to a request without signature',
    ]);
  });

  it('says when the clocks differ by more than signatures bear', async () => {
    expect(await examined([401, 422], new Date(Date.now() - 600_000))).toContain(
      'problem: this machine’s clock differs from the API’s by 10 minutes',
    );
  });

  it('says when nobody answers', async () => {
    expect(await examineApi('http://127.0.0.1:9', source, undefined)).toMatchObject([{ level: 'problem' }]);
  });
});
