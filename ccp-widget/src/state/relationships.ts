import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';

export interface Relationship {
  readonly contact: ContactView;
  /** Who reports to this person. */
  readonly reports: readonly Relationship[];
}

/**
 * Everybody once, under whom they report to. Who reports to nobody we know stands at the top, the ones with most people
 * below them first. A circle, which CRMs do not prevent, is cut open at the person that is listed first.
 */
export function relationshipsOf(contacts: readonly ContactView[]): readonly Relationship[] {
  const known = new Set(contacts.map(({ id }) => id));
  const below = Map.groupBy(contacts, ({ id, reportsTo }) =>
    reportsTo !== undefined && reportsTo !== id && known.has(reportsTo) ? reportsTo : undefined,
  );
  const placed = new Set<string>();
  const place = (contact: ContactView): Relationship => {
    placed.add(contact.id);
    const reports = (below.get(contact.id) ?? []).filter(({ id }) => !placed.has(id));
    for (const { id } of reports) placed.add(id);
    return { contact, reports: inOrder(reports.map(place)) };
  };
  const tops = (below.get(undefined) ?? []).map(place);
  const circles = contacts.flatMap((contact) => (placed.has(contact.id) ? [] : [place(contact)]));
  return inOrder([...tops, ...circles]);
}

const inOrder = (relationships: readonly Relationship[]): readonly Relationship[] =>
  relationships.toSorted((a, b) => sizeOf(b) - sizeOf(a) || a.contact.name.localeCompare(b.contact.name));

const sizeOf = ({ reports }: Relationship): number => reports.reduce((sum, one) => sum + sizeOf(one), 1);

/** CRMs have the role as words: these are the ones that sales methods give to whoever says yes or pays. */
export const decides = ({ role = '' }: Pick<ContactView, 'role'>): boolean =>
  /decision|decider|economic buyer|entscheid/i.test(role);
