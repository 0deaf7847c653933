/**
 * What CloudWatch makes of the functions' logs: metrics out of lines in the embedded metric format, and only out of those.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import * as v from 'valibot';

export interface Datapoint {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value: number;
}

export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface MetricSeries extends MetricId {
  readonly unit: string;
  /** The newest ones, oldest first. */
  readonly points: readonly Datapoint[];
}

export interface MetricStore {
  /** Takes what a function has written: any number of lines. */
  take(text: string): void;
  series(): readonly MetricSeries[];
  /** Undefined when nothing was counted. */
  find(id: MetricId): MetricSeries | undefined;
}

/** Of each metric; an alarm looks back an hour at most, and nobody calls more often than this at a desk. */
const KEPT_POINTS = 5_000;

const documentSchema = v.looseObject({
  _aws: v.object({
    Timestamp: v.number(),
    CloudWatchMetrics: v.array(
      v.object({
        Namespace: v.string(),
        Dimensions: v.array(v.array(v.string())),
        Metrics: v.array(v.object({ Name: v.string(), Unit: v.optional(v.string(), 'None') })),
      }),
    ),
  }),
});

export function openMetricStore(): MetricStore {
  const known = new Map<string, MetricId & { readonly unit: string; readonly points: Datapoint[] }>();

  function add(id: MetricId, unit: string, point: Datapoint): void {
    const key = keyOf(id);
    const series = known.get(key) ?? { ...id, unit, points: [] };
    known.set(key, series);
    series.points.push(point);
    if (series.points.length > KEPT_POINTS) series.points.shift();
  }

  return {
    take(text) {
      for (const line of text.split('\n')) for (const { id, unit, point } of readLine(line)) add(id, unit, point);
    },
    series: () => [...known.values()],
    find: (id) => known.get(keyOf(id)),
  };
}

const keyOf = ({ namespace, name, dimensions }: MetricId): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);

function readLine(line: string): { id: MetricId; unit: string; point: Datapoint }[] {
  if (!line.includes('"_aws"')) return [];
  const document = v.safeParse(documentSchema, parse(line));
  if (!document.success) return [];
  const { _aws: metadata, ...targets } = document.output;
  return metadata.CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions: sets, Metrics: metrics }) =>
    sets.flatMap((set) =>
      metrics.flatMap(({ Name: name, Unit: unit }) => {
        const value = targets[name];
        const dimensions = Object.fromEntries(set.map((one) => [one, targets[one]]));
        if (typeof value !== 'number' || !isText(dimensions)) return [];
        return [{ id: { namespace, name, dimensions }, unit, point: { at: metadata.Timestamp, value } }];
      }),
    ),
  );
}

const isText = (values: Readonly<Record<string, unknown>>): values is Record<string, string> =>
  Object.values(values).every((value) => typeof value === 'string');

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
