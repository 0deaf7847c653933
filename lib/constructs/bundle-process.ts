/** `node bundle-process.ts <BundleOrder as JSON>`: writes the functions' bundles. See `bundleHandlers`. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { literalSchemaKeys } from './literal-schema-keys.ts';

export interface BundleOrder {
  readonly root: string;
  readonly outdir: string;
  readonly handlers: readonly { readonly name: string; readonly file: string }[];
}

/** Lambda's ESM loader gives no `require`; a few CommonJS dependencies ask for Node's own modules through it. */
const REQUIRE_BANNER = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);\n";

/**
 * The SDK goes in: Lambda's own copy is not tree-shaken and loads 1.3 to 1.4 times slower than the bundled one.
 * `mainFields` with `module` first is what makes tree shaking possible: esbuild's default for Node takes CommonJS and
 * gives 1.6 times the bytes. One file per function, so that no function loads what only another one needs.
 */
async function bundle({ root, outdir, handlers }: BundleOrder): Promise<void> {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: handlers.map(({ name, file }) => ({ in: file, out: `${name}/code/index` })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    alias: credentialAlias(root),
    plugins: [literalSchemaKeys],
    metafile: true,
    logLevel: 'error',
  });
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const file = join(root, path);
    if (output.imports.some(({ kind, external }) => kind === 'require-call' && external === true)) {
      writeFileSync(file, REQUIRE_BANNER + readFileSync(file, 'utf8'));
    }
    writeFileSync(join(file, '..', '..', 'meta.json'), JSON.stringify(only(metafile, path)));
  }
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

// What went wrong has been said on stderr by esbuild itself.
await bundle(JSON.parse(process.argv[2] ?? '')).catch(() => process.exit(1));
