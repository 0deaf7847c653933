/** The table of docs/metrics.md, from the contract. */
import { METRIC_MEANINGS, METRICS, type MetricName } from '../functions/core/contracts/metrics.ts';

const BEGIN = '<!-- metrics: made by `node bin/write-metrics.ts` -->';
const END = '<!-- /metrics -->';

/** The page with the table as it should be. @throws Error when the page has no place for it */
export function withMetricsTable(page: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error('docs/metrics.md has no place for the table');
  return `${page.slice(0, begin)}${BEGIN}\n${table()}\n${page.slice(end)}`;
}

function table(): string {
  const rows = (Object.keys(METRICS) as MetricName[]).map((name) => {
    const { unit, by } = METRICS[name];
    const further = by.map((dimensions) => dimensions.map((one) => `\`${one}\``).join(' + ')).join('; ');
    return `| \`${name}\` | ${unit} | ${further || '–'} | ${METRIC_MEANINGS[name]} |`;
  });
  return ['| metric | unit | also by | counts |', '|---|---|---|---|', ...rows].join('\n');
}
