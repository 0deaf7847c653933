/**
 * `npm run bench`: the figures as ratios measured side by side in one run. Prints a table, keeps `.artefacts/bench.json`,
 * and fails when a ratio is more than a tenth above its target. `--quick` runs fewer rounds, `--no-browser` skips the desktop,
 * `--only desktop,context` measures parts by their names (`PARTS`).
 */
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { buildVariants, type Variants } from './build-variants.ts';
import { measureBundleBytes } from './bundle-bytes.ts';
import { measureColdStart } from './cold-start.ts';
import { measureDesktop } from './desktop-in-browser.ts';
import type { Figure } from './figure.ts';
import { measureLocalConnect } from './local-connect.ts';
import { measurePacedDialling } from './paced-dialling.ts';
import { measurePresignedLinks } from './presigned-links.ts';
import { measureRoundTrips } from './round-trips.ts';
import { measureTimeToContext } from './time-to-context.ts';

const TOLERANCE = 1.1;
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'no-browser': { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const { quick } = values;

type Measure = (variants: () => Promise<Variants>) => Promise<readonly Figure[]>;
const PARTS: Readonly<Record<string, { readonly what: string; readonly isBrowser?: true; readonly measure: Measure }>> =
  {
    bundles: { what: 'weighing bundles', measure: async (variants) => measureBundleBytes(await variants()) },
    trips: { what: 'counting round trips', measure: async (variants) => measureRoundTrips(await variants()) },
    links: { what: 'signing links', measure: () => measurePresignedLinks() },
    cold: {
      what: 'cold starts in fresh processes',
      measure: async (variants) => measureColdStart(await variants(), quick ? 5 : 20),
    },
    connect: { what: 'the local Connect', measure: () => measureLocalConnect(quick ? 3 : 10) },
    burst: { what: 'a burst of calls against the quota', measure: () => measurePacedDialling() },
    desktop: {
      what: 'the desktop in a real browser',
      isBrowser: true,
      measure: () => measureDesktop(quick ? 2 : 5, quick ? 100 : 500),
    },
    context: {
      what: 'a call on the running system in a real browser',
      isBrowser: true,
      measure: () => measureTimeToContext(quick ? 2 : 5),
    },
  };
const chosen = values.only?.split(',') ?? Object.keys(PARTS);
const unknown = chosen.filter((name) => !(name in PARTS));
if (unknown.length > 0)
  throw new Error(`there is no ${unknown.join(', ')}: choose of ${Object.keys(PARTS).join(', ')}`);

console.log(`load average before: ${loadavg()[0]?.toFixed(2)} (figures of a busy machine are wide)`);
let built: Promise<Variants> | undefined;
const variants = (): Promise<Variants> => {
  built ??= buildVariants();
  return built;
};
const figures: Figure[] = [];
for (const [name, { what, isBrowser, measure }] of Object.entries(PARTS)) {
  if (!chosen.includes(name) || (isBrowser && values['no-browser'])) continue;
  console.log(`${what} …`);
  figures.push(...(await measure(variants)));
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
