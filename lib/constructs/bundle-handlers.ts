import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import type { FunctionName } from '../../functions/core/contracts/routes.ts';

export interface HandlerSources {
  /** Folder with one `<function>/handler.ts` per function, each exporting `handler`. */
  readonly folder: string;
  /** Project folder: import paths and the metafiles are relative to it. */
  readonly root: string;
}

/** The ready Lambda code of each function: a folder with one `index.mjs`. */
export type HandlerBundles = Readonly<Record<FunctionName, string>>;

/** Lambda's ESM loader gives no `require`; a few CommonJS dependencies ask for Node's own modules through it. */
const REQUIRE_BANNER = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);\n";

/**
 * Bundles all handlers in one esbuild run (shared sources are parsed once: 16 functions cost little more than one).
 *
 * The SDK goes in: Lambda's own copy is not tree-shaken and loads 1.3 to 1.4 times slower than the bundled one.
 * `mainFields` with `module` first is what makes tree shaking possible: esbuild's default for Node takes CommonJS and
 * gives 1.6 times the bytes. One file per function, so that no function loads what only another one needs.
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
  const handlers = names.map((name) => [name, join(sources.folder, name, 'handler.ts')] as const);
  const missing = handlers.filter(([, file]) => !existsSync(file)).map(([name]) => name);
  if (missing.length > 0) {
    throw new Error(
      `Every function of contracts/routes.ts needs functions/<name>/handler.ts. Missing: ${missing.join(', ')}`,
    );
  }

  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const { metafile } = buildSync({
    absWorkingDir: sources.root,
    entryPoints: handlers.map(([name, file]) => ({ in: resolve(file), out: `${name}/code/index` })),
    outdir: resolve(outdir),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    alias: credentialAlias(sources.root),
    metafile: true,
    // What goes wrong is in the error that is thrown.
    logLevel: 'silent',
  });

  for (const [path, output] of Object.entries(metafile.outputs)) {
    const file = join(sources.root, path);
    if (output.imports.some(({ kind, external }) => kind === 'require-call' && external === true)) {
      writeFileSync(file, REQUIRE_BANNER + readFileSync(file, 'utf8'));
    }
    writeFileSync(join(file, '..', '..', 'meta.json'), JSON.stringify(only(metafile, path)));
  }
  return Object.fromEntries(names.map((name) => [name, join(outdir, name, 'code')])) as HandlerBundles;
}

/** In Lambda the credentials are in the environment: reading only that saves the SSO, STS and INI chain (110 to 135 kB). */
function credentialAlias(root: string): Record<string, string> {
  const file = join(root, 'functions/adapters/lambda-credentials.ts');
  return existsSync(file) ? { '@aws-sdk/credential-provider-node': file } : {};
}

/** The part of a metafile that belongs to one output. */
function only(metafile: Metafile, output: string): Metafile {
  const outputs = Object.entries(metafile.outputs).filter(([path]) => path === output);
  const used = new Set(outputs.flatMap(([, { inputs }]) => Object.keys(inputs)));
  return {
    inputs: Object.fromEntries(Object.entries(metafile.inputs).filter(([path]) => used.has(path))),
    outputs: Object.fromEntries(outputs),
  };
}
