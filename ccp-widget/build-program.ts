/**
 * The program as files: a build for each language, in which a text is a constant like any other and stands where it is used,
 * and the page's own script, which chooses among them.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, type BuildResult, build, type Metafile, type OutputFile, type Plugin } from 'esbuild';
import { type MinifyOptions, minify } from 'terser';
import { LANGUAGES, type Language } from './src/language.ts';

const source = join(dirname(fileURLToPath(import.meta.url)), 'src');

/** Amazon Connect supports the three latest versions of Chrome, Edge and Firefox; what was tried where: docs/browsers.md. */
export const TARGET = ['chrome130', 'edge130', 'firefox130', 'safari18'];

/** What every page needs at once: the start, and the way to a token. */
const START = 'start.ts';
const NEEDED = [START, 'identity/sign-in.ts'];

/**
 * Only the agent workspace asks for it. Built with the rest, the kilobyte that both have would be a file of its own, which every
 * page would fetch.
 */
const ALONE = 'softphone/enter-workspace.ts';

/**
 * Each chunk goes through a second minifier, which takes another 3% of gzip: it sees what is used once and what is never
 * changed. pdf.js is left out: seconds of work on what its makers have minified.
 */
const SMALLER: MinifyOptions = {
  ...{ module: true, ecma: 2020, format: { comments: 'some' } },
  // `x === undefined` is what most comparisons are: turned around they are less alike.
  compress: { lhs_constants: false, passes: 2 },
};
const { version: TERSER } = createRequire(import.meta.url)('terser/package.json') as { version: string };

const OPTIONS = {
  bundle: true,
  format: 'esm',
  target: TARGET,
  minify: true,
  metafile: true,
  write: false,
  legalComments: 'linked',
  // Counts in the hashes of the files' names: what the second minifier does to them is part of their content.
  footer: { js: `/* ${JSON.stringify([TERSER, SMALLER])} */` },
  ...{ entryNames: 'chunks/[name]-[hash]', chunkNames: 'chunks/[name]-[hash]' },
  logLevel: 'warning',
} as const satisfies BuildOptions;
type Built = BuildResult<typeof OPTIONS>;

/** Each with the page's own script and with what is built alone, as if all had been built together. */
export type LanguageMetafiles = Readonly<Record<Language, Metafile>>;

export async function buildProgram(outdir: string): Promise<{ program: string; metafiles: LanguageMetafiles }> {
  const alone = await build({ ...OPTIONS, outdir, entryPoints: [join(source, ALONE)] });
  const languages = await Promise.all(
    LANGUAGES.map(async (language) => ({ language, built: await buildLanguage(outdir, language, alone) })),
  );
  const starts = Object.fromEntries(languages.map(({ language, built }) => [language, startOf(built.metafile)]));
  const script = await build({
    ...OPTIONS,
    outdir,
    entryPoints: { desktop: join(source, 'main.ts') },
    define: { STARTS: JSON.stringify(starts) },
  });
  await writeOutputs([alone, script, ...languages.map(({ built }) => built)]);
  const metafiles = languages.map(({ language, built }) => [language, joined(built, alone, script)]);
  return {
    program: relative(outdir, resolve(entryOf(script))),
    metafiles: Object.fromEntries(metafiles) as LanguageMetafiles,
  };
}

async function buildLanguage(outdir: string, language: Language, alone: Built): Promise<Built> {
  const built = await build({
    ...OPTIONS,
    outdir,
    entryPoints: [join(source, START)],
    splitting: true,
    // Says which texts `#texts/…` are (package.json). esbuild takes "module" by itself only while nothing else is named.
    conditions: ['module', language],
    plugins: [builtAlone(entryOf(alone))],
  });
  return { ...built, metafile: withoutEmptyEntry(built.metafile) };
}

/** The entry's own file only imports the one that it shares with `later.ts`, which says why: that one is taken for the entry. */
function withoutEmptyEntry({ inputs, outputs }: Metafile): Metafile {
  const isEntry = ([, { entryPoint }]: Entry): boolean => entryPoint?.endsWith(`/${START}`) ?? false;
  const [, entry] = Object.entries(outputs).find(isEntry) ?? [];
  const [at = ''] = entry?.imports.map(({ path }) => path) ?? [];
  const shared = outputs[at];
  if (!entry?.entryPoint || !shared || Object.keys(entry.inputs).length > 0)
    throw new Error(`${START} is not in a shared file`);
  const rest = Object.fromEntries(Object.entries(outputs).filter((one) => !isEntry(one)));
  return { inputs, outputs: { ...rest, [at]: { ...shared, entryPoint: entry.entryPoint } } };
}
type Entry = readonly [path: string, output: Metafile['outputs'][string]];

/** Files are beside each other. */
const addressOf = (output: string): string => `./${basename(output)}`;

const builtAlone = (output: string): Plugin => ({
  name: 'built alone',
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`/${basename(ALONE)}$`) }, () => ({ path: addressOf(output), external: true })),
});

function entryOf({ metafile }: Built): string {
  const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint) ?? [];
  if (entry === undefined) throw new Error('esbuild has built no entry');
  return entry;
}

/** All that is needed before the first paint, so that the browser is asked for it at once and not for one file after the other. */
function startOf({ outputs }: Metafile): string[] {
  const needed = new Set<string>();
  const need = (path: string): void => {
    if (needed.has(path)) return;
    needed.add(path);
    for (const { path: next, kind } of outputs[path]?.imports ?? []) if (kind === 'import-statement') need(next);
  };
  for (const [path, { entryPoint }] of Object.entries(outputs))
    if (NEEDED.some((file) => entryPoint?.endsWith(`src/${file}`))) need(path);
  return [...needed].map(addressOf);
}

/** As if they had been built together. */
function joined(language: Built, alone: Built, script: Built): Metafile {
  const [of, at] = [language.metafile, entryOf(alone)];
  const outputs = Object.entries(of.outputs).map(([path, output]) => {
    const imports = output.imports.map((one) => (one.path === addressOf(at) ? { ...one, path: at } : one));
    return [path, { ...output, imports }] as const;
  });
  const others = [alone.metafile, script.metafile];
  return {
    inputs: Object.assign({}, of.inputs, ...others.map(({ inputs }) => inputs)),
    outputs: Object.assign(Object.fromEntries(outputs), ...others.map((other) => other.outputs)),
  };
}

/** What languages have in common, such as pdf.js, has one name, and is written once. */
async function writeOutputs(all: readonly Built[]): Promise<void> {
  const files = new Map<string, { file: OutputFile; output: Metafile['outputs'][string] }>();
  for (const { outputFiles, metafile } of all)
    for (const file of outputFiles) {
      const output = metafile.outputs[relative(process.cwd(), file.path)];
      if (output) files.set(file.path, { file, output });
    }
  await Promise.all(
    [...files.values()].map(async ({ file: { path, contents, text }, output }) => {
      const isOurs = path.endsWith('.js') && !Object.keys(output.inputs).some((one) => one.includes('pdfjs-dist'));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, isOurs ? ((await minify(text, SMALLER)).code ?? text) : contents);
    }),
  );
}
