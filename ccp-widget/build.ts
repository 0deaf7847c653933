/**
 * The desktop as files to host: one folder, no server. Everything the page may need later (editor, preview, Streams,
 * pdf.js) is a chunk or file of its own, so that the deal is on the screen before any of it is asked for.
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type OutputFile, type Plugin } from 'esbuild';
import { type MinifyOptions, minify } from 'terser';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const packageFolder = (name: string): string => dirname(require.resolve(`${name}/package.json`));

/** Amazon Connect supports the three latest versions of Chrome, Edge and Firefox; what was tried where: docs/browsers.md. */
const TARGET = ['chrome130', 'edge130', 'firefox130', 'safari18'];

/** The program, and the way to a token: every page that is opened needs both. */
const START = ['src/main.ts', 'src/identity/sign-in.ts'];

/**
 * Only the agent workspace asks for it. Built with the rest, the kilobyte that both have would be a file of its own, which every
 * page would fetch.
 */
const ALONE = 'src/softphone/enter-workspace.ts';

/**
 * Each chunk goes through a second minifier, which takes another 3% of gzip: it sees what is used once and what is never
 * changed. pdf.js is left out: seconds of work on what its makers have minified.
 */
const SMALLER: MinifyOptions = {
  ...{ module: true, ecma: 2020, format: { comments: 'some' } },
  // `x === undefined` is what most comparisons are: turned around they are less alike.
  compress: { lhs_constants: false },
};
const { version: TERSER } = require('terser/package.json') as { version: string };
const isOwn = (path: string, { outputs }: Metafile): boolean =>
  path.endsWith('.js') &&
  !Object.keys(outputs[relative(process.cwd(), path)]?.inputs ?? {}).some((input) => input.includes('pdfjs-dist'));

/** Copied as they are: Streams is not a real module, and the PDF worker has to be a file that `worker-src 'self'` allows. */
const VENDOR_FILES = [
  { from: ['amazon-connect-streams', 'release/connect-streams-min.js'], to: 'connect-streams-min.js' },
  // Named .js because not every host knows that .mjs is JavaScript, and a module worker is refused without that type.
  { from: ['pdfjs-dist', 'build/pdf.worker.min.mjs'], to: 'pdf-worker.js' },
  { from: ['pdfjs-dist', 'standard_fonts'], to: 'standard-fonts' },
] as const;

const OPTIONS = {
  bundle: true,
  format: 'esm',
  target: TARGET,
  minify: true,
  metafile: true,
  write: false,
  legalComments: 'linked',
  // Counts in the hashes of the chunks' names: what the second minifier does to them is part of their content.
  footer: { js: `/* ${JSON.stringify([TERSER, SMALLER])} */` },
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Writes the desktop into `outdir`, which is emptied first.
 * The metafile says what ended up in which chunk: tests hold the byte budget against it.
 */
export async function buildDesktop(outdir: string): Promise<Metafile> {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const alone = await build({
    ...OPTIONS,
    outdir,
    entryPoints: [join(here, ALONE)],
    entryNames: OPTIONS.chunkNames,
  });
  const [aloneAt = ''] = Object.keys(alone.metafile.outputs);
  const [{ metafile: rest, outputFiles }] = await Promise.all([
    build({
      ...OPTIONS,
      outdir,
      entryPoints: {
        desktop: join(here, 'src/main.ts'),
        'signed-in': join(here, 'src/identity/signed-in-page.ts'),
        styles: join(here, 'src/styles/desktop.css'),
      },
      splitting: true,
      entryNames: '[name]',
      plugins: [builtAlone(aloneAt)],
    }),
    // Apart from the rest, which it would cut into more files: it shares a few lines with it.
    build({
      entryPoints: { 'sign-out': join(here, 'src/identity/sign-out-page.ts') },
      ...{ outdir, bundle: true, format: 'esm', target: TARGET, minify: true, logLevel: 'warning' },
    }),
    ...['signed-in.html', 'sign-out.html', 'icon.svg'].map((file) => cp(join(here, 'src', file), join(outdir, file))),
    ...VENDOR_FILES.map(({ from: [name, path], to }) =>
      cp(join(packageFolder(name), path), join(outdir, to), { recursive: true }),
    ),
  ]);
  const metafile = joined(rest, alone.metafile);
  await Promise.all([...alone.outputFiles, ...outputFiles].map((file) => writeOutput(file, metafile)));
  await writePage(outdir, metafile);
  return metafile;
}

/** Chunks are beside each other. */
const addressOf = (output: string): string => `./${basename(output)}`;

const builtAlone = (output: string): Plugin => ({
  name: 'built alone',
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`/${basename(ALONE)}$`) }, () => ({ path: addressOf(output), external: true })),
});

/** As if the two had been built together. */
function joined(rest: Metafile, alone: Metafile): Metafile {
  const known = new Map(Object.keys(alone.outputs).map((output) => [addressOf(output), output]));
  const outputs = Object.entries(rest.outputs).map(([path, output]) => {
    const imports = output.imports.map((one) => ({ ...one, path: known.get(one.path) ?? one.path }));
    return [path, { ...output, imports }] as const;
  });
  return {
    inputs: { ...rest.inputs, ...alone.inputs },
    outputs: { ...Object.fromEntries(outputs), ...alone.outputs },
  };
}

async function writeOutput({ path, contents, text }: OutputFile, metafile: Metafile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, isOwn(path, metafile) ? ((await minify(text, SMALLER)).code ?? text) : contents);
}

/** Names what the start needs, so that the browser asks for all of it at once and not for one chunk after the other. */
async function writePage(outdir: string, { outputs }: Metafile): Promise<void> {
  const needed = new Set<string>();
  const need = (path: string): void => {
    if (needed.has(path)) return;
    needed.add(path);
    for (const { path: next, kind } of outputs[path]?.imports ?? []) if (kind === 'import-statement') need(next);
  };
  for (const [path, { entryPoint }] of Object.entries(outputs))
    if (START.some((source) => entryPoint?.endsWith(source))) need(path);
  const links = [...needed].map((path) => `<link rel="modulepreload" href="${relative(outdir, resolve(path))}">`);
  const page = await readFile(join(here, 'src/index.html'), 'utf8');
  await writeFile(join(outdir, 'index.html'), page.replace('<script', `${links.join('\n    ')}\n    <script`));
}
