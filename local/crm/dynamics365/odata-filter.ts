/**
 * OData's `$filter` as far as a connector uses it: `a eq value`, `startswith(a,'text')`, `contains(a,'text')`, joined by and/or, in
 * brackets. In the functions' texts `%`, `_` and `[…]` are wildcards ("Use wildcard characters in conditions for string values").
 */
import type { Json } from '../double-http.ts';

/** The rows that fit; undefined when the filter is none that Dataverse would take. `readable`: the table's columns. */
export function filterOf(text: string | null, readable: readonly string[]): ((row: Json) => boolean) | undefined {
  if (text === null) return () => true;
  const tokens = text.match(/\(|\)|,|'(?:[^']|'')*'|[\w./-]+|\S/g) ?? [];
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
    if (first === 'startswith' || first === 'contains') {
      expect('(');
      const name = column(next());
      expect(',');
      const pattern = likeOf(textOf(next()), first === 'contains');
      expect(')');
      return (row) => pattern.test(String(row[name] ?? ''));
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

function textOf(token: string): string {
  const text = constantOf(token);
  if (typeof text !== 'string' || !token.startsWith("'")) throw new SyntaxError(token);
  return text;
}

/** T-SQL's LIKE, of any case. `anywhere`: what fits may stand in the middle. */
function likeOf(text: string, anywhere: boolean): RegExp {
  const parts = text.match(/\[[^\]]+\]|[\s\S]/gu) ?? [];
  const pattern = parts.map((part) => {
    if (part === '%') return '.*';
    if (part === '_') return '.';
    const literal = part.length > 2 && part.startsWith('[') ? part.slice(1, -1) : part;
    return literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  return new RegExp(`^${anywhere ? '.*' : ''}${pattern.join('')}`, 'isu');
}
