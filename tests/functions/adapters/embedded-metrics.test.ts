import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { embeddedMetrics } from '#adapters/embedded-metrics.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { METRICS, type MetricName } from '#core/contracts/metrics.ts';
import { emfSchema } from '../support/emf-schema.ts';

type Line = Readonly<Record<string, unknown>> & {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Dimensions: string[][];
      readonly Metrics: { readonly Name: string }[];
    }[];
  };
};
let lines: Line[];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(JSON.parse(String(line))) > 0);
});
afterEach(() => void vi.restoreAllMocks());

const isEmbeddedMetric = new Ajv().compile(emfSchema);
const metrics = embeddedMetrics('opportunity-cti');
/** Every metric with all of its dimensions; the compiler has checked the product's own calls. */
const countAny = metrics.count as (
  name: MetricName,
  dimensions: Readonly<Record<string, string>>,
  value?: number,
) => void;

describe('a metric', () => {
  it.each(Object.keys(METRICS) as MetricName[])('%s is a document of the embedded metric format', (name) => {
    const dimensions = [...new Set<string>(METRICS[name].by.flat())];
    countAny(name, Object.fromEntries(dimensions.map((one) => [one, 'x'])), 12);
    const [line] = lines;
    expect(isEmbeddedMetric(line), JSON.stringify(isEmbeddedMetric.errors)).toBe(true);
    // "The root node MUST contain all target members": a string for each dimension, a number for each metric.
    for (const { Dimensions, Metrics: counted } of line?._aws.CloudWatchMetrics ?? []) {
      expect(Dimensions[0]).toEqual(['deployment']);
      for (const target of Dimensions.flat()) expect(line?.[target]).toBeTypeOf('string');
      expect(counted.map(({ Name }) => line?.[Name])).toEqual([12]);
    }
  });

  it('has no dimension of which there may be any number', () => {
    const dimensions = new Set<string>(Object.values(METRICS).flatMap(({ by }) => by.flat()));
    expect([...dimensions].sort()).toEqual(['code', 'outcome', 'reason', 'sourceId', 'state']);
  });

  it('leads to its call: the line carries what is known of the invocation, but not as a dimension', () => {
    jsonLog.within({ invocationId: 'i-1', callId: 'call-1' }, () =>
      metrics.count('DialAttempts', { outcome: 'started' }),
    );
    expect(lines[0]).toMatchObject({ event: 'metric', callId: 'call-1', invocationId: 'i-1', DialAttempts: 1 });
    expect(JSON.stringify(lines[0]?._aws)).not.toMatch(/callId|invocationId/);
  });
});
