/** A host's page: three files, bundled once and served from memory. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Format } from 'esbuild';

export interface PageFile {
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** By the name under the host's own folder. */
export async function buildHostPage(host: string): Promise<ReadonlyMap<string, PageFile>> {
  const folder = join(import.meta.dirname, host);
  const [script, html, css] = await Promise.all([
    bundleScript(join(folder, 'page.ts'), 'esm'),
    readFile(join(folder, 'page.html')),
    readFile(join(import.meta.dirname, 'page.css')),
  ]);
  return new Map([
    ['', { contentType: 'text/html; charset=utf-8', body: html }],
    ['page.css', { contentType: 'text/css; charset=utf-8', body: css }],
    ['page.js', script],
  ]);
}

export async function bundleScript(entryPoint: string, format: Format): Promise<PageFile> {
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    ...{ bundle: true, write: false, format, target: 'es2024' },
  });
  return { contentType: 'text/javascript; charset=utf-8', body: outputFiles[0]?.contents ?? '' };
}
