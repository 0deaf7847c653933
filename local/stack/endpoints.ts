/** What people, tests and the console need to find the system: `endpoints.json`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';
import { ENVIRONMENT } from '../../functions/core/contracts/environment.ts';
import type { Endpoints } from '../parts.ts';
import * as seed from '../seed.ts';
import type { Deployment } from './deployment.ts';
import type { Origins } from './local-configuration.ts';

const sourcesSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ id: v.string(), kind: v.string(), secretId: v.string() })),
);
const secretSchema = v.pipe(v.string(), v.parseJson(), v.object({ current: v.string() }));

/** As the functions know them. */
export async function deployedSources(deployment: Deployment): Promise<v.InferOutput<typeof sourcesSchema>> {
  const [configured = '[]'] = await Promise.all(
    [...deployment.functions.values()].flatMap(({ environment, codeFolder }) => {
      const file = environment[ENVIRONMENT.sources];
      return file === undefined ? [] : [readFile(join(codeFolder, file), 'utf8')];
    }),
  );
  return v.parse(sourcesSchema, configured);
}

export async function endpointsOf(
  deployment: Deployment,
  origins: Origins,
  secrets: SecretsManagerClient,
  logs: string,
): Promise<Endpoints> {
  const sources: Record<string, { url: string; kind: string; secret: string }> = {};
  for (const { id, kind, secretId } of await deployedSources(deployment)) {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
    const { current } = v.parse(secretSchema, SecretString);
    sources[id] = { url: `${origins.api}/webhooks/${id}`, kind, secret: `whsec_${current}` };
  }
  return {
    ...origins,
    region: seed.REGION,
    accountId: seed.ACCOUNT_ID,
    instanceId: seed.INSTANCE_ID,
    instanceArn: seed.INSTANCE_ARN,
    sources,
    agents: seed.PEOPLE.filter(({ connectUserId }) => connectUserId !== undefined).map(({ username, password }) => ({
      username,
      password,
    })),
    credentials: seed.ADMIN,
    logs,
  };
}
