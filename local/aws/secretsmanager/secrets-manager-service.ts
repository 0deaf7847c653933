/** Secrets Manager: the operations that an application and its deployment use. Nothing is encrypted but the file is its owner's only. */
import { join } from 'node:path';
import type { ServiceRequest } from '../../parts.ts';
import { AwsError, notServed } from '../errors.ts';
import type { AwsService, Need } from '../service.ts';
import { openStateFile } from '../state-file.ts';
import { randomPassword } from './random-password.ts';
import { createSecretKeeper, type Secret, type Secrets, type SecretValue } from './secrets.ts';

type Input = Readonly<Record<string, unknown>>;
type Operation = (input: Input) => Promise<Input> | Input;

export const startSecretsManager = (options: {
  region: string;
  accountId: string;
  dataFolder?: string;
  now: () => Date;
}): AwsService => {
  const { region, accountId } = options;
  const file = openStateFile<Secrets>(options.dataFolder && join(options.dataFolder, 'secrets.json'), {});
  const keeper = createSecretKeeper(file, options);
  const named = ({ SecretId }: Input): Secret => keeper.require(String(SecretId));
  const usable = (input: Input): Secret => {
    const secret = named(input);
    if (secret.deletedAt === undefined) return secret;
    throw new AwsError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  };

  const operations: Readonly<Record<string, Operation>> = {
    async CreateSecret(input) {
      const { Name, Description, Tags } = input;
      const details = {
        name: String(Name),
        ...(typeof Description === 'string' ? { description: Description } : {}),
        tags: Array.isArray(Tags) ? Tags : [],
      };
      const secret = await keeper.create(details, secretValueOf(input), tokenOf(input));
      const version = secret.versions[0];
      return { ARN: secret.arn, Name: secret.name, ...(version === undefined ? {} : { VersionId: version.id }) };
    },
    GetSecretValue(input) {
      const secret = usable(input);
      const { VersionId, VersionStage = VersionId === undefined ? 'AWSCURRENT' : undefined } = input;
      const version = secret.versions.find(
        ({ id, stages }) =>
          (VersionId === undefined || id === VersionId) &&
          (VersionStage === undefined || stages.includes(String(VersionStage))),
      );
      if (version === undefined) {
        const which = VersionId === undefined ? `staging label: ${VersionStage}` : `VersionId: ${VersionId}`;
        throw new AwsError(
          'ResourceNotFoundException',
          `Secrets Manager can't find the specified secret value for ${which}`,
        );
      }
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        VersionStages: version.stages,
        CreatedDate: version.createdAt,
        ...version.value,
      };
    },
    async PutSecretValue(input) {
      const secret = usable(input);
      const value = secretValueOf(input);
      if (value === undefined)
        throw new AwsError('InvalidParameterException', 'You must provide SecretString or SecretBinary.');
      const stages = Array.isArray(input.VersionStages) ? input.VersionStages.map(String) : undefined;
      const version = await keeper.addVersion(secret, value, tokenOf(input), stages);
      return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages };
    },
    async UpdateSecret(input) {
      const secret = usable(input);
      if (typeof input.Description === 'string') secret.description = input.Description;
      const value = secretValueOf(input);
      const version = value === undefined ? undefined : await keeper.addVersion(secret, value, tokenOf(input));
      await keeper.save();
      return { ARN: secret.arn, Name: secret.name, ...(version === undefined ? {} : { VersionId: version.id }) };
    },
    DescribeSecret: (input) => description(named(input)),
    ListSecrets: () => ({
      SecretList: keeper
        .all()
        .filter(({ deletedAt }) => deletedAt === undefined)
        .map(description),
    }),
    GetRandomPassword: (input) => ({ RandomPassword: randomPassword(input) }),
    async DeleteSecret(input) {
      const secret = named(input);
      const deletedAt = options.now().getTime() / 1000;
      if (input.ForceDeleteWithoutRecovery === true) await keeper.remove(secret);
      else {
        secret.deletedAt = deletedAt;
        await keeper.save();
      }
      return { ARN: secret.arn, Name: secret.name, DeletionDate: deletedAt };
    },
    async RestoreSecret(input) {
      const secret = named(input);
      delete secret.deletedAt;
      await keeper.save();
      return { ARN: secret.arn, Name: secret.name };
    },
  };

  const needOf = (operation: string, input: Input): Need => {
    const action = `secretsmanager:${operation}`;
    if (operation === 'ListSecrets' || operation === 'GetRandomPassword') return { action, resource: '*' };
    const id = String(input.SecretId ?? input.Name);
    const prefix = `arn:aws:secretsmanager:${region}:${accountId}:secret:`;
    const resource = keeper.find(id)?.arn ?? (id.startsWith('arn:') ? id : `${prefix}${id}`);
    const stage = input.VersionStage ?? (operation === 'GetSecretValue' ? 'AWSCURRENT' : undefined);
    return {
      action,
      resource,
      ...(stage === undefined ? {} : { context: { 'secretsmanager:VersionStage': String(stage) } }),
    };
  };

  return {
    name: 'secretsmanager',
    tracePart: 'secrets',
    read(request) {
      const operation = operationOf(request);
      const handler = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (handler === undefined) throw notServed(`secretsmanager:${operation}`);
      const input: Input = JSON.parse(request.body.toString() || '{}') ?? {};
      const need = needOf(operation, input);
      return {
        operation,
        needs: [need],
        subject: need.resource.replace(/^.*:secret:/, ''),
        async serve() {
          const body = JSON.stringify(await handler(input));
          return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body };
        },
      };
    },
    stop: () => file.save(),
  };
};

const operationOf = ({ headers }: ServiceRequest): string =>
  (headers['x-amz-target'] ?? '').replace(/^secretsmanager\./, '');

const tokenOf = ({ ClientRequestToken }: Input): string | undefined =>
  typeof ClientRequestToken === 'string' ? ClientRequestToken : undefined;

const secretValueOf = ({ SecretString, SecretBinary }: Input): SecretValue | undefined => {
  if (typeof SecretString === 'string') return { SecretString };
  return typeof SecretBinary === 'string' ? { SecretBinary } : undefined;
};

const description = (secret: Secret): Input => ({
  ARN: secret.arn,
  Name: secret.name,
  ...(secret.description === undefined ? {} : { Description: secret.description }),
  CreatedDate: secret.createdAt,
  LastChangedDate: secret.changedAt,
  ...(secret.deletedAt === undefined ? {} : { DeletedDate: secret.deletedAt }),
  Tags: secret.tags,
  VersionIdsToStages: Object.fromEntries(secret.versions.map(({ id, stages }) => [id, stages])),
});
