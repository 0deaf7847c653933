/** `npm run doctor` on the running system: nothing is wrong, and then one thing at a time is, which it names with what mends it. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  AssociateApprovedOriginCommand,
  ConnectClient,
  DisassociateApprovedOriginCommand,
  UpdateQueueStatusCommand,
} from '@aws-sdk/client-connect';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Configuration } from '../../functions/core/contracts/configuration.ts';
import { SOURCE_ID } from '../system/source.ts';

const endpoints = inject('endpoints');
const { region, credentials, aws, instanceId: InstanceId } = endpoints;
const connect = new ConnectClient({ endpoint: endpoints.connect, region, credentials });
const secrets = new SecretsManagerClient({ endpoint: aws, region, credentials });
const root = join(import.meta.dirname, '../..');
let folder: string;
let configuration: Configuration;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opportunity-cti-doctor-'));
  await writeFile(join(folder, 'endpoints.json'), JSON.stringify(endpoints));
  configuration = JSON.parse(await readFile(join(dirname(endpoints.logs), 'cti.config.json'), 'utf8'));
});
afterAll(async () => {
  connect.destroy();
  secrets.destroy();
  await rm(folder, { recursive: true, force: true });
});

function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    const options = { cwd: root, env: { PATH: process.env.PATH, ...env } };
    execFile(process.execPath, ['bin/doctor.ts', ...args], options, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    );
  });
}

const local = () => run(['--local', '--data', folder], {});
/** As for a deployment: everything from the environment. */
async function withConfiguration(changed: object): Promise<{ code: number; said: string }> {
  const file = join(folder, 'cti.config.json');
  await writeFile(file, JSON.stringify(changed));
  return run([], {
    ...{ CTI_CONFIG: file, AWS_ENDPOINT_URL: aws, AWS_ENDPOINT_URL_CONNECT: endpoints.connect, AWS_REGION: region },
    ...{ AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
  });
}
/** What it says is wrong, without what is well. */
const problemsIn = (said: string): readonly string[] =>
  said.split('\n').flatMap((line) => /^ {2}PROBLEM +(.*)/.exec(line)?.[1] ?? []);

describe('the doctor', () => {
  it('finds nothing wrong with a system that works, and says where the webhooks go', async () => {
    const { code, said } = await local();
    expect([code, problemsIn(said)]).toEqual([0, []]);
    expect(said).toContain(`${endpoints.api}/webhooks/${SOURCE_ID}`);
    expect(said).toContain('the API believes what the secret signs');
  });

  it('finds an origin that is not approved, and a queue that takes no calls', async () => {
    const origin = { InstanceId, Origin: endpoints.desktop };
    const queue = { InstanceId, QueueId: configuration.connect.fallbackQueueArn.split('/').at(-1) };
    await connect.send(new DisassociateApprovedOriginCommand(origin));
    await connect.send(new UpdateQueueStatusCommand({ ...queue, Status: 'DISABLED' }));
    const { code, said } = await local().finally(async () => {
      await connect.send(new AssociateApprovedOriginCommand(origin));
      await connect.send(new UpdateQueueStatusCommand({ ...queue, Status: 'ENABLED' }));
    });
    expect(code).toBe(1);
    expect(problemsIn(said)).toEqual([
      'the fallback queue is disabled',
      `${endpoints.desktop} is no approved origin: the softphone stays empty`,
    ]);
    expect(said).toContain(
      `aws connect associate-approved-origin --origin ${endpoints.desktop} --instance-id ${InstanceId}`,
    );
  });

  it.each([
    ['credentials that the CRM does not know', { accessToken: 'another' }, /the CRM does not let us read/],
    ['credentials that are missing', { accessToken: undefined }, /lacks accessToken, or clientId and refreshToken/],
  ])('finds %s', async (_what, change, expected) => {
    const SecretId = `${configuration.name}/sources/hubspot-demo`;
    const { SecretString: before = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    const { refreshToken: _r, clientId: _c, ...known } = JSON.parse(before);
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify({ ...known, ...change }) }));
    const mend = () => secrets.send(new PutSecretValueCommand({ SecretId, SecretString: before }));
    const { code, said } = await local().finally(mend);
    expect([code, problemsIn(said).length > 0]).toEqual([1, true]);
    for (const problem of problemsIn(said)) expect(problem).toMatch(expected);
    expect(said).toContain('docs/crm/hubspot.md');
  });

  it('finds a number that is not claimed, and a source that is configured but not deployed', async () => {
    const [source] = configuration.sources;
    const { code, said } = await withConfiguration({
      ...{ ...configuration, connect: { ...configuration.connect, sourcePhoneNumber: '+4930555019999' } },
      sources: [{ ...source, id: 'never-deployed' }],
    });
    expect(code).toBe(1);
    expect(problemsIn(said)).toEqual([
      '+4930555019999 is no number of the instance',
      `there is no secret ${configuration.name}/sources/never-deployed`,
      `${endpoints.api}/webhooks/never-deployed: the API does not know this source`,
    ]);
  });

  it('finds a CRM that is not there, and goes on with the others', async () => {
    const nowhere = { id: 'espocrm-demo', kind: 'espocrm', apiUrl: 'http://127.0.0.1:9' };
    const [source] = configuration.sources;
    const { code, said } = await withConfiguration({ ...configuration, sources: [nowhere, source] });
    expect(code).toBe(1);
    expect(new Set(problemsIn(said))).toEqual(new Set(['the CRM cannot be reached']));
    expect(said).toContain('check apiUrl of source espocrm-demo');
    expect(said).toContain(`webhooks go to ${endpoints.api}/webhooks/${SOURCE_ID}`);
  });

  it('names the wrong fields of a configuration, and asks nobody then', async () => {
    const { code, said } = await withConfiguration({ ...configuration, account: '12' });
    expect(code).toBe(1);
    expect(said).toContain('account: must be a 12-digit account id');
    expect(said).not.toContain('the instance is active');
  });
});
