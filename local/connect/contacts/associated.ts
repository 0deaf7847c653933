import type { Engine } from '../engine.ts';
import type { Contact } from './contact.ts';

/** The contact's tree: what it came from, what came of it, and what is related to either, oldest first. */
export const associatedContacts = (engine: Engine, contact: Contact): readonly Contact[] => {
  const found = new Set([contact]);
  const all = [...engine.contacts.values()];
  const links = ({
    initialContactId,
    previousContactId,
    relatedContactId,
  }: Contact): readonly (string | undefined)[] => [initialContactId, previousContactId, relatedContactId];
  for (const member of found) {
    for (const other of all) {
      if (links(member).includes(other.id) || links(other).includes(member.id)) found.add(other);
    }
  }
  return [...found].toSorted((one, other) => one.initiatedAt - other.initiatedAt);
};
