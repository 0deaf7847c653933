/**
 * What is measured against each other: our bundles; the handler of a call request without what it reads ahead, built our way
 * and as `NodejsFunction` would by default; all handlers in one bundle with esbuild's default `mainFields`; and an empty
 * handler, the floor.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { FUNCTION_NAMES, type FunctionName } from '../../functions/core/contracts/routes.ts';
import { bundleHandlers } from '../../lib/constructs/bundle-handlers.ts';

const root = new URL('../..', import.meta.url).pathname;

export interface Variants {
  /** Folder of each function's own bundle. */
  readonly ours: Readonly<Record<FunctionName, string>>;
  /** `receive-call-request`, unprimed. */
  readonly unprimed: string;
  /** The same with CDK's defaults: CommonJS, SDK external, not minified. */
  readonly nodejsFunction: string;
  /** Every handler in one file, CommonJS first. */
  readonly allInOne: string;
  readonly empty: string;
}

/** Inside the project, so that what stays external is found in its `node_modules`. */
export const BENCH_FOLDER = join(root, '.artefacts/bench');
const UNPRIMED = join(root, 'tests/bench/unprimed');

export async function buildVariants(): Promise<Variants> {
  mkdirSync(BENCH_FOLDER, { recursive: true });
  const handler = (name: FunctionName) => join(root, 'functions', name, 'handler.ts');
  const nodejsFunction = join(BENCH_FOLDER, 'nodejs-function.cjs');
  await build({
    entryPoints: [join(UNPRIMED, 'receive-call-request/handler.ts')],
    outfile: nodejsFunction,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    external: ['@aws-sdk/*', '@smithy/*'],
    logLevel: 'error',
  });
  const allInOne = join(BENCH_FOLDER, 'all-in-one.mjs');
  await build({
    stdin: {
      contents: FUNCTION_NAMES.map(
        (name, index) => `export * as f${index} from ${JSON.stringify(handler(name))};`,
      ).join('\n'),
      resolveDir: root,
      loader: 'ts',
    },
    outfile: allInOne,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    // Handlers await while they load, which CommonJS cannot.
    format: 'esm',
    logLevel: 'error',
  });
  const empty = join(BENCH_FOLDER, 'empty.mjs');
  writeFileSync(empty, 'export const handler = async () => ({ statusCode: 202 });\n');
  const ours = bundleHandlers(FUNCTION_NAMES, { folder: join(root, 'functions'), root }, join(BENCH_FOLDER, 'ours'));
  const unprimed = bundleHandlers(['receive-call-request'], { folder: UNPRIMED, root }, join(BENCH_FOLDER, 'unprimed'))[
    'receive-call-request'
  ];
  return { ours, unprimed: join(unprimed, 'index.mjs'), nodejsFunction, allInOne, empty };
}
