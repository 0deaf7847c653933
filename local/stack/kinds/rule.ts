import * as v from 'valibot';
import { arnOf } from '../cloud.ts';
import type { ResourceKind } from '../deploy.ts';
import { assertPattern } from '../events/pattern.ts';
import { millisecondsOf } from '../events/schedule.ts';
import { physicalName } from '../template/physical-names.ts';
import { TemplateError } from '../template/template.ts';
import { read } from './properties.ts';

const schema = v.object({
  Name: v.optional(v.string()),
  EventBusName: v.optional(v.literal('default', 'only the default event bus is supported')),
  EventPattern: v.optional(v.record(v.string(), v.unknown())),
  ScheduleExpression: v.optional(v.string()),
  State: v.optional(v.picklist(['ENABLED', 'DISABLED']), 'ENABLED'),
  Targets: v.optional(
    v.array(
      v.object({
        Arn: v.string(),
        DeadLetterConfig: v.optional(v.object({ Arn: v.optional(v.string()) })),
        Input: v.optional(v.never('Input is not supported: the event is delivered as it is')),
        InputPath: v.optional(v.never('InputPath is not supported')),
        InputTransformer: v.optional(v.never('InputTransformer is not supported')),
      }),
    ),
    [],
  ),
});

export const rule: ResourceKind = ({ stack, logicalId, properties }, cloud, deployment) => {
  const wanted = read(schema, properties);
  const { EventPattern: pattern, ScheduleExpression: schedule } = wanted;
  if (pattern === undefined && schedule === undefined) throw new TemplateError('has neither pattern nor schedule');
  if (pattern !== undefined) assertPattern(pattern);
  const name = wanted.Name ?? physicalName(stack, logicalId, 64);
  const arn = arnOf(cloud, 'events', `rule/${name}`);
  if (wanted.State === 'ENABLED') {
    const targets = wanted.Targets.map(({ Arn, DeadLetterConfig }) => ({
      arn: Arn,
      ...(DeadLetterConfig?.Arn !== undefined && { deadLetterArn: DeadLetterConfig.Arn }),
    }));
    deployment.rules.push({
      name,
      arn,
      targets,
      ...(pattern !== undefined && { pattern }),
      ...(schedule !== undefined && { every: millisecondsOf(schedule) }),
    });
  }
  return { ref: name, attributes: { Arn: arn } };
};
