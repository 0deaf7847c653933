/** Figure 3: gzip bytes of every function's bundle, against all handlers in one with esbuild's default `mainFields`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Variants } from './build-variants.ts';
import type { Figure } from './figure.ts';

const gzipped = (file: string): number => gzipSync(readFileSync(file), { level: 9 }).length;

export function measureBundleBytes(variants: Variants): readonly Figure[] {
  const peer = gzipped(variants.allInOne);
  const sizes = Object.entries(variants.ours).map(
    ([name, folder]) => [name, gzipped(join(folder, 'index.mjs'))] as const,
  );
  const dialling = new Set(['receive-call-request', 'dial-call', 'request-call']);
  const worst = (names: readonly (readonly [string, number])[]) => Math.max(...names.map(([, bytes]) => bytes));
  return [
    {
      name: 'bundle of a function that dials, gzip',
      peer: 'all handlers in one bundle, default mainFields',
      ratio: worst(sizes.filter(([name]) => dialling.has(name))) / peer,
      target: 0.32,
      facts: { 'peer bytes': peer, ...Object.fromEntries(sizes.filter(([name]) => dialling.has(name))) },
    },
    {
      name: 'bundle of every other function, gzip',
      peer: 'all handlers in one bundle, default mainFields',
      ratio: worst(sizes.filter(([name]) => !dialling.has(name))) / peer,
      // The two that handle bytes carry the S3 client; the others stay below 0.3.
      target: 0.35,
      facts: Object.fromEntries(sizes.filter(([name]) => !dialling.has(name))),
    },
  ];
}
