/** Writes the table of docs/metrics.md from `functions/core/contracts/metrics.ts`: `node bin/write-metrics.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { withMetricsTable } from './metrics-table.ts';

const page = new URL('../docs/metrics.md', import.meta.url);
writeFileSync(page, withMetricsTable(readFileSync(page, 'utf8')));
