import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDesktop } from '../../ccp-widget/build.ts';

let folder: string;
let metafile: Metafile;
const output = (name: string): string => {
  const found = Object.keys(metafile.outputs).find((path) => path.endsWith(`/${name}`));
  if (!found) throw new Error(`${name} was not built`);
  return found;
};
const gzip = async (path: string): Promise<number> => gzipSync(await readFile(path), { level: 9 }).length;
/** Everything the browser fetches before the entry can run. */
function closure(entry: string, kinds: readonly string[] = ['import-statement']): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? []) if (kinds.includes(kind)) visit(next);
  };
  visit(entry);
  return seen;
}
const inputsOf = (paths: Iterable<string>): string[] =>
  [...paths].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}));

describe('the built desktop', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'desktop-'));
    metafile = await buildDesktop(folder);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('needs few bytes before the deal is painted', async () => {
    const sizes = await Promise.all([...closure(output('desktop.js'))].map(gzip));
    // Preact 5.4 kB and oauth4webapi 6.5 kB of it.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(27_000);
  });

  it('keeps all of its own code within 60 kB gzip, without Streams, pdf.js and the languages that nobody asked for', async () => {
    const code = [...closure(output('desktop.js'), ['import-statement', 'dynamic-import'])].filter(
      (path) => !inputsOf([path]).some((input) => /pdfjs-dist|\.de\.ts$/.test(input)),
    );
    const sizes = await Promise.all(code.map(gzip));
    expect(code.length).toBeGreaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
  });

  it('asks for Streams, pdf.js, notes and editor only later', () => {
    const first = inputsOf(closure(output('desktop.js'))).map((path) => relative(process.cwd(), path));
    expect(first.filter((path) => /pdfjs|softphone\/|outcome|editor|timeline/.test(path))).toEqual([]);
    const all = inputsOf(Object.keys(metafile.outputs));
    expect(all.filter((path) => /amazon-connect-streams|valibot/.test(path))).toEqual([]);
  });

  it('has nothing inline that a strict policy would refuse', async () => {
    for (const page of ['index.html', 'signed-in.html']) {
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
