import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { FunctionSource } from '../../functions/core/contracts/configuration.ts';
import { acknowledge } from '../acknowledge.ts';
import { asSecret } from '../construct-types.ts';

/** One signing secret per source, made at deployment and never seen by the template. */
export class SourceSecrets extends Construct {
  /** By the sources' ids. */
  readonly byId: ReadonlyMap<string, ISecret>;

  constructor(scope: Construct, id: string, sources: readonly FunctionSource[]) {
    super(scope, id);
    this.byId = new Map(sources.map((source) => [source.id, this.#secretOf(source)]));
  }

  #secretOf({ id, secretId }: FunctionSource): ISecret {
    const secret = new Secret(this, id, {
      secretName: secretId,
      description: `Signs webhooks from and to ${id}: {"current": "<base64>", "previous"?: "<base64>"}`,
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'current',
        // 32 letters and digits are valid base64 of 24 bytes, the least that Standard Webhooks asks for.
        passwordLength: 32,
        excludePunctuation: true,
        includeSpace: false,
      },
    });
    acknowledge(secret, {
      'AwsSolutions-SMG4':
        'The CRM holds the same secret, so only its operator can rotate it: docs/deploy.md says how, without losing a request.',
    });
    return asSecret(secret);
  }
}
