/** The secrets themselves: versions with their stages, as Secrets Manager keeps them. */
import { randomInt, randomUUID } from 'node:crypto';
import { AwsError } from '../errors.ts';
import type { StateFile } from '../state-file.ts';

export interface SecretVersion {
  readonly id: string;
  stages: string[];
  readonly createdAt: number;
  readonly value: SecretValue;
}
export type SecretValue = { readonly SecretString: string } | { readonly SecretBinary: string };

export interface Secret {
  readonly name: string;
  readonly arn: string;
  description?: string;
  readonly createdAt: number;
  changedAt: number;
  deletedAt?: number;
  readonly tags: readonly unknown[];
  versions: SecretVersion[];
}
export type Secrets = Record<string, Secret>;

export interface SecretKeeper {
  /** By name, by ARN, or by the ARN without its random end. */
  find(id: string): Secret | undefined;
  require(id: string): Secret;
  all(): readonly Secret[];
  create(
    secret: { name: string; description?: string; tags: readonly unknown[] },
    value?: SecretValue,
    token?: string,
  ): Promise<Secret>;
  /** Adds a version; the stage moves to it, and AWSCURRENT's last holder becomes AWSPREVIOUS. */
  addVersion(secret: Secret, value: SecretValue, token?: string, stages?: readonly string[]): Promise<SecretVersion>;
  remove(secret: Secret): Promise<void>;
  save(): Promise<void>;
}

export const createSecretKeeper = (
  file: StateFile<Secrets>,
  place: { region: string; accountId: string; now: () => Date },
): SecretKeeper => {
  const secrets = file.value;
  const seconds = () => place.now().getTime() / 1000;
  const find = (id: string): Secret | undefined =>
    Object.values(secrets).find(({ name, arn }) => id === name || id === arn || id === arn.slice(0, -7));

  const addVersion: SecretKeeper['addVersion'] = async (secret, value, token, stages = ['AWSCURRENT']) => {
    const id = token ?? randomUUID();
    const existing = secret.versions.find((version) => version.id === id);
    if (existing !== undefined) {
      if (JSON.stringify(existing.value) === JSON.stringify(value)) return existing;
      throw new AwsError('ResourceExistsException', `A version ${id} with other content already exists.`);
    }
    if (stages.includes('AWSCURRENT')) {
      const current = secret.versions.find((version) => version.stages.includes('AWSCURRENT'));
      for (const version of secret.versions) version.stages = version.stages.filter((stage) => stage !== 'AWSPREVIOUS');
      current?.stages.push('AWSPREVIOUS');
    }
    for (const version of secret.versions) version.stages = version.stages.filter((stage) => !stages.includes(stage));
    const version = { id, stages: [...stages], createdAt: seconds(), value };
    // A version without a stage is deprecated and goes.
    secret.versions = [...secret.versions.filter((other) => other.stages.length > 0), version];
    secret.changedAt = seconds();
    await file.save();
    return version;
  };

  return {
    find,
    require(id) {
      const secret = find(id);
      if (secret !== undefined) return secret;
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    },
    all: () => Object.values(secrets),
    async create({ name, description, tags }, value, token) {
      if (!/^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name)) {
        throw new AwsError(
          'ValidationException',
          'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
        );
      }
      if (secrets[name] !== undefined) {
        throw new AwsError(
          'ResourceExistsException',
          `The operation failed because the secret ${name} already exists.`,
        );
      }
      const arn = `arn:aws:secretsmanager:${place.region}:${place.accountId}:secret:${name}-${suffix()}`;
      const secret: Secret = {
        name,
        arn,
        ...(description === undefined ? {} : { description }),
        createdAt: seconds(),
        changedAt: seconds(),
        tags,
        versions: [],
      };
      secrets[name] = secret;
      if (value === undefined) await file.save();
      else await addVersion(secret, value, token);
      return secret;
    },
    addVersion,
    async remove(secret) {
      delete secrets[secret.name];
      await file.save();
    },
    save: () => file.save(),
  };
};

const suffix = (): string =>
  Array.from({ length: 6 }, () =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.charAt(randomInt(62)),
  ).join('');
