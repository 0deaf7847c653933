/** Deploys an assembly: creates or updates each resource of each stack, in order, through the services' own APIs. */
import type { Cloud } from './cloud.ts';
import { type Deployment, emptyDeployment } from './deployment.ts';
import { KINDS } from './kinds/index.ts';
import type { Assembly, AssemblyStack, Asset } from './template/assembly.ts';
import { dependenciesOf, deploymentOrder } from './template/dependencies.ts';
import { conditionHolds, type DeployedResource, evaluate, type Scope } from './template/intrinsics.ts';
import { isRecord, TemplateError } from './template/template.ts';

/** One resource being deployed, its properties already evaluated. */
export interface ResourceRequest {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly assets: ReadonlyMap<string, Asset>;
}

/** What `Ref` and `Fn::GetAtt` answer for it. */
export interface ResourceAnswer {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export type ResourceKind = (
  request: ResourceRequest,
  cloud: Cloud,
  deployment: Deployment,
) => Promise<ResourceAnswer> | ResourceAnswer;

/** @throws TemplateError naming stack, resource and reason */
export async function deployAssembly(assembly: Assembly, cloud: Cloud): Promise<Deployment> {
  const deployment = emptyDeployment();
  const exports = new Map<string, unknown>();
  for (const stack of assembly.stacks) {
    try {
      await deployStack(stack, assembly, cloud, deployment, exports);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TemplateError(`stack ${stack.name}: ${reason}`, { cause: error });
    }
  }
  return deployment;
}

async function deployStack(
  stack: AssemblyStack,
  assembly: Assembly,
  cloud: Cloud,
  deployment: Deployment,
  exports: Map<string, unknown>,
): Promise<void> {
  const { template } = stack;
  const resources = new Map<string, DeployedResource>();
  const scope: Scope = {
    template,
    parameters: parametersOf(stack),
    pseudo: pseudoParameters(stack.name, cloud),
    resource: (logicalId) => resources.get(logicalId),
    exports,
  };
  const pending = new Map<string, Promise<void>>();
  const deployOne = async (logicalId: string): Promise<void> => {
    const resource = template.Resources[logicalId];
    if (resource === undefined) return;
    if (resource.Condition !== undefined && !conditionHolds(resource.Condition, scope)) return;
    await Promise.all([...dependenciesOf(resource, template)].map((dependency) => pending.get(dependency)));
    try {
      const kind = KINDS[resource.Type];
      if (kind === undefined) throw new TemplateError('the local system does not support this type of resource');
      const properties = evaluate(resource.Properties ?? {}, scope);
      const request: ResourceRequest = {
        stack: stack.name,
        logicalId,
        type: resource.Type,
        properties: isRecord(properties) ? properties : {},
        assets: assembly.assets,
      };
      const { ref, attributes = {} } = await kind(request, cloud, deployment);
      resources.set(logicalId, { type: resource.Type, ref, attributes });
    } catch (error) {
      if (error instanceof ResourceFailure) throw error;
      throw new ResourceFailure(`${logicalId} (${resource.Type}): ${reasonOf(error)}`, { cause: error });
    }
  };
  for (const logicalId of deploymentOrder(template)) pending.set(logicalId, deployOne(logicalId));
  const results = await Promise.allSettled(pending.values());
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  deployment.outputs.set(stack.name, outputsOf(stack, scope, exports));
}

class ResourceFailure extends TemplateError {}

/** The service's own words; Connect lists what is wrong with a flow in `problems`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const problems = (error as { problems?: readonly { message?: string }[] }).problems ?? [];
  const listed = problems.map(({ message }) => message).join('; ');
  const name = error.name === 'TemplateError' || error.name === 'Error' ? '' : `${error.name}: `;
  return `${name}${error.message}${listed === '' ? '' : ` [${listed}]`}`;
}

function parametersOf({ template }: AssemblyStack): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, { Type, Default }] of Object.entries(template.Parameters ?? {})) {
    if (Default === undefined) throw new TemplateError(`parameter ${name} (${Type}) has no default value`);
    parameters[name] = String(Default);
  }
  return parameters;
}

const pseudoParameters = (stack: string, cloud: Cloud): Record<string, string> => ({
  'AWS::AccountId': cloud.accountId,
  'AWS::Region': cloud.region,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': stack,
  'AWS::StackId': `arn:aws:cloudformation:${cloud.region}:${cloud.accountId}:stack/${stack}/local`,
});

function outputsOf({ template }: AssemblyStack, scope: Scope, exports: Map<string, unknown>): Record<string, unknown> {
  const outputs: Record<string, unknown> = {};
  for (const [name, output] of Object.entries(template.Outputs ?? {})) {
    if (output.Condition !== undefined && !conditionHolds(output.Condition, scope)) continue;
    const value = evaluate(output.Value, scope);
    outputs[name] = value;
    if (output.Export !== undefined) exports.set(String(evaluate(output.Export.Name, scope)), value);
  }
  return outputs;
}
