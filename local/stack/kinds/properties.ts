/** Shapes that several kinds of resources share. CloudFormation writes numbers and booleans as text where it likes. */
import * as v from 'valibot';
import { TemplateError } from '../template/template.ts';

export const number = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite());
export const boolean = v.pipe(
  v.union([v.boolean(), v.picklist(['true', 'false'])]),
  v.transform((value) => value === true || value === 'true'),
);
export const strings = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((value) => (typeof value === 'string' ? [value] : value)),
);

/** @throws TemplateError naming the property */
export function read<Schema extends v.GenericSchema>(schema: Schema, properties: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, properties);
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'properties'}: ${issue.message}`);
  throw new TemplateError(problems.join('; '));
}

/** What a lookup answers, or undefined when the service says in one of these names that it is not there. */
export async function ifFound<T>(lookup: Promise<T>, ...names: readonly string[]): Promise<T | undefined> {
  try {
    return await lookup;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}
