/**
 * SOQL with values that can be nothing but values (SOQL and SOSL Reference, "Quoted String Escape Sequences"): every value stands
 * in quotes, with what could end them escaped.
 */
const ESCAPED: Readonly<Record<string, string>> = {
  ...{ '\\': '\\\\', "'": "\\'", '"': '\\"' },
  ...{ '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' },
};

/** For `LIKE`: what begins so, literally. */
export interface BeginsWith {
  readonly beginsWith: string;
}

/** A list is for `IN`, and must not be empty. */
type Value = string | readonly string[] | BeginsWith;

export const soql = (parts: TemplateStringsArray, ...values: readonly Value[]): string =>
  parts.reduce((query, part, index) => `${query}${quoted(values[index - 1] ?? '')}${part}`);

function quoted(value: Value): string {
  if (typeof value === 'string') return `'${escaped(value)}'`;
  if (!('beginsWith' in value)) return `(${value.map(quoted).join(',')})`;
  return `'${escaped(value.beginsWith).replace(/[_%]/g, '\\$&')}%'`;
}

const escaped = (text: string): string => text.replace(/[\\'"\n\r\t\b\f]/g, (found) => ESCAPED[found] ?? found);
