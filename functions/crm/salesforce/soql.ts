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

export const soql = (parts: TemplateStringsArray, ...values: readonly (string | BeginsWith)[]): string =>
  parts.reduce((query, part, index) => `${query}${quoted(values[index - 1] ?? '')}${part}`);

function quoted(value: string | BeginsWith): string {
  if (typeof value === 'string') return `'${escaped(value)}'`;
  return `'${escaped(value.beginsWith).replace(/[_%]/g, '\\$&')}%'`;
}

const escaped = (text: string): string => text.replace(/[\\'"\n\r\t\b\f]/g, (found) => ESCAPED[found] ?? found);
