import { describe, expect, it } from 'vitest';
import { type AlarmDefinition, isRaised, statisticOf } from '../../../local/stack/metrics/alarm-state.ts';
import { openMetricStore } from '../../../local/stack/metrics/metric-store.ts';
import { operationsOf } from '../../../local/stack/metrics/operations.ts';

const NOW = new Date('2026-11-24T10:00:00.000Z');
const minutesAgo = (minutes: number) => NOW.getTime() - minutes * 60_000;
const line = (changes: object = {}, at = NOW.getTime()) =>
  JSON.stringify({
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        { Namespace: 'N', Dimensions: [['d'], ['d', 'outcome']], Metrics: [{ Name: 'Attempts', Unit: 'Count' }] },
      ],
    },
    ...{ d: 'x', outcome: 'started', callId: 'call-1', Attempts: 2 },
    ...changes,
  });
const id = (dimensions: Record<string, string>) => ({ namespace: 'N', name: 'Attempts', dimensions });

describe('metrics of the functions’ logs', () => {
  it('are each document’s values, for each of its sets of dimensions', () => {
    const store = openMetricStore();
    store.take(`${line()}\n${line({ outcome: 'refused', Attempts: 1 })}\n`);
    const valuesOf = (dimensions: Record<string, string>) =>
      store.find(id(dimensions))?.points.map(({ value }) => value);
    expect(valuesOf({ d: 'x' })).toEqual([2, 1]);
    expect(valuesOf({ outcome: 'refused', d: 'x' })).toEqual([1]);
    expect(store.series().map(({ unit }) => unit)).toEqual(['Count', 'Count', 'Count']);
  });

  it.each([
    ['a line that is no JSON', '{"_aws": oops'],
    ['an ordinary line', JSON.stringify({ event: 'call-refused', Attempts: 2 })],
    ['a document without its metric', line({ Attempts: undefined })],
    ['one whose metric is a text', line({ Attempts: '2' })],
    ['one whose dimension is a number', line({ d: 7 })],
    ['one without metadata', JSON.stringify({ _aws: {}, Attempts: 2 })],
  ])('are not made of %s', (_what, text) => {
    const store = openMetricStore();
    store.take(text);
    expect(store.series()).toEqual([]);
  });
});

describe('an alarm', () => {
  const alarm = (changes: Partial<AlarmDefinition> = {}): AlarmDefinition => ({
    ...{ name: 'Throttles', description: 'docs', metric: id({ d: 'x' }), statistic: 'Sum' },
    ...{ periodSeconds: 300, evaluationPeriods: 1, threshold: 4 },
    ...changes,
  });
  const counted = (...points: readonly (readonly [minutes: number, value: number])[]) => {
    const store = openMetricStore();
    for (const [minutes, value] of points) store.take(line({ Attempts: value }, minutesAgo(minutes)));
    return store;
  };

  it('rings when the threshold is reached within its period, and no longer', () => {
    expect(isRaised(alarm(), counted([4, 2], [1, 2]), NOW)).toBe(true);
    expect(isRaised(alarm(), counted([6, 2], [1, 2]), NOW)).toBe(false);
  });

  it('of several periods rings when it was reached in each of them', () => {
    const twice = alarm({ evaluationPeriods: 2, threshold: 2 });
    expect(isRaised(twice, counted([7, 2], [1, 2]), NOW)).toBe(true);
    expect(isRaised(twice, counted([1, 2]), NOW)).toBe(false);
  });

  it('takes silence for good news, whatever its threshold', () => {
    expect(isRaised(alarm({ threshold: 0 }), counted(), NOW)).toBe(false);
  });

  it('knows the statistics that templates name, and says so of another', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(
      ['Sum', 'Average', 'Maximum', 'Minimum', 'SampleCount', 'p90', 'p99'].map((one) => statisticOf(one, values)),
    ).toEqual([5_050, 50.5, 100, 1, 100, 90, 99]);
    expect(() => statisticOf('TM(10%:90%)', values)).toThrow('not supported');
  });

  it('is shown with what was counted', () => {
    const { metrics, alarms } = operationsOf(
      counted([1, 2], [1, 3]),
      [alarm(), alarm({ name: 'Quiet', threshold: 6 })],
      NOW,
    );
    expect(alarms.map(({ name, state }) => [name, state])).toEqual([
      ['Throttles', 'ALARM'],
      ['Quiet', 'OK'],
    ]);
    expect(metrics[0]).toEqual({
      name: 'Attempts',
      unit: 'Count',
      dimensions: { d: 'x' },
      samples: 2,
      sum: 5,
      maximum: 3,
    });
  });
});
