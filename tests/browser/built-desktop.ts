/** vitest's global set-up for the browser's tests: the desktop, built once for all of them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildDesktop } from '../../ccp-widget/build.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the built desktop; nobody writes into it. */
    desktopFolder: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'desktop-'));
  await buildDesktop(folder);
  project.provide('desktopFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
