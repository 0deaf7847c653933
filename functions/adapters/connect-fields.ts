/** What Connect sends, read without regard to the case of names: events are camelCase, records and descriptions PascalCase. */

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]));
}

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Times that are not set come as `1970-01-01T00:00:00.001Z`; the SDK has made a `Date` of them. */
export function timeOf(value: unknown): string | undefined {
  const at = value instanceof Date ? value.getTime() : Date.parse(text(value) ?? '');
  return Number.isNaN(at) || new Date(at).getUTCFullYear() <= 1970 ? undefined : new Date(at).toISOString();
}
