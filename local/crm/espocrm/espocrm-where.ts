/** `where[0][type]=equals&where[0][attribute]=…&where[0][value]=…` (docs.espocrm.com, development/api-search-params), nested as PHP reads it. */
import type { Json } from '../double-http.ts';

interface Nested {
  [name: string]: string | Nested;
}
type Fits = (record: Json) => boolean;

/** What else there is in a record's type, beside what was asked for so far. */
const ATTRIBUTES = new Set([
  ...['name', 'accountName', 'phoneNumberNumeric', 'userName', 'emailAddress', 'cConnectCallId', 'contacts', 'id'],
  ...['parentId', 'parentType', 'assignedUserId'],
]);

/** Undefined when a condition is none that EspoCRM would take. */
export function matchesOf(query: URLSearchParams): Fits | undefined {
  const whole: Nested = {};
  for (const [name, value] of query) {
    const [first, ...steps] = [...name.matchAll(/(?:^|\[)([^[\]]*)/g)].map(([, step = '']) => step);
    if (first !== 'where') continue;
    let at = whole;
    for (const step of steps.slice(0, -1)) {
      const known = at[step];
      const next = typeof known === 'object' ? known : {};
      at[step] = next;
      at = next;
    }
    at[steps.at(-1) ?? ''] = value;
  }
  try {
    const all = Object.values(whole).map(conditionOf);
    return (record) => all.every((fits) => fits(record));
  } catch {
    return undefined;
  }
}

function conditionOf(condition: string | Nested): Fits {
  if (typeof condition === 'string') throw new SyntaxError(condition);
  const { type, attribute, value = '' } = condition;
  const values = typeof value === 'string' ? [value] : Object.values(value);
  if (type === 'or') {
    const any = values.map(conditionOf);
    return (record) => any.some((fits) => fits(record));
  }
  if (typeof attribute !== 'string' || !ATTRIBUTES.has(attribute)) throw new SyntaxError(String(attribute));
  const texts = values.map((one) => (typeof one === 'string' ? one : ''));
  const [wanted = ''] = texts.map((one) => one.toLowerCase());
  switch (type) {
    case 'linkedWith':
      return (record) => ((record[attribute] ?? []) as readonly string[]).some((id) => texts.includes(id));
    case 'equals':
      return (record) => textsOf(record, attribute).includes(wanted);
    case 'startsWith':
      return (record) => textsOf(record, attribute).some((text) => text.startsWith(wanted));
    case 'endsWith':
      return (record) => textsOf(record, attribute).some((text) => text.endsWith(wanted));
    case 'contains':
      return (record) => textsOf(record, attribute).some((text) => text.includes(wanted));
    default:
      throw new SyntaxError(String(type));
  }
}

function textsOf(record: Json, attribute: string): readonly string[] {
  if (attribute !== 'phoneNumberNumeric') return [String(record[attribute] ?? '').toLowerCase()];
  return ((record.phoneNumberData ?? []) as readonly Json[]).map(({ phoneNumber }) =>
    String(phoneNumber).replace(/\D/g, ''),
  );
}
