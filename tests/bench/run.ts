/**
 * `npm run bench`: the figures as ratios measured side by side in one run. Prints a table, keeps `.artefacts/bench.json`,
 * and fails when a ratio is more than a tenth above its target. `--quick` runs fewer rounds, `--no-browser` skips the desktop.
 */
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { buildVariants } from './build-variants.ts';
import { measureBundleBytes } from './bundle-bytes.ts';
import { measureColdStart } from './cold-start.ts';
import type { Figure } from './figure.ts';
import { measureLocalConnect } from './local-connect.ts';
import { measurePacedDialling } from './paced-dialling.ts';
import { measurePresignedLinks } from './presigned-links.ts';
import { measureRoundTrips } from './round-trips.ts';
import { measureTimeToContext } from './time-to-context.ts';

const TOLERANCE = 1.1;
const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, 'no-browser': { type: 'boolean', default: false } },
});

console.log(`load average before: ${loadavg()[0]?.toFixed(2)} (figures of a busy machine are wide)`);
console.log('building the variants …');
const variants = await buildVariants();
const figures: Figure[] = [...measureBundleBytes(variants)];
console.log('counting round trips …');
figures.push(...(await measureRoundTrips(variants)));
console.log('signing links …');
figures.push(...(await measurePresignedLinks()));
console.log('cold starts in fresh processes …');
figures.push(...(await measureColdStart(variants, values.quick ? 5 : 20)));
console.log('the local Connect …');
figures.push(...(await measureLocalConnect(values.quick ? 3 : 10)));
console.log('a burst of calls against the quota …');
figures.push(...(await measurePacedDialling()));
if (!values['no-browser']) {
  console.log('a call in a real browser …');
  figures.push(...(await measureTimeToContext(values.quick ? 2 : 5)));
}

const missed = figures.filter(({ ratio, target }) => !(ratio <= target * TOLERANCE));
const near = figures.filter(({ ratio, target }) => ratio > target && ratio <= target * TOLERANCE);
for (const { name, peer, ratio, target, facts } of figures) {
  const verdict = ratio <= target ? 'ok    ' : ratio <= target * TOLERANCE ? 'near  ' : 'MISSED';
  console.log(`\n${verdict} ${name}: ${ratio.toFixed(2)} of ${peer} (target ${target})`);
  console.log(
    `       ${Object.entries(facts)
      .map(([fact, value]) => `${fact} ${round(value)}`)
      .join(' · ')}`,
  );
}
writeFileSync(new URL('../../.artefacts/bench.json', import.meta.url), JSON.stringify(figures, undefined, 2));
console.log(`\nload average after: ${loadavg()[0]?.toFixed(2)}`);
const within = figures.length - missed.length - near.length;
console.log(
  `${within} of ${figures.length} figures within their target, ${near.length} up to a tenth above it, ${missed.length} missed`,
);
process.exit(missed.length === 0 ? 0 : 1);

function round(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}
