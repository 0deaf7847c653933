/**
 * `/parameterizedSearch` (REST API Developer Guide, "Search with Parameters in the Request Body"): every word must be in one of the
 * fields that are searched, the last one perhaps as a beginning (`*`). Reserved characters that are not escaped, and less than two
 * characters, are refused (SOQL and SOSL Reference, "FIND {SearchQuery}").
 */
import type { DoubleAnswer, Json } from '../double-http.ts';
import { FIELDS } from './salesforce-fields.ts';
import { withName } from './salesforce-queries.ts';
import { refused, type SalesforceStore } from './salesforce-store.ts';

const PHONES = ['MobilePhone', 'Phone', 'OtherPhone', 'HomePhone'];

export function searchAnswer(store: SalesforceStore, { q, in: scope = 'ALL', sobjects }: Json): DoubleAnswer {
  const text = String(q ?? '');
  if ([...text.replace('*', '')].length < 2) return refused(400, 'MALFORMED_SEARCH', 'search term is too short');
  if (/[?&|!{}[\]()^~:\\"'+-]/.test(text) || text.indexOf('*') !== text.lastIndexOf('*')) {
    return refused(400, 'MALFORMED_SEARCH', 'reserved characters must be escaped');
  }
  const words = text.toLowerCase().replace('*', '').split(/\s+/).filter(Boolean);
  const found: Json[] = [];
  for (const { name, fields, limit } of (sobjects as Json[] | undefined) ?? []) {
    const object = String(name);
    const strange = (fields as string[]).find((field) => !FIELDS[object]?.includes(field));
    if (strange !== undefined) return refused(400, 'INVALID_FIELD', `No such column '${strange}' on ${object}`);
    const rows = [...store.rows(object).values()].map(withName).filter(({ Id }) => !store.hidden.has(String(Id)));
    const fits = rows.filter((row) => words.every((word) => isIn(row, word, String(scope))));
    found.push(
      ...fits.slice(0, Number(limit ?? 2_000)).map((row) => ({
        attributes: { type: object },
        ...Object.fromEntries((fields as string[]).map((field) => [field, row[field] ?? null])),
      })),
    );
  }
  return { status: 200, json: { searchRecords: found } };
}

function isIn(row: Json, word: string, scope: string): boolean {
  if (scope === 'PHONE')
    return PHONES.some((field) =>
      String(row[field] ?? '')
        .replace(/\D/g, '')
        .includes(word),
    );
  const words = String(row.Name ?? '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return words.some((one) => one.startsWith(word));
}
