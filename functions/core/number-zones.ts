/**
 * Time zones that a telephone number may belong to, from libphonenumber's map (`number-zones.json`, see
 * `bin/write-number-zones.ts`). A mobile number of a country with several zones may be in any of them; a whole country is the
 * answer for a range that the map does not know.
 */
import table from './number-zones.json' with { type: 'json' };

/** The longest prefix that is known decides. */
const zonesByPrefix = new Map<string, readonly string[]>(
  Object.entries(table).flatMap(([zones, prefixes]) => {
    const shared = zones.split(' ');
    return prefixes.split(' ').map((prefix) => [prefix, shared] as const);
  }),
);
const LONGEST = Math.max(...[...zonesByPrefix.keys()].map(({ length }) => length));

/**
 * @param number E.164, with `+`
 * @returns none for a number of no country, such as satellite and international freephone numbers
 */
export function zonesOfNumber(number: string): readonly string[] {
  const digits = number.slice(1);
  for (let length = Math.min(LONGEST, digits.length); length > 0; length -= 1) {
    const zones = zonesByPrefix.get(digits.slice(0, length));
    if (zones !== undefined) return zones;
  }
  return [];
}
