import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

export interface Asset {
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

const folder = new URL('page/', import.meta.url);
const workspace = new URL('../workspace/page/', import.meta.url);
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

const contentType = (name: string) => CONTENT_TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream';

const PAGES: readonly (readonly [name: string, folder: URL])[] = [
  ['softphone.html', folder],
  ['sign-in.html', folder],
  ['no-agent.html', folder],
  ['expired.html', folder],
  ['storage-access.html', folder],
  ['workspace.html', workspace],
];

/** The pages and the scripts and styles that they load, by name, bundled once. */
export const buildAssets = async (): Promise<ReadonlyMap<string, Asset>> => {
  const entry = (name: string) => new URL(name, folder).pathname;
  const { outputFiles } = await build({
    entryPoints: {
      softphone: entry('softphone.ts'),
      'sign-in': entry('sign-in.ts'),
      'no-agent': entry('no-agent.ts'),
      'storage-access': entry('storage-access.ts'),
      page: entry('styles/page.css'),
      workspace: new URL('workspace.ts', workspace).pathname,
      'workspace-page': new URL('workspace.css', workspace).pathname,
    },
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  const pages = await Promise.all(
    PAGES.map(async ([name, from]) => ({ name, body: await readFile(new URL(name, from)) })),
  );
  return new Map([
    ...outputFiles.map(({ path, contents }): [string, Asset] => {
      const name = path.split(/[\\/]/).pop() ?? path;
      return [name, { contentType: contentType(name), body: contents }];
    }),
    ...pages.map(({ name, body }): [string, Asset] => [name, { contentType: contentType(name), body }]),
  ]);
};
