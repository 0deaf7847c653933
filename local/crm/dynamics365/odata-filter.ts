/** OData's `$filter` as far as a connector uses it: `a eq value`, `startswith(a,'text')`, joined by and/or, in brackets. */
import type { Json } from '../double-http.ts';

/** The rows that fit; undefined when the filter is none that Dataverse would take. `readable`: the table's columns. */
export function filterOf(text: string | null, readable: readonly string[]): ((row: Json) => boolean) | undefined {
  if (text === null) return () => true;
  const tokens = text.match(/\(|\)|,|'(?:[^']|'')*'|[\w.-]+|\S/g) ?? [];
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  const either = (): ((row: Json) => boolean) => {
    let left = both();
    while (tokens[at] === 'or') {
      at += 1;
      const [one, other] = [left, both()];
      left = (row) => one(row) || other(row);
    }
    return left;
  };
  const both = (): ((row: Json) => boolean) => {
    let left = single();
    while (tokens[at] === 'and') {
      at += 1;
      const [one, other] = [left, single()];
      left = (row) => one(row) && other(row);
    }
    return left;
  };
  const column = (name: string): string => {
    if (!readable.includes(name)) throw new SyntaxError(name);
    return name;
  };
  const expect = (token: string): void => {
    if (next() !== token) throw new SyntaxError(token);
  };
  const single = (): ((row: Json) => boolean) => {
    const first = next();
    if (first === '(') {
      const inner = either();
      expect(')');
      return inner;
    }
    if (first === 'startswith') {
      expect('(');
      const name = column(next());
      expect(',');
      const start = String(constantOf(next())).toLowerCase();
      expect(')');
      return (row) => String(row[name]).toLowerCase().startsWith(start);
    }
    const name = column(first);
    expect('eq');
    const value = constantOf(next());
    return (row) =>
      typeof value === 'string' ? String(row[name]).toLowerCase() === value.toLowerCase() : row[name] === value;
  };
  try {
    const fits = either();
    return at === tokens.length ? fits : undefined;
  } catch {
    return undefined;
  }
}

/** A text, a GUID, a number, true or false. */
function constantOf(token: string): unknown {
  if (/^'.*'$/s.test(token)) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'true' || token === 'false') return token === 'true';
  if (/^[0-9a-f-]{36}$/i.test(token)) return token;
  if (!/^-?\d+$/.test(token)) throw new SyntaxError(token);
  return Number(token);
}
