/** What the functions count, and which of the template's alarms would ring. */
import { useEffect, useState } from 'preact/hooks';
import type { CountedMetric, Operations } from '../../stack/metrics/operations.ts';
import { loadOperations } from './api.ts';

const EVERY_MS = 5_000;
const NOTHING: Operations = { metrics: [], alarms: [] };

export function OperationsArea() {
  const [{ metrics, alarms }, setOperations] = useState(NOTHING);
  useEffect(() => {
    const load = () => void loadOperations().then(setOperations, () => undefined);
    load();
    const timer = setInterval(load, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const ringing = alarms.filter(({ state }) => state === 'ALARM');
  return (
    <details class="operations">
      <summary>
        Metrics and alarms:{' '}
        {ringing.length === 0 ? `none of ${alarms.length} alarms rings` : `${ringing.length} of ${alarms.length} ring`}
      </summary>
      {ringing.length > 0 && (
        <ul class="ringing">
          {ringing.map(({ name, description }) => (
            <li key={name}>{description}</li>
          ))}
        </ul>
      )}
      <table>
        <tbody>
          {mostDetailed(metrics).map((metric) => (
            <tr key={`${metric.name} ${detailOf(metric)}`}>
              <th scope="row">{metric.name}</th>
              <td>{detailOf(metric)}</td>
              <td class="count">{amountOf(metric)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Each metric is there in total too, and is shown where it says most. */
function mostDetailed(metrics: readonly CountedMetric[]): readonly CountedMetric[] {
  const most = new Map<string, number>();
  for (const { name, dimensions } of metrics) {
    most.set(name, Math.max(most.get(name) ?? 0, Object.keys(dimensions).length));
  }
  return metrics
    .filter(({ name, dimensions }) => Object.keys(dimensions).length === most.get(name))
    .toSorted((one, other) => `${one.name}${detailOf(one)}`.localeCompare(`${other.name}${detailOf(other)}`));
}

const detailOf = ({ dimensions: { deployment: _all, ...further } }: CountedMetric): string =>
  Object.values(further).join(' · ');

const amountOf = ({ unit, samples, sum, maximum }: CountedMetric): string =>
  unit === 'Count' ? String(sum) : `${samples} times, ${Math.round(sum / samples)} ms, at most ${Math.round(maximum)}`;
