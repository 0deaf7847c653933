/**
 * Metrics as lines of the log, in CloudWatch's embedded metric format: no request of their own, nothing to flush. The lines
 * also carry what the invocation's other lines carry, so that a number of a graph leads to the calls behind it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import { DEPLOYMENT_DIMENSION, METRIC_NAMESPACE, METRICS } from '../core/contracts/metrics.ts';
import type { Metrics } from '../core/ports/log.ts';
import { environment } from './environment.ts';
import { knownFacts, writeLine } from './json-log.ts';

export function embeddedMetrics(deployment = environment(ENVIRONMENT.deployment)): Metrics {
  return {
    count(name, dimensions, value = 1) {
      const { unit, by } = METRICS[name];
      writeLine({
        ...knownFacts(),
        _aws: {
          Timestamp: Date.now(),
          CloudWatchMetrics: [
            {
              Namespace: METRIC_NAMESPACE,
              Dimensions: [[], ...by].map((further) => [DEPLOYMENT_DIMENSION, ...further]),
              Metrics: [{ Name: name, Unit: unit }],
            },
          ],
        },
        event: 'metric',
        [DEPLOYMENT_DIMENSION]: deployment,
        ...dimensions,
        [name]: value,
      });
    },
  };
}
