/** Careful looks into what a CRM answers: its shapes are its own, and change. */
export type Json = Readonly<Record<string, unknown>>;

export const asJson = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

export const listIn = (value: unknown, name: string): readonly Json[] | undefined => {
  const list = asJson(value)[name];
  return Array.isArray(list) && list.every((entry) => typeof entry === 'object' && entry !== null)
    ? (list as readonly Json[])
    : undefined;
};

/** Trimmed; undefined when there is none. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** A number, or a text that is one. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** An id that is a text or a number. */
export const idOf = (value: unknown): string | undefined => (typeof value === 'number' ? String(value) : textOf(value));

/** The member, or none: for objects whose optional members are absent, not undefined. */
export const optional = <Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } =>
  (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };
