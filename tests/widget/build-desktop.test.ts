import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDesktop } from '../../ccp-widget/build.ts';
import type { LanguageMetafiles } from '../../ccp-widget/build-program.ts';
import { LANGUAGES } from '../../ccp-widget/src/language.ts';

let folder: string;
let metafiles: LanguageMetafiles;
let metafile: Metafile;
const gzip = async (path: string): Promise<number> => gzipSync(await readFile(path), { level: 9 }).length;
/** Everything the browser fetches before the entry can run. */
function closure(
  entry: string,
  of: Metafile = metafile,
  kinds: readonly string[] = ['import-statement'],
): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { path: next, kind } of of.outputs[path]?.imports ?? []) if (kinds.includes(kind)) visit(next);
  };
  visit(entry);
  return seen;
}
const inputsOf = (paths: Iterable<string>): string[] =>
  [...paths].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}));

describe('the built desktop', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'desktop-'));
    metafiles = await buildDesktop(folder);
    metafile = metafiles.en;
    // A build for each language, beside whatever else the machine does.
  }, 60_000);
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const chunk = (source: string, of = metafile): string => {
    const found = Object.entries(of.outputs).find(([, { entryPoint }]) => entryPoint?.endsWith(source));
    if (!found) throw new Error(`${source} is no chunk of its own`);
    return found[0];
  };
  const weigh = async (paths: Iterable<string>): Promise<number> =>
    (await Promise.all([...paths].map(gzip))).reduce((sum, size) => sum + size, 0);

  it('needs few bytes before the deal is painted', async () => {
    const paint = new Set([chunk('src/main.ts'), ...closure(chunk('src/start.ts'))]);
    expect(await weigh(paint)).toBeLessThan(9_700);
    // Fetched beside it, and needed for the token: oauth4webapi is 6.5 kB of this.
    const signIn = [...closure(chunk('identity/sign-in.ts'))].filter((path) => !paint.has(path));
    expect(await weigh(signIn)).toBeLessThan(8_000);
  });

  it.each(LANGUAGES)(
    'asks for everything that the start needs at once, in the agent’s language: %s',
    async (language) => {
      const of = metafiles[language];
      const html = await readFile(join(folder, 'index.html'), 'utf8');
      const [, script = ''] = html.match(/<script type="module" src="([^"]+)">/) ?? [];
      expect(script).toBe(relative(folder, resolve(chunk('src/main.ts'))));
      const [, asked = ''] =
        (await readFile(join(folder, script), 'utf8')).match(new RegExp(`\\b${language}:\\[([^\\]]+)`)) ?? [];
      const needed = new Set([
        ...closure(chunk('src/start.ts', of), of),
        ...closure(chunk('identity/sign-in.ts', of), of),
      ]);
      expect(asked.split(',').toSorted()).toEqual([...needed].map((path) => `"./${basename(path)}"`).toSorted());
    },
  );

  it('has the texts of one language in each, and every file that any page may ask for', async () => {
    for (const language of LANGUAGES) {
      const { inputs, outputs } = metafiles[language];
      const texts = Object.keys(inputs).filter((input) => input.includes('src/texts/'));
      expect(texts.length).toBeGreaterThan(35);
      expect(texts.filter((input) => !input.includes(`src/texts/${language}/`))).toEqual([]);
      for (const { imports } of Object.values(outputs))
        for (const { path } of imports) expect((await readFile(path)).length).toBeGreaterThan(0);
    }
  });

  it.each([
    ['en', 60_000, 71_100],
    // The same code with longer words: 60 KiB.
    ['de', 61_440, 72_600],
  ] as const)(
    'keeps its own code within 60 kB gzip, without Preact and oauth4webapi; no Streams, no pdf.js, no host: %s',
    async (language, most, mostInAll) => {
      const of = metafiles[language];
      const all = closure(chunk('src/start.ts', of), of, ['import-statement', 'dynamic-import']);
      const code = [chunk('src/main.ts', of), ...all].flatMap((path) => {
        const inputs = Object.entries(of.outputs[path]?.inputs ?? {});
        const isOurs = inputs.every(
          ([input]) => !/pdfjs-dist|@amazon-connect|src\/host\/(?!connect-host|framed-by|is-in-workspace)/.test(input),
        );
        return isOurs ? [{ path, inputs }] : [];
      });
      expect(code.length).toBeGreaterThan(3);
      const sizes = await Promise.all(
        code.map(async ({ path, inputs }) => {
          const bytes = (wanted: RegExp): number =>
            inputs.reduce((sum, [input, { bytesInOutput }]) => sum + (wanted.test(input) ? bytesInOutput : 0), 0);
          const size = await gzip(path);
          return { size, own: size * (1 - bytes(/node_modules/) / Math.max(1, bytes(/./))) };
        }),
      );
      expect(sizes.reduce((sum, { own }) => sum + own, 0)).toBeLessThan(most);
      expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(mostInAll);
    },
  );

  it('asks for Preact, Streams, pdf.js, notes and editor only later', () => {
    const first = inputsOf(closure(chunk('src/start.ts'))).map((path) => relative(process.cwd(), path));
    expect(
      first.filter((path) =>
        /node_modules|pdfjs|oauth4webapi|softphone\/|outcome|editor|views\/timeline|diagnostics|texts\/en\/(?:line|outbox|editor)/.test(
          path,
        ),
      ),
    ).toEqual([]);
    const all = inputsOf(Object.keys(metafile.outputs));
    expect(all.filter((path) => /amazon-connect-streams|valibot/.test(path))).toEqual([]);
  });

  it('has a host’s SDK in a chunk of its own, which nothing asks for unless it runs in that host', () => {
    const { inputs = {} } = metafile.outputs[chunk('softphone/enter-workspace.ts')] ?? {};
    const packages = ['app', 'contact', 'core', 'voice'].filter((name) =>
      Object.keys(inputs).some((input) => input.includes(`@amazon-connect/${name}/`)),
    );
    expect(packages).toEqual(['app', 'contact', 'core', 'voice']);
    const usual = inputsOf([...closure(chunk('src/start.ts')), ...closure(chunk('src/later.ts'))]);
    const hosts =
      /@amazon-connect|calling-extensions-sdk|workspace-|src\/host\/(?!connect-host|framed-by|is-in-workspace)/;
    expect(usual.filter((input) => hosts.test(input))).toEqual([]);
  });

  it('has a drawing in the page for every name that a later part may draw', async () => {
    const html = await readFile(join(folder, 'index.html'), 'utf8');
    const source = await readFile('ccp-widget/src/views/icon-later.ts', 'utf8');
    const names = [...source.matchAll(/^ {2}\| '([\w-]+)'/gm)].map(([, name]) => `icon-${name}`);
    expect(names.length).toBeGreaterThan(10);
    expect(
      [...html.matchAll(/<symbol id="([\w-]+)" viewBox="0 0 16 16"><path d="[^"]+"/g)].map(([, id]) => id),
    ).toEqual(names);
  });

  it('has nothing inline that a strict policy would refuse', async () => {
    for (const page of ['index.html', 'signed-in.html', 'sign-out.html']) {
      const html = await readFile(join(folder, page), 'utf8');
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:/i);
    }
  });

  it('carries the files that are fetched by name', async () => {
    for (const file of [
      'connect-streams-min.js',
      'pdf-worker.js',
      'standard-fonts/LiberationSans-Regular.ttf',
      'styles.css',
      'icon.svg',
    ])
      expect((await readFile(join(folder, file))).length).toBeGreaterThan(100);
  });
});
