import * as v from 'valibot';
import { FUNCTION_NAMES } from '../../../functions/core/contracts/routes.ts';
import { arnOf } from '../cloud.ts';
import type { ResourceKind } from '../deploy.ts';
import { physicalName } from '../template/physical-names.ts';
import { TemplateError } from '../template/template.ts';
import { number, read } from './properties.ts';

const schema = v.object({
  FunctionName: v.optional(v.string()),
  Handler: v.optional(v.string(), 'index.handler'),
  Runtime: v.string(),
  Role: v.string(),
  Timeout: v.optional(number, 3),
  MemorySize: v.optional(number, 128),
  ReservedConcurrentExecutions: v.optional(number),
  Code: v.object({ S3Key: v.optional(v.string()) }),
  Environment: v.optional(
    v.object({
      Variables: v.optional(
        v.record(v.string(), v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String))),
        {},
      ),
    }),
    {},
  ),
  LoggingConfig: v.optional(v.object({ LogGroup: v.optional(v.string()) }), {}),
  DeadLetterConfig: v.optional(v.object({ TargetArn: v.string() })),
});

/** CDK's own custom resource handler; `Custom::CDKBucketDeployment` is done by `bucket-deployment.ts` here. */
const BUCKET_DEPLOYMENT_HANDLER = /^CustomCDKBucketDeployment[0-9A-F]+$/;

export const lambdaFunction: ResourceKind = ({ stack, logicalId, properties, assets }, cloud, deployment) => {
  const wanted = read(schema, properties);
  const name = wanted.FunctionName ?? physicalName(stack, logicalId, 64);
  const arn = arnOf(cloud, 'lambda', `function:${name}`);
  const answer = { ref: name, attributes: { Arn: arn } };
  if (BUCKET_DEPLOYMENT_HANDLER.test(logicalId)) return answer;
  if (!/^nodejs\d+\.x$/.test(wanted.Runtime)) {
    throw new TemplateError(`runtime ${wanted.Runtime} cannot run here, only Node.js`);
  }
  const asset = wanted.Code.S3Key === undefined ? undefined : assets.get(wanted.Code.S3Key);
  if (asset === undefined) throw new TemplateError('its code is not an asset of the assembly');
  deployment.functions.set(arn, {
    arn,
    name,
    logicalId,
    title: titleOf(logicalId),
    handler: wanted.Handler,
    codeFolder: asset.path,
    timeoutSeconds: wanted.Timeout,
    memoryMegabytes: wanted.MemorySize,
    environment: wanted.Environment.Variables ?? {},
    roleArn: wanted.Role,
    logGroup: wanted.LoggingConfig.LogGroup ?? `/aws/lambda/${name}`,
    ...(wanted.ReservedConcurrentExecutions !== undefined && {
      reservedConcurrency: wanted.ReservedConcurrentExecutions,
    }),
    ...(wanted.DeadLetterConfig !== undefined && { deadLetterArn: wanted.DeadLetterConfig.TargetArn }),
  });
  return answer;
};

/** CDK drops the dashes of a construct's id and adds the ids around it: `FunctionsdialcallFunction799BC533`. */
function titleOf(logicalId: string): string {
  const plain = logicalId.toLowerCase();
  return FUNCTION_NAMES.find((name) => plain.includes(`${name.replaceAll('-', '')}function`)) ?? logicalId;
}

const permissionSchema = v.object({
  FunctionName: v.string(),
  Action: v.literal('lambda:InvokeFunction'),
  Principal: v.string(),
  SourceArn: v.optional(v.string()),
  SourceAccount: v.optional(v.string()),
});

export const permission: ResourceKind = ({ stack, logicalId, properties }, cloud, deployment) => {
  const wanted = read(permissionSchema, properties);
  deployment.permissions.push({
    functionArn: functionArn(wanted.FunctionName, cloud),
    principal: wanted.Principal,
    ...(wanted.SourceArn !== undefined && { sourceArn: wanted.SourceArn }),
    ...(wanted.SourceAccount !== undefined && { sourceAccount: wanted.SourceAccount }),
  });
  return { ref: physicalName(stack, logicalId, 100) };
};

const eventSourceSchema = v.object({
  EventSourceArn: v.pipe(v.string(), v.regex(/^arn:aws:sqs:/, 'only SQS queues are supported as event sources')),
  FunctionName: v.string(),
  BatchSize: v.optional(v.pipe(number, v.maxValue(10, 'only batches of up to 10 are supported')), 10),
  MaximumBatchingWindowInSeconds: v.optional(v.pipe(number, v.maxValue(0, 'a batching window is not supported'))),
  FunctionResponseTypes: v.optional(v.array(v.string()), []),
  ScalingConfig: v.optional(v.object({ MaximumConcurrency: v.optional(number) }), {}),
});

export const eventSourceMapping: ResourceKind = ({ stack, logicalId, properties }, cloud, deployment) => {
  const wanted = read(eventSourceSchema, properties);
  const id = physicalName(stack, logicalId, 100);
  deployment.eventSources.push({
    id,
    queueArn: wanted.EventSourceArn,
    functionArn: functionArn(wanted.FunctionName, cloud),
    batchSize: wanted.BatchSize,
    reportBatchItemFailures: wanted.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    ...(wanted.ScalingConfig.MaximumConcurrency !== undefined && {
      maximumConcurrency: wanted.ScalingConfig.MaximumConcurrency,
    }),
  });
  return { ref: id, attributes: { Id: id } };
};

const invokeConfigSchema = v.object({
  FunctionName: v.string(),
  MaximumRetryAttempts: v.optional(number),
  DestinationConfig: v.optional(v.object({ OnFailure: v.optional(v.object({ Destination: v.string() })) }), {}),
});

export const eventInvokeConfig: ResourceKind = ({ stack, logicalId, properties }, cloud, deployment) => {
  const wanted = read(invokeConfigSchema, properties);
  const onFailure = wanted.DestinationConfig.OnFailure?.Destination;
  deployment.asyncInvocations.push({
    functionArn: functionArn(wanted.FunctionName, cloud),
    ...(wanted.MaximumRetryAttempts !== undefined && { maximumRetryAttempts: wanted.MaximumRetryAttempts }),
    ...(onFailure !== undefined && { onFailureArn: onFailure }),
  });
  return { ref: physicalName(stack, logicalId, 100) };
};

const functionArn = (nameOrArn: string, cloud: Parameters<typeof arnOf>[0]): string =>
  nameOrArn.startsWith('arn:') ? nameOrArn : arnOf(cloud, 'lambda', `function:${nameOrArn}`);
