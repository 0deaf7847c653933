/** A page's cursor: where the next one starts, as an opaque text. It names a position only, never another partition. */
import { CtiError } from '../core/errors.ts';

export function encodeCursor(lastKey: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(lastKey)).toString('base64url');
}

/**
 * `fixed` must be what this very query asks for, `given` may be any text.
 * Throws `invalid-fields` for anything that is not such a cursor.
 */
export function decodeCursor(
  cursor: string | undefined,
  parts: { fixed: Readonly<Record<string, string>>; given: readonly string[] },
): Record<string, string> | undefined {
  if (cursor === undefined) return undefined;
  const key = parse(cursor);
  const names = [...Object.keys(parts.fixed), ...parts.given];
  const entries = names.map((name) => [name, key?.[name]] as const);
  const fits = entries.every(
    ([name, value]) =>
      typeof value === 'string' && value !== '' && (parts.fixed[name] === undefined || parts.fixed[name] === value),
  );
  if (!fits || Object.keys(key ?? {}).length !== names.length) {
    throw new CtiError('invalid-fields', 'the cursor is not one of this list', {
      fieldErrors: [{ field: 'cursor', pointer: '#/cursor', detail: 'must be the cursor of the page before' }],
    });
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function parse(cursor: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
