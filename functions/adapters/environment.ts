/** The functions' environment, read where the adapters are put together and nowhere else. */
import * as v from 'valibot';
import { holidayDatesSchema } from '../core/contracts/calling-rules.ts';
import { type FunctionSource, sourceSchema } from '../core/contracts/configuration.ts';
import { ENVIRONMENT, type EnvironmentName } from '../core/contracts/environment.ts';

/** Throws when the variable is missing: the template and the code disagree, and a default would hide it. */
export function environment(name: EnvironmentName): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is missing`);
  return value;
}

export function numberFromEnvironment(name: EnvironmentName): number {
  const value = Number(environment(name));
  if (!Number.isFinite(value)) throw new Error(`environment variable ${name} is not a number`);
  return value;
}

const sourcesSchema = v.array(
  v.intersect([sourceSchema, v.object({ secretArn: v.string(), holidays: v.optional(holidayDatesSchema) })]),
);
let sources: ReadonlyMap<string, FunctionSource> | undefined;

/** The configured sources by id. */
export function configuredSources(): ReadonlyMap<string, FunctionSource> {
  sources ??= new Map(
    v
      .parse(sourcesSchema, JSON.parse(environment(ENVIRONMENT.sources)))
      .map((source): [string, FunctionSource] => [source.id, source]),
  );
  return sources;
}
