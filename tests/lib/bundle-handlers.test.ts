import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { ROUTES } from '../../functions/core/contracts/routes.ts';
import { bundleHandlers } from '../../lib/constructs/bundle-handlers.ts';
import { root, temporaryFolder } from './synthesize.ts';

function project(handlers: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, code] of Object.entries(handlers)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'handler.ts'), code);
  }
  return { sources: { folder, root }, outdir: join(folder, 'bundles') };
}

describe('bundling', () => {
  test('names every function without a handler', () => {
    const { sources, outdir } = project({ 'show-call': 'export const handler = 1;' });
    expect(() => bundleHandlers(['dial-call', 'show-call', 'write-back'], sources, outdir)).toThrow(
      /Missing: dial-call, write-back$/,
    );
  });

  test('fails when a handler does not compile', () => {
    const { sources, outdir } = project({ 'show-call': 'export const handler = ;' });
    expect(() => bundleHandlers(['show-call'], sources, outdir)).toThrow(/Unexpected ";"/);
  });

  test('makes one loadable file per function, with the metafile outside the code', async () => {
    const { sources, outdir } = project({
      'show-call': `import { ROUTES } from '${root}/functions/core/contracts/routes.ts'; export const handler = async () => ROUTES.length;`,
      // CommonJS that asks for one of Node's modules with require, which an ES module does not have.
      'list-calls': `import { inspect } from '${join(root, 'tests/lib/fixtures/requires-node.cjs')}'; export const handler = async () => inspect(1);`,
    });
    const bundles = bundleHandlers(['show-call', 'list-calls'], sources, outdir);
    for (const [name, expected] of [
      ['show-call', ROUTES.length],
      ['list-calls', '1'],
    ] as const) {
      const { handler }: { handler: () => Promise<unknown> } = await import(join(bundles[name], 'index.mjs'));
      expect(await handler()).toBe(expected);
      expect(existsSync(join(bundles[name], 'meta.json'))).toBe(false);
    }
    const meta: Metafile = JSON.parse(readFileSync(join(outdir, 'show-call', 'meta.json'), 'utf8'));
    expect(Object.keys(meta.inputs).some((path) => path.endsWith('contracts/routes.ts'))).toBe(true);
    expect(Object.keys(meta.inputs).some((path) => path.includes('list-calls'))).toBe(false);
  });

  test('reads credentials from the environment alone, as Lambda gives them', () => {
    const { sources, outdir } = project({
      'show-call': `export { openQueues as handler } from '${root}/functions/adapters/sqs-queues.ts';`,
    });
    bundleHandlers(['show-call'], sources, outdir);
    const meta: Metafile = JSON.parse(readFileSync(join(outdir, 'show-call', 'meta.json'), 'utf8'));
    const inputs = Object.keys(meta.inputs);
    expect(inputs).toContain('functions/adapters/lambda-credentials.ts');
    expect(inputs.filter((path) => /credential-provider-(sso|ini|process|web-identity)/.test(path))).toEqual([]);
  });
});
