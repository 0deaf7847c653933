/** What the console shows of metrics and alarms. */
import { type AlarmDefinition, isRaised } from './alarm-state.ts';
import type { MetricStore } from './metric-store.ts';

export interface CountedMetric {
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Since the start, of the points that are kept. */
  readonly samples: number;
  readonly sum: number;
  readonly maximum: number;
}

export interface ShownAlarm {
  readonly name: string;
  readonly state: 'OK' | 'ALARM';
  readonly description: string;
}

export interface Operations {
  readonly metrics: readonly CountedMetric[];
  readonly alarms: readonly ShownAlarm[];
}

export const operationsOf = (store: MetricStore, alarms: readonly AlarmDefinition[], now: Date): Operations => ({
  metrics: store.series().map(({ name, unit, dimensions, points }) => {
    const values = points.map(({ value }) => value);
    const sum = values.reduce((total, value) => total + value, 0);
    return { name, unit, dimensions, samples: values.length, sum, maximum: Math.max(...values) };
  }),
  alarms: alarms.map((alarm) => ({
    ...{ name: alarm.name, description: alarm.description },
    state: isRaised(alarm, store, now) ? 'ALARM' : 'OK',
  })),
});
