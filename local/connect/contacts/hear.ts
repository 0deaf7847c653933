import type { Engine } from '../engine.ts';
import type { Contact } from './contact.ts';

/** What the customer hears; a task has nobody who could. */
export const hear = (engine: Engine, contact: Contact, text: string, kind: 'text' | 'prompt' | 'digits'): void => {
  if (contact.customerPhone !== undefined) engine.phones.hear(contact.customerPhone, contact.id, text, kind);
};
