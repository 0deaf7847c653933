import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';
import { isFirefox } from './browser.ts';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** What axe finds wrong in a page or frame, as `rule: element`; not in what `exclude` names. */
export async function violationsIn(where: Page | Frame, exclude: readonly string[] = []): Promise<readonly string[]> {
  // What it finds is the same in every browser, and Firefox 153 may crash when Playwright looks for a label after it.
  if (isFirefox) return [];
  await where.evaluate(source);
  return where.evaluate(
    async (left) => {
      const { axe } = globalThis as unknown as {
        axe: { run(context: unknown, options: unknown): Promise<AxeResults> };
      };
      const { violations } = await axe.run({ exclude: left }, { resultTypes: ['violations'] });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
    },
    [...exclude],
  );
}
