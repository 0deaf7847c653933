/** Bundles the console's page once at start: three files, served from memory. */
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

export interface PageFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const PAGE = new URL('./page/', import.meta.url).pathname;

export async function buildPage(): Promise<ReadonlyMap<string, PageFile>> {
  const { outputFiles } = await build({
    entryPoints: { console: `${PAGE}console.tsx` },
    bundle: true,
    write: false,
    outdir: '/',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
  });
  const script = outputFiles[0];
  if (script === undefined) throw new Error('the console page was not bundled');
  const file = (type: string, body: string | Uint8Array): PageFile => ({
    headers: { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
    body,
  });
  return new Map([
    ['/', file('text/html; charset=utf-8', await readFile(`${PAGE}index.html`))],
    ['/console.css', file('text/css; charset=utf-8', await readFile(`${PAGE}console.css`))],
    ['/console.js', file('text/javascript; charset=utf-8', script.contents)],
  ]);
}
