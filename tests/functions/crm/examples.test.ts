/** The programs of docs/crm/generic.md, as they stand there, against the connector's own check of signatures. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { genericSourceSchema } from '#core/contracts/configuration.ts';
import type { SourceNotice } from '#core/source-notice.ts';
import { genericInbound } from '#crm/generic/generic-inbound.ts';
import { sign } from '#crm/generic/standard-webhooks.ts';

const SECRET = Buffer.from('a secret of exactly 24 b').toString('base64');
const page = readFileSync(new URL('../../../docs/crm/generic.md', import.meta.url), 'utf8');
const source = v.parse(genericSourceSchema, { id: 'my-crm', kind: 'generic', callbackUrl: 'https://crm.example' });

/** The first block under a heading. */
const blockUnder = (heading: string): string =>
  page.split(`\n## ${heading}\n`)[1]?.match(/```\w+\n([\s\S]*?)```/)?.[1] ?? expect.fail(`nothing under ${heading}`);

/** What was believed, and whether each request was. */
let notices: SourceNotice[] = [];
let refused: unknown[] = [];
const server = createServer(async (request, response) => {
  try {
    const body = await buffer(request);
    const signed = {
      method: 'POST',
      url: 'https://api.example/',
      headers: request.headers as Record<string, string>,
      body,
    };
    const id = genericInbound.verify(signed, [SECRET], new Date(), source);
    notices.push(...genericInbound.parse(signed, id, source));
    response.writeHead(202).end('{}');
  } catch (error) {
    refused.push(error);
    response.writeHead(401).end();
  }
});
let folder: string;
let webhookUrl: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cti-examples-'));
  writeFileSync(join(folder, 'request.json'), blockUnder('A request, `request.json`'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/my-crm`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  notices = [];
  refused = [];
});

async function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const options = { cwd: folder, env: { PATH: process.env.PATH ?? '', ...env } };
  return (await promisify(execFile)(command, args, options)).stdout;
}

const PAYLOAD = JSON.stringify({ type: 'call.completed', data: { call: { callId: 'call-ü' } } });
/** What the examples leave to their reader, and a webhook of ours. */
const given = () => ({
  ...{ request: JSON.parse(readFileSync(join(folder, 'request.json'), 'utf8')), webhookUrl, secret: `whsec_${SECRET}` },
  ...{ payload: PAYLOAD, headers: { ...sign(SECRET, 'event-1', new Date(), PAYLOAD) } },
});
const believed = (): void => {
  expect(refused).toEqual([]);
  expect(notices).toMatchObject([{ message: { type: 'call.requested', data: { opportunity: { id: 'opp-1001' } } } }]);
};

const hasPython = spawnSync('python3', ['-c', '']).status === 0;
const hasPackage = spawnSync('python3', ['-c', 'import standardwebhooks']).status === 0;
const PYTHON = [...(hasPython ? ['Python without a package'] : []), ...(hasPackage ? ['Python'] : [])];

describe('the programs of docs/crm/generic.md', () => {
  it('in curl', async () => {
    const script = blockUnder('curl').replace("SECRET='…'", `SECRET='whsec_${SECRET}'`);
    await run('bash', ['-euc', script], { WEBHOOK_URL: webhookUrl });
    believed();
  });

  it('in TypeScript', async () => {
    const [imports = '', ...rest] = blockUnder('TypeScript').split('\n\n');
    const local = imports.replace("'standardwebhooks'", JSON.stringify(import.meta.resolve('standardwebhooks')));
    const variables = 'const { request, webhookUrl, secret, payload, headers } = JSON.parse(process.env.GIVEN!);';
    const program = [local, variables, ...rest, 'console.log(JSON.stringify([response.status, event]));'].join('\n');
    writeFileSync(join(folder, 'example.mts'), program);
    const said = await run(process.execPath, ['example.mts'], { GIVEN: JSON.stringify(given()) });
    believed();
    expect(JSON.parse(said)).toEqual([202, JSON.parse(PAYLOAD)]);
  });

  for (const heading of PYTHON) {
    it(`in ${heading}`, async () => {
      const variables = [
        'import json as _json, os as _os',
        '_given = _json.loads(_os.environ["GIVEN"])',
        'request, webhook_url, secret = _given["request"], _given["webhookUrl"], _given["secret"]',
        'payload = _given["payload"]',
      ];
      // The example's own `headers` are those that it sends.
      const code = blockUnder(heading).replace(
        /^# What comes to you/m,
        'headers = _given["headers"]\n# What comes to you',
      );
      writeFileSync(
        join(folder, 'example.py'),
        [...variables, code, 'print(_json.dumps([answer.status, event]))'].join('\n'),
      );
      const said = await run('python3', ['example.py'], { GIVEN: JSON.stringify(given()) });
      believed();
      expect(JSON.parse(said)).toEqual([202, JSON.parse(PAYLOAD)]);
    });
  }
});
