/** The sources' webhook secrets, from Secrets Manager. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';
import type { FunctionSource } from '#core/contracts/configuration.ts';
import { SECRET_LIFETIME, SECRET_REREAD_INTERVAL, SERVICE_TIMEOUTS } from '#core/policy.ts';
import type { SourceSecrets } from '#core/ports.ts';
import { primed } from './priming.ts';
import { clientConfiguration } from './service-client.ts';

export const openSecrets = (): SecretsManagerClient => new SecretsManagerClient(clientConfiguration(SERVICE_TIMEOUTS));

const secretSchema = v.object({ current: v.pipe(v.string(), v.nonEmpty()), previous: v.optional(v.string()) });

interface Known {
  readonly secrets: readonly string[];
  readonly readAt: number;
}

/** Kept for `SECRET_LIFETIME`; `fresh` reads again, at most every `SECRET_REREAD_INTERVAL`. */
export function sourceSecrets(
  client: SecretsManagerClient,
  sources: ReadonlyMap<string, Pick<FunctionSource, 'secretArn'>>,
  now: () => number = () => Date.now(),
): SourceSecrets {
  const known = new Map<string, Known>();
  const read = async (sourceId: string): Promise<readonly string[]> => {
    const source = sources.get(sourceId);
    if (source === undefined) throw new Error(`no source ${sourceId} is configured`);
    const { SecretString: value = '' } = await client.send(new GetSecretValueCommand({ SecretId: source.secretArn }));
    const { current, previous } = v.parse(secretSchema, JSON.parse(value));
    const secrets = [current, ...(previous === undefined || previous === '' ? [] : [previous])];
    known.set(sourceId, { secrets, readAt: now() });
    return secrets;
  };
  return {
    async secretsOf(sourceId, { fresh = false } = {}) {
      const cached = known.get(sourceId);
      const lifetime = fresh ? SECRET_REREAD_INTERVAL : SECRET_LIFETIME;
      return cached !== undefined && now() - cached.readAt < lifetime ? cached.secrets : read(sourceId);
    },
  };
}

/** Of so many sources the secrets are read ahead: one request each. */
const MAX_PRIMED = 5;

/** So that a cold function's first webhook does not wait for its source's secret. */
export const primeSecrets = (secrets: SourceSecrets, sourceIds: Iterable<string>): Promise<void> =>
  primed(...[...sourceIds].slice(0, MAX_PRIMED).map((sourceId) => secrets.secretsOf(sourceId)));
