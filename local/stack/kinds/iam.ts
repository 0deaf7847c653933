import * as v from 'valibot';
import type { PolicyStatement } from '../../parts.ts';
import type { ResourceKind } from '../deploy.ts';
import { physicalName } from '../template/physical-names.ts';
import { TemplateError } from '../template/template.ts';
import { read, strings } from './properties.ts';

const statementSchema = v.object({
  Effect: v.picklist(['Allow', 'Deny']),
  Action: strings,
  Resource: strings,
  Condition: v.optional(v.record(v.string(), v.record(v.string(), v.union([v.string(), v.array(v.string())])))),
});
const documentSchema = v.object({
  Statement: v.pipe(
    v.union([v.array(statementSchema), statementSchema]),
    v.transform((value) => (Array.isArray(value) ? value : [value])),
  ),
});
const inlinePolicies = v.optional(v.array(v.object({ PolicyName: v.string(), PolicyDocument: documentSchema })), []);

/** The managed policies that the local system knows, as AWS publishes them. */
const MANAGED_POLICIES: Readonly<Record<string, readonly PolicyStatement[]>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': [
    { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
  ],
};

const trustSchema = v.object({
  Statement: v.optional(v.array(v.object({ Principal: v.optional(v.object({ Service: v.optional(strings) })) })), []),
});

const roleSchema = v.object({
  RoleName: v.optional(v.string()),
  AssumeRolePolicyDocument: v.optional(trustSchema, {}),
  ManagedPolicyArns: v.optional(v.array(v.string()), []),
  Policies: inlinePolicies,
});

export const role: ResourceKind = ({ stack, logicalId, properties }, cloud, deployment) => {
  const wanted = read(roleSchema, properties);
  const name = wanted.RoleName ?? physicalName(stack, logicalId, 64);
  const arn = `arn:aws:iam::${cloud.accountId}:role/${name}`;
  const managed = wanted.ManagedPolicyArns.flatMap((policyArn) => {
    const statements = MANAGED_POLICIES[policyArn];
    if (statements === undefined) throw new TemplateError(`managed policy ${policyArn} is not known here`);
    return statements;
  });
  const statements = [...managed, ...wanted.Policies.flatMap(({ PolicyDocument }) => toStatements(PolicyDocument))];
  const trusts = wanted.AssumeRolePolicyDocument.Statement.flatMap(({ Principal }) => Principal?.Service ?? []);
  deployment.roles.set(arn, { arn, name, trusts, statements });
  return { ref: name, attributes: { Arn: arn, RoleId: name } };
};

const policySchema = v.object({ PolicyDocument: documentSchema, Roles: v.optional(v.array(v.string()), []) });

/** `AWS::IAM::Policy` and `AWS::IAM::ManagedPolicy`: both add statements to the roles that they name. */
export const policy: ResourceKind = ({ stack, logicalId, properties }, cloud, deployment) => {
  const { PolicyDocument, Roles } = read(policySchema, properties);
  for (const name of Roles) {
    const attached = [...deployment.roles.values()].find((candidate) => candidate.name === name);
    if (attached === undefined) throw new TemplateError(`names role ${name}, which is not in the template`);
    attached.statements.push(...toStatements(PolicyDocument));
  }
  const arn = `arn:aws:iam::${cloud.accountId}:policy/${physicalName(stack, logicalId, 128)}`;
  return { ref: arn, attributes: { PolicyArn: arn, Id: arn } };
};

const toStatements = ({ Statement }: v.InferOutput<typeof documentSchema>): readonly PolicyStatement[] =>
  Statement.map(({ Condition, ...statement }) => ({ ...statement, ...(Condition !== undefined && { Condition }) }));
