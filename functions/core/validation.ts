/** Validation at the edge: every wrong field is named, not only the first. */
import * as v from 'valibot';
import type { FieldError } from './contracts/problem.ts';
import { CtiError } from './errors.ts';

/** A promise to clients as much as to ourselves: an answer stays readable however wrong a body is. */
const MAX_FIELD_ERRORS = 100;

/**
 * The value in the schema's own type.
 * @throws CtiError `invalid-fields`, with one entry per wrong field
 */
export function validated<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw invalidFields(result.issues.map((issue) => fieldError(pathOf(issue), detailOf(issue))));
}

export function invalidFields(errors: readonly FieldError[]): CtiError {
  const unique = [...new Map(errors.map((error) => [`${error.pointer} ${error.detail}`, error])).values()];
  const names = [...new Set(unique.map(({ field }) => field))];
  const detail = `${names.length} ${names.length === 1 ? 'field is' : 'fields are'} wrong: ${names.slice(0, 10).join(', ')}${
    names.length > 10 ? ' …' : ''
  }`;
  return new CtiError('invalid-fields', detail, { fieldErrors: unique.slice(0, MAX_FIELD_ERRORS) });
}

/** `data.contacts[0].phones[0].number` and `#/data/contacts/0/phones/0/number` of one path. */
export function fieldError(path: readonly (string | number)[], detail: string): FieldError {
  const field = path.reduce<string>(
    (name, step) => (typeof step === 'number' ? `${name}[${step}]` : name === '' ? step : `${name}.${step}`),
    '',
  );
  const pointer = path.map(
    (step) => `/${encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1'))}`,
  );
  return { field: field === '' ? 'body' : field, pointer: `#${pointer.join('')}`, detail };
}

const pathOf = (issue: v.BaseIssue<unknown>): (string | number)[] =>
  (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));

/** @throws CtiError `malformed-json` */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new CtiError('malformed-json', 'The body must be JSON in UTF-8.', { cause });
  }
}

/** valibot's own words for a missing or unknown key are about keys, not about fields. */
function detailOf({ type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (!type.endsWith('object')) return message;
  if (expected === 'never') return 'is not a known field';
  return received === 'undefined' ? 'is required' : message;
}
