/** The template's alarms on metrics that the functions count themselves. Those on AWS's own metrics have no effect here. */
import type { MetricId, MetricStore } from './metric-store.ts';

export interface AlarmDefinition {
  readonly name: string;
  readonly description: string;
  readonly metric: MetricId;
  /** `Sum`, `Average`, `Maximum`, `Minimum`, `SampleCount` or a percentile such as `p90`. */
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly threshold: number;
}

/**
 * Reached or passed in each of the periods that end now. Silence is no trouble (`notBreaching`), which is how all of our alarms
 * take it; CloudWatch cuts periods at whole minutes, here they end at the moment of the question.
 */
export function isRaised(alarm: AlarmDefinition, store: Pick<MetricStore, 'find'>, now: Date): boolean {
  const points = store.find(alarm.metric)?.points ?? [];
  const length = alarm.periodSeconds * 1_000;
  return Array.from({ length: alarm.evaluationPeriods }, (_, index) => now.getTime() - index * length).every((end) => {
    const values = points.filter(({ at }) => at > end - length && at <= end).map(({ value }) => value);
    return values.length > 0 && statisticOf(alarm.statistic, values) >= alarm.threshold;
  });
}

/** Of at least one value. @throws Error for a statistic that no alarm of the template uses */
export function statisticOf(statistic: string, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const percentile = /^p(\d{1,2}(?:\.\d+)?)$/.exec(statistic)?.[1];
  if (percentile !== undefined) {
    const sorted = values.toSorted((one, other) => one - other);
    return sorted[Math.max(0, Math.ceil((Number(percentile) / 100) * sorted.length) - 1)] ?? Number.NaN;
  }
  switch (statistic) {
    case 'Sum':
      return sum;
    case 'Average':
      return sum / values.length;
    case 'Maximum':
      return Math.max(...values);
    case 'Minimum':
      return Math.min(...values);
    case 'SampleCount':
      return values.length;
    default:
      throw new Error(`the statistic ${statistic} is not supported`);
  }
}
