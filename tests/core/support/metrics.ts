import type { MetricName } from '../../../functions/core/contracts/metrics.ts';
import type { Metrics } from '../../../functions/core/ports/log.ts';

export interface Counted {
  readonly name: MetricName;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

export function recordedMetrics(): Metrics & { readonly counted: Counted[] } {
  const counted: Counted[] = [];
  return { counted, count: (name, dimensions, value = 1) => void counted.push({ name, dimensions, value }) };
}
