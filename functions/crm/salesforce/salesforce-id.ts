/**
 * Salesforce's record ids (Object Reference, "ID Field Type"): 15 characters in which case counts, or those and three more that
 * say which of them are capitals. Both name the same record, so that ours are always the long ones.
 */
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The first three characters tell the object (key prefix). */
export const KEY_PREFIX = { opportunity: '006', contact: '003', lead: '00Q', user: '005', document: '069' } as const;

/** With 18 characters; undefined for what is no id of a record. */
export function salesforceId(text: string): string | undefined {
  if (!/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(text)) return undefined;
  const id = text.slice(0, 15);
  const long = `${id}${suffixOf(id)}`;
  return text.length === 15 || text === long ? long : undefined;
}

export const isOf = (object: keyof typeof KEY_PREFIX, id: string): boolean =>
  salesforceId(id) !== undefined && id.startsWith(KEY_PREFIX[object]);

/** One character for each five: a bit for each that is a capital, the first the lowest. */
const suffixOf = (id: string): string =>
  [0, 5, 10]
    .map((from) => {
      const bits = [...id.slice(from, from + 5)].map((character, place) => (/[A-Z]/.test(character) ? 2 ** place : 0));
      return SUFFIX.charAt(bits.reduce((sum, bit) => sum + bit, 0));
    })
    .join('');
