import * as v from 'valibot';
import { arnOf } from '../cloud.ts';
import type { ResourceKind } from '../deploy.ts';
import { statisticOf } from '../metrics/alarm-state.ts';
import { physicalName } from '../template/physical-names.ts';
import { number, read } from './properties.ts';

/** Of an alarm on one metric of our own. */
const schema = v.object({
  AlarmDescription: v.optional(v.string(), ''),
  Namespace: v.string(),
  MetricName: v.string(),
  Dimensions: v.optional(v.array(v.object({ Name: v.string(), Value: v.string() })), []),
  Statistic: v.optional(v.string()),
  ExtendedStatistic: v.optional(v.string()),
  Period: number,
  EvaluationPeriods: number,
  Threshold: number,
  ComparisonOperator: v.literal('GreaterThanOrEqualToThreshold'),
  TreatMissingData: v.literal('notBreaching'),
});

/** Nobody is on call for one machine, but whoever works on it sees which alarms would ring. */
export const alarm: ResourceKind = ({ stack, logicalId, properties }, cloud, deployment) => {
  const given = properties.AlarmName;
  const name = typeof given === 'string' ? given : physicalName(stack, logicalId, 128);
  const arn = arnOf(cloud, 'cloudwatch', `alarm:${name}`);
  const { Namespace: namespace } = properties;
  if (typeof namespace === 'string' && !namespace.startsWith('AWS/')) {
    const wanted = read(schema, properties);
    const statistic = wanted.Statistic ?? wanted.ExtendedStatistic ?? 'Sum';
    statisticOf(statistic, [0]);
    deployment.alarms.push({
      ...{ name, statistic, description: wanted.AlarmDescription, threshold: wanted.Threshold },
      metric: {
        ...{ namespace, name: wanted.MetricName },
        dimensions: Object.fromEntries(wanted.Dimensions.map(({ Name, Value }) => [Name, Value])),
      },
      ...{ periodSeconds: wanted.Period, evaluationPeriods: wanted.EvaluationPeriods },
    });
  }
  return { ref: name, attributes: { Arn: arn } };
};
