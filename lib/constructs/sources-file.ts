import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import type { FunctionSource } from '../../functions/core/contracts/configuration.ts';
import type { HandlerBundles } from './bundle-handlers.ts';

export const SOURCES_FILE = 'sources.json';
const READER = 'functions/adapters/configured-sources.ts';

/**
 * Puts the sources into the code of each function that reads them: no limit but the code's own, no request and no permission at a
 * cold start, and code and configuration change together. Secrets do not stand here, so that rotating one deploys nothing.
 */
export function writeSourcesFiles(bundles: HandlerBundles, sources: readonly FunctionSource[]): void {
  const text = JSON.stringify(sources);
  for (const folder of Object.values(bundles)) {
    const { inputs }: Metafile = JSON.parse(readFileSync(join(folder, '..', 'meta.json'), 'utf8'));
    if (READER in inputs) writeFileSync(join(folder, SOURCES_FILE), text);
  }
}
