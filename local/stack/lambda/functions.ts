/** The functions of a deployment, ready to be invoked by name of the invoker, as Lambda lets services in. */
import { availableParallelism } from 'node:os';
import type { AwsEdge, RoleCredentials, Trace } from '../../parts.ts';
import type { Cloud } from '../cloud.ts';
import type { Deployment, FunctionDefinition } from '../deployment.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { TemplateError } from '../template/template.ts';
import { functionEnvironment } from './environment.ts';
import { openFunctionLog } from './function-log.ts';
import { type FunctionPool, type InvocationResult, openFunctionPool } from './function-pool.ts';
import { type Invoker, mayInvoke } from './resource-policy.ts';
import { subjectOf } from './subject.ts';

export interface Functions {
  /**
   * @param invoker absent when the function's own role is what lets the event in (event source mappings)
   * @throws InvocationRefused when there is no such function, or its resource policy does not let the invoker in
   */
  invoke(functionArn: string, event: unknown, invoker?: Invoker): Promise<InvocationResult>;
  credentialsOf(functionArn: string): RoleCredentials;
  definitions(): readonly FunctionDefinition[];
  /** Loads every bundle once. @throws TemplateError naming the function and what it threw */
  warm(): Promise<void>;
  stop(): Promise<void>;
}

export class InvocationRefused extends Error {
  constructor(name: 'ResourceNotFoundException' | 'AccessDeniedException', message: string) {
    super(message);
    this.name = name;
  }
}

export function startFunctions(
  deployment: Deployment,
  cloud: Cloud,
  edge: Pick<AwsEdge, 'addRole'>,
  trace: Trace,
  logFolder: string,
  /** Reads the functions' own lines as they are written. */
  metrics: Pick<MetricStore, 'take'>,
): Functions {
  const pools = new Map<string, FunctionPool>();
  const credentials = new Map<string, RoleCredentials>();
  for (const definition of deployment.functions.values()) {
    const role = deployment.roles.get(definition.roleArn);
    if (role === undefined) throw new TemplateError(`${definition.title}: its role is not in the template`);
    const keys = edge.addRole({ arn: role.arn, sessionName: definition.title, statements: role.statements });
    const logStream = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]local`;
    const file = openFunctionLog(logFolder, definition.title);
    const log = {
      ...file,
      write(text: string) {
        file.write(text);
        metrics.take(text);
      },
    };
    credentials.set(definition.arn, keys);
    pools.set(
      definition.arn,
      openFunctionPool(definition, functionEnvironment(definition, cloud, keys, logStream), log),
    );
  }

  const poolOf = (functionArn: string): FunctionPool => {
    const pool = pools.get(functionArn);
    if (pool === undefined)
      throw new InvocationRefused('ResourceNotFoundException', `Function not found: ${functionArn}`);
    return pool;
  };

  return {
    async invoke(functionArn, event, invoker) {
      const pool = poolOf(functionArn);
      if (invoker !== undefined && !mayInvoke(deployment.permissions, functionArn, invoker)) {
        throw new InvocationRefused(
          'AccessDeniedException',
          `${invoker.service} (${invoker.sourceArn}) is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn}`,
        );
      }
      const result = await pool.invoke(JSON.stringify(event));
      trace.record({
        part: 'function',
        title: pool.definition.title,
        ok: result.ok,
        durationMs: result.durationMs,
        correlationId: result.traceRoot,
        ...subjectOf(event, result),
        ...(!result.ok && { detail: { errorType: result.error.errorType, errorMessage: result.error.errorMessage } }),
      });
      return result;
    },
    credentialsOf(functionArn) {
      const keys = credentials.get(functionArn);
      if (keys === undefined) throw new TemplateError(`${functionArn} is not a function of the template`);
      return keys;
    },
    definitions: () => [...pools.values()].map(({ definition }) => definition),
    async warm() {
      // A few at a time: each one's INIT is timed, and among all the others it would be timed for theirs.
      const left = [...pools.values()];
      const warmNext = async (): Promise<void> => {
        for (let pool = left.shift(); pool !== undefined; pool = left.shift()) await warmPool(pool);
      };
      await Promise.all(Array.from({ length: 2 * availableParallelism() }, warmNext));
    },
    async stop() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

async function warmPool({ definition: { title, codeFolder }, warm }: FunctionPool): Promise<void> {
  try {
    await warm();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TemplateError(`function ${title} does not load: ${reason} (${codeFolder})`);
  }
}
