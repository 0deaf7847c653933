import { isSameNumber } from '../phone-numbers.ts';
import type { ChannelIntegrationFramework } from './ci-framework.ts';
import { parsed } from './read-click.ts';

export interface FoundContact {
  readonly id: string;
  readonly name: string;
}

const PHONES = ['mobilephone', 'telephone1', 'telephone2'];
/** Of a number, so many digits at its end are looked for, however it is written before them. */
const DIGITS = 7;

/**
 * Contacts with that number, however it is written. `%` between digits stands for whatever people write there, as in a LIKE: other
 * widgets search so, Microsoft's reference does not say it. Whoever is found in vain is sorted out again.
 */
export async function searchCallers(
  framework: ChannelIntegrationFramework,
  number: string,
): Promise<readonly FoundContact[]> {
  const digits = number.replace(/\D/g, '').slice(-DIGITS);
  if (digits.length < DIGITS) return [];
  const pattern = [...digits].join('%');
  const filter = PHONES.map((column) => `contains(${column},'${pattern}')`).join(' or ');
  const query = `?$select=contactid,fullname,${PHONES.join(',')}&$filter=${filter}&$top=5`;
  const found = parsed(await framework.searchAndOpenRecords('contact', query, true));
  return Object.values(found).flatMap((record) => {
    const { contactid: id, fullname: name, ...columns } = parsed(record);
    const isTheirs = PHONES.some((column) => {
      const written = columns[column];
      return typeof written === 'string' && isSameNumber(number, written);
    });
    return isTheirs && typeof id === 'string' && typeof name === 'string' ? [{ id, name }] : [];
  });
}
