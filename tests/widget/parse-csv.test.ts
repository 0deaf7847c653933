import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../ccp-widget/src/preview/parse-csv.ts';

const SEPARATORS = [',', ';', '\t'] as const;
const field = fc.string({ unit: fc.constantFrom('a', 'ß', '1', ' ', '"', ',', ';', '\t', '\n', '\r', '🙂') });
const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

describe('a file of comma separated values', () => {
  it('reads back every table that was written by RFC 4180, whatever is in its fields', () => {
    const table = fc.integer({ min: 2, max: 5 }).chain((columns) =>
      fc.record({
        // The first row names the columns: that is where the separator shows.
        names: fc.array(fc.string({ unit: fc.constantFrom('a', 'Ö', ' ') }), {
          minLength: columns,
          maxLength: columns,
        }),
        rows: fc.array(fc.array(field, { minLength: columns, maxLength: columns })),
        separator: fc.constantFrom(...SEPARATORS),
        ending: fc.constantFrom('\n', '\r\n'),
        last: fc.boolean(),
        mark: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(table, ({ names, rows, separator, ending, last, mark }) => {
        const text = [names, ...rows].map((row) => row.map(quote).join(separator)).join(ending);
        expect(parseCsv((mark ? '\uFEFF' : '') + text + (last ? ending : ''))).toEqual([names, ...rows]);
      }),
    );
  });

  it('reads any text without throwing, and loses no letter of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const letters = (value: string): string => value.replaceAll(/[^a-z0-9]/gi, '');
        expect(letters(parseCsv(text).flat().join(''))).toBe(letters(text));
      }),
    );
  });

  it('reads what spreadsheets write: semicolons, quotes in the middle, a text that ends in a quote', () => {
    expect(parseCsv('Depot;Price\nOslo;"1,5"\n')).toEqual([
      ['Depot', 'Price'],
      ['Oslo', '1,5'],
    ]);
    expect(parseCsv('a,b\n5" pipe,"open')).toEqual([
      ['a', 'b'],
      ['5" pipe', 'open'],
    ]);
    expect(parseCsv('"a;b",c')).toEqual([['a;b', 'c']]);
    expect(parseCsv('')).toEqual([]);
  });

  it('stops where it is told to', () => {
    expect(parseCsv('a\nb\nc', 2)).toEqual([['a'], ['b']]);
  });
});
