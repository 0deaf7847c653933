/** What the synthesized template says about the queues, their consumers and the quota. */
import * as v from 'valibot';
import { resourcesOf, variablesOf } from '../../lib/grants.ts';
import { exampleApp, templateOf, withTemporaryFolder } from '../../lib/synthesize.ts';
import type { Settings } from './deployment.ts';
import type { QueueSettings } from './work-queue.ts';

/** Without a limit of its own, Lambda begins with five batches at once. */
const FIRST_POLLERS = 5;

const queueSchema = v.object({
  VisibilityTimeout: v.number(),
  RedrivePolicy: v.object({ maxReceiveCount: v.number() }),
});
const mappingSchema = v.object({
  BatchSize: v.number(),
  FunctionResponseTypes: v.tuple([v.literal('ReportBatchItemFailures')]),
  ScalingConfig: v.optional(v.object({ MaximumConcurrency: v.number() })),
});

export function templateSettings(): Settings {
  const template = withTemporaryFolder((folder) => templateOf(exampleApp(folder), 'Calling'));
  const resources = Object.entries(resourcesOf(template));

  function queue(idPart: string): QueueSettings {
    const found = resources.filter(([id, { Type }]) => Type === 'AWS::SQS::Queue' && id.startsWith(`${idPart}Queue`));
    const mappings = resources.filter(
      ([, { Type, Properties }]) =>
        Type === 'AWS::Lambda::EventSourceMapping' &&
        JSON.stringify(Properties.EventSourceArn).includes(`"${found[0]?.[0]}"`),
    );
    const { VisibilityTimeout, RedrivePolicy } = v.parse(queueSchema, found[0]?.[1].Properties);
    const { BatchSize, ScalingConfig } = v.parse(mappingSchema, mappings[0]?.[1].Properties);
    return {
      ...{ visibilityTimeout: VisibilityTimeout, maxReceiveCount: RedrivePolicy.maxReceiveCount, batchSize: BatchSize },
      maxConcurrency: ScalingConfig?.MaximumConcurrency ?? FIRST_POLLERS,
    };
  }

  const { DIAL_RATE_PER_SECOND, DIAL_BURST } = variablesOf(template, 'dial-call');
  return {
    ...{ dial: queue('Dial'), writeBack: queue('WriteBack') },
    quota: { perSecond: Number(DIAL_RATE_PER_SECOND), burst: Number(DIAL_BURST) },
  };
}
