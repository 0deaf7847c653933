import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';

/** Whether anybody reports to somebody else of them: then there is a picture to draw. */
export function areRelated(contacts: readonly ContactView[]): boolean {
  const known = new Set(contacts.map(({ id }) => id));
  return contacts.some(({ id, reportsTo }) => reportsTo !== undefined && reportsTo !== id && known.has(reportsTo));
}
