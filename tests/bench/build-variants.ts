/**
 * The same handler built three ways: ours (from the synthesized app), as `NodejsFunction` would by default, and all
 * handlers in one bundle with esbuild's default `mainFields`; and an empty one, the floor.
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
  /** `receive-call-request` with CDK's defaults: CommonJS, SDK external, not minified. */
  readonly nodejsFunction: string;
  /** Every handler in one file, CommonJS first. */
  readonly allInOne: string;
  readonly empty: string;
}

/** Inside the project, so that what stays external is found in its `node_modules`. */
export const BENCH_FOLDER = join(root, '.artefacts/bench');

export async function buildVariants(): Promise<Variants> {
  mkdirSync(BENCH_FOLDER, { recursive: true });
  const handler = (name: FunctionName) => join(root, 'functions', name, 'handler.ts');
  const nodejsFunction = join(BENCH_FOLDER, 'nodejs-function.cjs');
  await build({
    entryPoints: [handler('receive-call-request')],
    outfile: nodejsFunction,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    external: ['@aws-sdk/*', '@smithy/*'],
    logLevel: 'error',
  });
  const allInOne = join(BENCH_FOLDER, 'all-in-one.cjs');
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
    format: 'cjs',
    logLevel: 'error',
  });
  const empty = join(BENCH_FOLDER, 'empty.mjs');
  writeFileSync(empty, 'export const handler = async () => ({ statusCode: 202 });\n');
  const ours = bundleHandlers(FUNCTION_NAMES, { folder: join(root, 'functions'), root }, join(BENCH_FOLDER, 'ours'));
  return { ours, nodejsFunction, allInOne, empty };
}
