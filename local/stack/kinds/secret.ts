import { CreateSecretCommand, DescribeSecretCommand, GetRandomPasswordCommand } from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';
import type { Cloud } from '../cloud.ts';
import type { ResourceKind } from '../deploy.ts';
import { physicalName } from '../template/physical-names.ts';
import { isRecord, TemplateError } from '../template/template.ts';
import { boolean, ifFound, number, read } from './properties.ts';

const schema = v.object({
  Name: v.optional(v.string()),
  Description: v.optional(v.string()),
  SecretString: v.optional(v.string()),
  GenerateSecretString: v.optional(
    v.object({
      PasswordLength: v.optional(number),
      ExcludeCharacters: v.optional(v.string()),
      ExcludeLowercase: v.optional(boolean),
      ExcludeNumbers: v.optional(boolean),
      ExcludePunctuation: v.optional(boolean),
      ExcludeUppercase: v.optional(boolean),
      IncludeSpace: v.optional(boolean),
      RequireEachIncludedType: v.optional(boolean),
      SecretStringTemplate: v.optional(v.string()),
      GenerateStringKey: v.optional(v.string()),
    }),
  ),
});
type Generation = NonNullable<v.InferOutput<typeof schema>['GenerateSecretString']>;

/** A secret that exists keeps its value: a restart must not lock a source out. */
export const secret: ResourceKind = async ({ stack, logicalId, properties }, cloud) => {
  const wanted = read(schema, properties);
  const name = wanted.Name ?? physicalName(stack, logicalId, 64);
  const existing = await ifFound(
    cloud.secrets.send(new DescribeSecretCommand({ SecretId: name })),
    'ResourceNotFoundException',
  );
  const arn = existing?.ARN ?? (await create(name, wanted, cloud));
  if (arn === undefined) throw new TemplateError('Secrets Manager answered no ARN');
  return { ref: arn, attributes: { Id: arn, Arn: arn } };
};

async function create(name: string, wanted: v.InferOutput<typeof schema>, cloud: Cloud): Promise<string | undefined> {
  const value =
    wanted.GenerateSecretString === undefined
      ? (wanted.SecretString ?? '')
      : await generate(wanted.GenerateSecretString, cloud);
  const { ARN } = await cloud.secrets.send(
    new CreateSecretCommand({
      Name: name,
      SecretString: value,
      ...(wanted.Description !== undefined && { Description: wanted.Description }),
    }),
  );
  return ARN;
}

async function generate(generation: Generation, cloud: Cloud): Promise<string> {
  const { SecretStringTemplate, GenerateStringKey, ...rules } = generation;
  const given = Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
  const { RandomPassword = '' } = await cloud.secrets.send(new GetRandomPasswordCommand(given));
  if (GenerateStringKey === undefined) return RandomPassword;
  const template: unknown = JSON.parse(SecretStringTemplate ?? '{}');
  if (!isRecord(template)) throw new TemplateError('SecretStringTemplate must be a JSON object');
  return JSON.stringify({ ...template, [GenerateStringKey]: RandomPassword });
}
