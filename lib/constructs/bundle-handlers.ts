import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FunctionName } from '../../functions/core/contracts/routes.ts';
import type { BundleOrder } from './bundle-process.ts';

export interface HandlerSources {
  /** Folder with one `<function>/handler.ts` per function, each exporting `handler`. */
  readonly folder: string;
  /** Project folder: import paths and the metafiles are relative to it. */
  readonly root: string;
}

/** The ready Lambda code of each function: a folder with one `index.mjs`. */
export type HandlerBundles = Readonly<Record<FunctionName, string>>;

/**
 * Bundles all handlers in one esbuild run (shared sources are parsed once: 17 functions cost little more than one). What
 * goes into a bundle, and why, is said in `bundle-process.ts`. That is a process of its own because synthesis is
 * synchronous and esbuild has plugins only where it is not.
 *
 * @param outdir receives `<function>/code/index.mjs` and, outside the code, `<function>/meta.json`: esbuild's metafile
 *   of that function alone, from which tests read who imports what and how many bytes it costs.
 * @throws when a handler is missing or does not compile
 */
export function bundleHandlers(
  names: readonly FunctionName[],
  sources: HandlerSources,
  outdir: string,
): HandlerBundles {
  const handlers = names.map((name) => ({ name, file: resolve(sources.folder, name, 'handler.ts') }));
  const missing = handlers.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
  if (missing.length > 0) {
    throw new Error(
      `Every function of contracts/routes.ts needs functions/<name>/handler.ts. Missing: ${missing.join(', ')}`,
    );
  }
  const order: BundleOrder = { root: sources.root, outdir: resolve(outdir), handlers };
  const { status, stderr, error } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'bundle-process.ts'), JSON.stringify(order)],
    { encoding: 'utf8' },
  );
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`The functions could not be bundled: ${stderr}`);
  return Object.fromEntries(names.map((name) => [name, join(outdir, name, 'code')])) as HandlerBundles;
}
