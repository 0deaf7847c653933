import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { sourceSchema } from '../../../functions/core/contracts/configuration.ts';

/** As `lib` writes it into the functions' code: with every default. @returns its absolute path, for `SOURCES_FILE` */
export function sourcesFile(sources: readonly ({ readonly secretId: string } & Record<string, unknown>)[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'cti-sources-')), 'sources.json');
  const complete = sources.map(({ secretId, holidays, campaignCalls, ...source }) => ({
    ...v.parse(sourceSchema, source),
    ...{ secretId, ...(holidays !== undefined && { holidays }), ...(campaignCalls !== undefined && { campaignCalls }) },
  }));
  writeFileSync(file, JSON.stringify(complete));
  return file;
}
