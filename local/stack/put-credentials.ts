/** What an operator does after the deployment (docs/crm/): what the vendor has given goes into the source's secret. */
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';

const secretSchema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()));

/** Before a function reads the secret: it would believe it for minutes. */
export async function putCredentials(
  secrets: SecretsManagerClient,
  secretId: string,
  credentials: Readonly<Record<string, string>>,
): Promise<void> {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
  const known = v.parse(secretSchema, SecretString);
  const isWhole = Object.entries(credentials).every(([name, value]) => known[name] === value);
  if (isWhole) return;
  await secrets.send(
    new PutSecretValueCommand({ SecretId: secretId, SecretString: JSON.stringify({ ...known, ...credentials }) }),
  );
}
