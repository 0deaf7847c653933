/** A host's page: three files, bundled once and served from memory. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

export interface PageFile {
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** By the name under the host's own folder. */
export async function buildHostPage(host: string): Promise<ReadonlyMap<string, PageFile>> {
  const folder = join(import.meta.dirname, host);
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'page.ts')],
    ...{ bundle: true, write: false, format: 'esm', target: 'es2022' },
  });
  const [html, css] = await Promise.all([
    readFile(join(folder, 'page.html')),
    readFile(join(import.meta.dirname, 'page.css')),
  ]);
  return new Map([
    ['', { contentType: 'text/html; charset=utf-8', body: html }],
    ['page.css', { contentType: 'text/css; charset=utf-8', body: css }],
    ['page.js', { contentType: 'text/javascript; charset=utf-8', body: outputFiles[0]?.contents ?? '' }],
  ]);
}
