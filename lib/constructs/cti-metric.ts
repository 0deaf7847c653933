import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  DEPLOYMENT_DIMENSION,
  METRIC_NAMESPACE,
  type MetricDimensions,
  type MetricName,
} from '../../functions/core/contracts/metrics.ts';

interface CtiMetricOptions<Name extends MetricName> {
  readonly deployment: string;
  readonly statistic: 'Sum' | 'Average' | 'Maximum' | 'p50' | 'p90' | 'p99';
  readonly period: Duration;
  /** All of one list of its further dimensions, or none: CloudWatch adds nothing up by itself. */
  readonly of?: Partial<MetricDimensions<Name>>;
  readonly label?: string;
}

/** A metric that our functions count. */
export const ctiMetric = <Name extends MetricName>(name: Name, options: CtiMetricOptions<Name>): Metric =>
  new Metric({
    namespace: METRIC_NAMESPACE,
    metricName: name,
    dimensionsMap: { [DEPLOYMENT_DIMENSION]: options.deployment, ...options.of },
    statistic: options.statistic,
    period: options.period,
    ...(options.label !== undefined && { label: options.label }),
  });
