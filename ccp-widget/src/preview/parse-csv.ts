/** What separates fields, in the order of how often it does: Excel writes `;` wherever the comma is the decimal sign. */
const SEPARATORS = [',', ';', '\t'] as const;

/**
 * RFC 4180, and what programs write beside it: `;` or tab between fields, any line ending, a byte order mark, quotes in the
 * middle of a field. Never throws: a quote that is never closed ends with the text. At most `mostRows` rows.
 */
export function parseCsv(text: string, mostRows: number = Number.POSITIVE_INFINITY): readonly (readonly string[])[] {
  const source = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(source);
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const endField = (): void => {
    row.push(field);
    field = '';
  };
  const endRow = (): void => {
    endField();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < source.length && rows.length < mostRows; at++) {
    const character = source[at];
    if (quoted) {
      if (character !== '"') field += character;
      else if (source[at + 1] === '"') field += source[++at];
      else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === separator) endField();
    else if (character === '\n') endRow();
    else if (character !== '\r' || source[at + 1] !== '\n') field += character;
  }
  if (rows.length < mostRows && (field !== '' || row.length > 0)) endRow();
  return rows;
}

/** The one that the first line has most of, outside of quotes. */
function separatorOf(text: string): string {
  const [line = ''] = text.replaceAll(/"[^"]*"/g, '').split('\n', 1);
  const count = (separator: string): number => line.split(separator).length;
  return SEPARATORS.reduce((best, next) => (count(next) > count(best) ? next : best));
}
