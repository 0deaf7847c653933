/** The sources' secrets, from Secrets Manager: JSON whose `current` and `previous` sign, and whose other members speak to the CRM. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';
import type { FunctionSource } from '#core/contracts/configuration.ts';
import { SECRET_LIFETIME, SECRET_REREAD_INTERVAL, SERVICE_TIMEOUTS } from '#core/policy.ts';
import type { SourceSecrets } from '#core/ports/crm.ts';
import { primed } from './priming.ts';
import { clientConfiguration } from './service-client.ts';

export const openSecrets = (): SecretsManagerClient => new SecretsManagerClient(clientConfiguration(SERVICE_TIMEOUTS));

const secretSchema = v.objectWithRest(
  { current: v.pipe(v.string(), v.nonEmpty()), previous: v.optional(v.string()) },
  v.string(),
);

interface Known {
  readonly secrets: readonly string[];
  readonly credentials: Readonly<Record<string, string>>;
  readonly readAt: number;
}

/** Kept for `SECRET_LIFETIME`; `fresh` reads again, at most every `SECRET_REREAD_INTERVAL`. */
export function sourceSecrets(
  client: SecretsManagerClient,
  sources: ReadonlyMap<string, Pick<FunctionSource, 'secretId'>>,
  now: () => number = () => Date.now(),
): SourceSecrets {
  const known = new Map<string, Known>();
  const read = async (sourceId: string): Promise<Known> => {
    const source = sources.get(sourceId);
    if (source === undefined) throw new Error(`no source ${sourceId} is configured`);
    const { SecretString: value = '' } = await client.send(new GetSecretValueCommand({ SecretId: source.secretId }));
    const { previous = '', ...rest } = v.parse(secretSchema, JSON.parse(value));
    const rotating = previous === '' ? {} : { previous };
    const secrets = [rest.current, ...Object.values(rotating)];
    const found = { secrets, credentials: { ...rest, ...rotating }, readAt: now() };
    known.set(sourceId, found);
    return found;
  };
  const knownOf = async (sourceId: string, { fresh = false } = {}): Promise<Known> => {
    const cached = known.get(sourceId);
    const lifetime = fresh ? SECRET_REREAD_INTERVAL : SECRET_LIFETIME;
    return cached !== undefined && now() - cached.readAt < lifetime ? cached : read(sourceId);
  };
  return {
    secretsOf: async (sourceId, options) => (await knownOf(sourceId, options)).secrets,
    credentialsOf: async (sourceId, options) => (await knownOf(sourceId, options)).credentials,
  };
}

/** Of so many sources the secrets are read ahead: one request each. */
const MAX_PRIMED = 5;

/** So that a cold function's first webhook does not wait for its source's secret. */
export const primeSecrets = (secrets: SourceSecrets, sourceIds: Iterable<string>): Promise<void> =>
  primed(...[...sourceIds].slice(0, MAX_PRIMED).map((sourceId) => secrets.secretsOf(sourceId)));
