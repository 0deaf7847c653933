import type { Template } from 'aws-cdk-lib/assertions';
import type { FunctionName } from '../../functions/core/contracts/routes.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}
interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

export const resourcesOf = (template: Template): Readonly<Record<string, Resource>> => template.toJSON().Resources;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** The part of a logical id that comes from a function's name. */
const idPart = (name: FunctionName): string => `Functions${name.replaceAll('-', '')}`;

/** What a role's policies say, as lines such as `dynamodb:GetItem table`. */
export function grantsOf(template: Template, name: FunctionName): readonly string[] {
  const policies = Object.entries(resourcesOf(template)).filter(
    ([id, { Type }]) => Type === 'AWS::IAM::Policy' && id.startsWith(`${idPart(name)}Role`),
  );
  const statements = policies.flatMap(
    ([, { Properties }]) => (Properties.PolicyDocument as { Statement: readonly Statement[] }).Statement,
  );
  return statements
    .flatMap(({ Effect, Action, Resource }) =>
      list(Action).flatMap((action) =>
        list(Resource).map((resource) => `${Effect === 'Allow' ? '' : `${Effect} `}${action} ${nameOf(resource)}`),
      ),
    )
    .sort();
}

/** A short name for a resource; one that nobody has thought of stays as it is and makes the comparison fail. */
function nameOf(resource: unknown): string {
  const text = JSON.stringify(resource);
  const [, index] = /OpportunitiesTable.*\/index\/(gsi\d)/.exec(text) ?? [];
  if (index !== undefined) return `table/${index}`;
  const names: readonly (readonly [RegExp, string])[] = [
    [/OpportunitiesTable\w+Arn/, 'table'],
    [/Documents\w+Arn.*"\/documents\/\*"/, 'documents/*'],
    [/^\{"Fn::ImportValue":"[\w-]+:ExportsOutputFnGetAttDocuments\w+Arn\w+"\}$/, 'documents bucket'],
    [/^\{"Fn::GetAtt":\["DialQueue\w+","Arn"\]\}$/, 'dial'],
    [/^\{"Fn::GetAtt":\["WriteBackQueue\w+","Arn"\]\}$/, 'write-back'],
    [/^\{"Fn::GetAtt":\["DocumentQueue\w+","Arn"\]\}$/, 'document'],
    [/^\{"Fn::GetAtt":\["ReadQueue\w+","Arn"\]\}$/, 'read'],
    [/^\{"Fn::GetAtt":\["ErasureQueue\w+","Arn"\]\}$/, 'erasure'],
    [/^\{"Fn::GetAtt":\["Functions\w+deadlettersQueue\w+","Arn"\]\}$/, 'own dead letters'],
    [/^\{"Fn::GetAtt":\["Functions\w+replayQueue\w+","Arn"\]\}$/, 'own replays'],
    [/^\{"Ref":"Secretsmycrm\w+"\}$/, 'secret of my-crm'],
    [/^\{"Fn::GetAtt":\["Functions\w+Log\w+","Arn"\]\}$/, 'own log'],
    [/^"arn:aws:scheduler:eu-central-1:123456789012:schedule\/[\w-]+-wake-ups\/\*"$/, 'wake-ups/*'],
    [/^\{"Fn::GetAtt":\["WakeUpsRole\w+","Arn"\]\}$/, 'role of wake-ups'],
    [/^"arn:aws:connect:eu-central-1:123456789012:instance\/[\w-]+\/contact\/\*"$/, 'contacts'],
    [/^\{"Fn::GetAtt":\["Flowsagentpreview\w+","ContactFlowArn"\]\}$/, 'agent-preview flow'],
    [/^"arn:aws:connect:eu-central-1:123456789012:instance\/[\w-]+\/agent\/\*"$/, 'agents'],
    [/^"arn:aws:connect:eu-central-1:123456789012:instance\/[\w-]+\/agent-state\/\*"$/, 'agent statuses'],
    [/^"arn:aws:connect:eu-central-1:123456789012:instance\/[\w-]+"$/, 'instance'],
  ];
  return names.find(([pattern]) => pattern.test(text))?.[1] ?? text;
}

/** A function's environment variables, with made-up text where the value is known at deployment only. */
export function variablesOf(template: Template, name: FunctionName): Readonly<Record<string, string>> {
  const [, found] =
    Object.entries(resourcesOf(template)).find(
      ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith(`${idPart(name)}Function`),
    ) ?? [];
  const { Variables: variables = {} } = (found?.Properties.Environment ?? {}) as { Variables?: object };
  return Object.fromEntries(Object.entries(variables).map(([variable, value]) => [variable, textOf(value)]));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': [, parts] = ['', ['known-at-deployment']] } = value as { 'Fn::Join'?: [string, unknown[]] };
  return parts.map(textOf).join('');
}
