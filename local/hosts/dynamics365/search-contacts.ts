import type { ContactRow } from './cif-rules.ts';

const COLUMNS = ['contactid', 'fullname', 'mobilephone', 'telephone1', 'telephone2'];

/**
 * `?$select=…&$filter=contains(column,'text') or …&$top=n`: what a widget asks of contacts. `%` in the text stands for anything,
 * which is how Dataverse's LIKE works; that `contains` passes it on is what other widgets rely on, not what is documented.
 * Undefined for what is no such query.
 */
export function searchContacts(contacts: readonly ContactRow[], query: string): readonly ContactRow[] | undefined {
  const parameters = new URLSearchParams(query);
  const selected = parameters.get('$select')?.split(',') ?? [];
  const terms = (parameters.get('$filter') ?? '').split(' or ').map(termIn);
  if (selected.some((column) => !COLUMNS.includes(column)) || terms.includes(undefined)) return undefined;
  const isFound = (row: ContactRow): boolean => terms.some((term) => term?.pattern.test(row[term.column] ?? ''));
  return contacts.filter(isFound).slice(0, Number(parameters.get('$top') ?? 50));
}

function termIn(text: string): { readonly column: string; readonly pattern: RegExp } | undefined {
  const [, column = '', wanted = ''] = /^contains\((\w+),'([\d%]+)'\)$/.exec(text) ?? [];
  if (!COLUMNS.includes(column)) return undefined;
  return { column, pattern: new RegExp(wanted.replaceAll('%', '.*')) };
}
