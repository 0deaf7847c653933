import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { FunctionSource, Source } from '../../functions/core/contracts/configuration.ts';
import { acknowledge } from '../acknowledge.ts';
import { asSecret } from '../construct-types.ts';
import { holidayDates } from '../holiday-dates.ts';

/** One signing secret per source, made at deployment and never seen by the template. */
export class SourceSecrets extends Construct {
  readonly secrets: readonly ISecret[];
  readonly sources: readonly FunctionSource[];

  constructor(scope: Construct, id: string, sources: readonly Source[]) {
    super(scope, id);
    const made = sources.map((source) => ({ source, secret: this.#secretOf(source) }));
    this.secrets = made.map(({ secret }) => secret);
    this.sources = made.map(({ source, secret }) => {
      const { countries = [] } = source.callingRules?.holidays ?? {};
      const holidays = countries.length === 0 ? {} : { holidays: holidayDates(countries, new Date()) };
      return { ...source, secretArn: secret.secretArn, ...holidays };
    });
  }

  #secretOf({ id }: Source): ISecret {
    const secret = new Secret(this, id, {
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
