import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FunctionSource } from '../core/contracts/configuration.ts';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import { environment } from './environment.ts';

let sources: ReadonlyMap<string, FunctionSource> | undefined;

/**
 * The configured sources by id, from the file that was written beside this very code when it was synthesized
 * (`lib/constructs/sources-file.ts`), with every default filled in: it was validated there, and is not once more at every cold start.
 */
export function configuredSources(): ReadonlyMap<string, FunctionSource> {
  sources ??= new Map(read().map((source) => [source.id, source]));
  return sources;
}

function read(): readonly FunctionSource[] {
  const file = resolve(process.env.LAMBDA_TASK_ROOT ?? '', environment(ENVIRONMENT.sources));
  return JSON.parse(readFileSync(file, 'utf8')) as readonly FunctionSource[];
}
