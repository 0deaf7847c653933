/**
 * As much of SOQL as is needed to answer with what was asked for, and to refuse what Salesforce refuses (SOQL and SOSL Reference):
 * an object that is not there (INVALID_TYPE), a field that is not (INVALID_FIELD), anything else than
 * `SELECT … FROM … [WHERE … AND …] [ORDER BY …] [LIMIT n]` (MALFORMED_QUERY). A condition is `=`, `LIKE`, or `IN` a list or `(SELECT …)`.
 */
import type { Json } from '../double-http.ts';

export interface Table {
  /** `Account.Name` for one of a related record. */
  readonly fields: readonly string[];
  readonly rows: readonly Json[];
  /** A query must say which, by equality. */
  readonly mustFilterBy?: readonly string[];
}

export class SoqlError extends Error {
  readonly errorCode: string;
  constructor(errorCode: string, message = errorCode) {
    super(message);
    this.errorCode = errorCode;
  }
}

const TOKENS = /\s*(?:('(?:[^'\\]|\\.)*')|([A-Za-z][\w.]*)|(\d+)|([=(),]))/y;

export function runSoql(text: string, tables: Readonly<Record<string, Table>>): readonly Json[] {
  const parser = new Parser(tokensOf(text), tables);
  const rows = parser.select();
  parser.end();
  return rows;
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKENS.lastIndex = 0;
  while (TOKENS.lastIndex < text.trimEnd().length) {
    const found = TOKENS.exec(text);
    if (found === null) throw new SoqlError('MALFORMED_QUERY', `unexpected character in ${text}`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

class Parser {
  #at = 0;
  readonly #tokens: readonly string[];
  readonly #tables: Readonly<Record<string, Table>>;

  constructor(tokens: readonly string[], tables: Readonly<Record<string, Table>>) {
    this.#tokens = tokens;
    this.#tables = tables;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw new SoqlError('MALFORMED_QUERY', `unexpected ${this.#tokens[this.#at]}`);
  }

  select(): readonly Json[] {
    this.#expect('SELECT');
    const names = this.#list();
    this.#expect('FROM');
    const object = this.#next();
    const table = this.#tables[object];
    if (table === undefined) throw new SoqlError('INVALID_TYPE', `sObject type '${object}' is not supported.`);
    const known = (name: string): string => {
      if (table.fields.includes(name)) return name;
      throw new SoqlError('INVALID_FIELD', `No such column '${name}' on entity '${object}'.`);
    };
    const fields = names.map(known);
    const equal: string[] = [];
    let rows = table.rows;
    if (this.#take('WHERE')) {
      do rows = rows.filter(this.#condition(known, equal));
      while (this.#take('AND'));
    }
    if (table.mustFilterBy?.every((name) => !equal.includes(name))) {
      throw new SoqlError('MALFORMED_QUERY', `Implementation restriction: ${object} requires a filter by a single Id`);
    }
    if (this.#take('ORDER')) {
      this.#expect('BY');
      rows = this.#ordered(rows, known);
    }
    const limit = this.#take('LIMIT') ? Number(this.#next()) : rows.length;
    return rows.slice(0, limit).map((row) => picked(row, fields));
  }

  #ordered(rows: readonly Json[], known: (name: string) => string): readonly Json[] {
    let sorted = rows;
    const keys: { name: string; sign: number }[] = [];
    do {
      const name = known(this.#next());
      keys.push({ name, sign: this.#take('DESC') ? -1 : 1 });
    } while (this.#take(','));
    for (const { name, sign } of keys.toReversed()) {
      sorted = sorted.toSorted((one, two) => {
        const [a, b] = [String(memberOf(one, name)), String(memberOf(two, name))];
        return a === b ? 0 : a < b ? -sign : sign;
      });
    }
    return sorted;
  }

  #condition(known: (name: string) => string, equal: string[]): (row: Json) => boolean {
    const name = known(this.#next());
    if (this.#take('=')) {
      equal.push(name);
      const value = literalOf(this.#next());
      return (row) => String(memberOf(row, name)) === value;
    }
    if (this.#take('LIKE')) {
      const pattern = likeOf(this.#next());
      return (row) => pattern.test(String(memberOf(row, name)));
    }
    this.#expect('IN');
    this.#expect('(');
    const isQuery = this.#tokens[this.#at]?.toUpperCase() === 'SELECT';
    const ids = new Set(isQuery ? this.select().flatMap((row) => Object.values(row)) : this.#list().map(literalOf));
    this.#expect(')');
    return (row) => ids.has(memberOf(row, name));
  }

  #list(): string[] {
    const names = [this.#next()];
    while (this.#take(',')) names.push(this.#next());
    return names;
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new SoqlError('MALFORMED_QUERY', 'unexpected end of query');
    this.#at += 1;
    return token;
  }

  #take(word: string): boolean {
    if (this.#tokens[this.#at]?.toUpperCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #expect(word: string): void {
    if (!this.#take(word)) throw new SoqlError('MALFORMED_QUERY', `expected ${word}, got ${this.#tokens[this.#at]}`);
  }
}

const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Text in quotes, with its escapes undone, or true, false and numbers as they stand. */
function literalOf(token: string): string {
  if (!token.startsWith("'")) return token;
  return token.slice(1, -1).replace(/\\(.)/gs, (_, letter: string) => LETTERS[letter] ?? letter);
}

function likeOf(token: string): RegExp {
  const parts = token.slice(1, -1).match(/\\.|[^\\]/gs) ?? [];
  const pattern = parts.map((part) => {
    if (part === '%') return '.*';
    if (part === '_') return '.';
    return (part.startsWith('\\') ? (LETTERS[part.charAt(1)] ?? part.charAt(1)) : part).replace(/[^\w\s]/g, '\\$&');
  });
  return new RegExp(`^${pattern.join('')}$`, 'is');
}

function memberOf(row: Json, name: string): unknown {
  return name.split('.').reduce<unknown>((value, step) => (value as Json | null | undefined)?.[step] ?? null, row);
}

function picked(row: Json, fields: readonly string[]): Json {
  const record: Json = {};
  for (const field of fields) {
    const [relation = '', ...rest] = field.split('.');
    const related = row[relation] as Json | null | undefined;
    if (rest.length === 0) record[relation] = row[relation] ?? null;
    else if (related === undefined || related === null) record[relation] = null;
    else record[relation] = joined((record[relation] ?? {}) as Json, picked(related, [rest.join('.')]));
  }
  return record;
}

/** Two fields of one related record stand in it side by side, however deep. */
const joined = (one: Json, other: Json): Json => ({
  ...one,
  ...Object.fromEntries(
    Object.entries(other).map(([name, value]) => {
      const known = one[name];
      const areRecords = typeof known === 'object' && known !== null && typeof value === 'object' && value !== null;
      return [name, areRecords ? joined(known as Json, value as Json) : value];
    }),
  ),
});
