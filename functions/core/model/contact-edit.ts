/** An agent's edit of a person: JSON merge patch (RFC 7396) and what it changed. */
import type { ContactEdit } from '../contracts/agent-requests.ts';
import type { ContactInput } from '../contracts/call-request.ts';
import { CONTACT_FIELDS, type ContactField } from '../contracts/capabilities.ts';
import type { FieldChange } from '../contracts/opportunity-context.ts';

/** What is absent in the edit stays, `null` clears. */
export function withContactEdit<Contact extends ContactInput>(contact: Contact, edit: ContactEdit): Contact {
  const merged = Object.entries({ ...contact, ...edit }).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(merged) as Contact;
}

/** Field by field, as the timeline and the CRM show it; nothing for what stayed. */
export function contactChanges(before: ContactInput | undefined, after: ContactInput | undefined): FieldChange[] {
  return CONTACT_FIELDS.flatMap((field) => {
    const from = before === undefined ? undefined : shown(before[field]);
    const to = after === undefined ? undefined : shown(after[field]);
    if (from === to) return [];
    return [{ field, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
  });
}

function shown(value: ContactInput[ContactField]): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if ('status' in value) return [value.status, value.until].filter(Boolean).join(' until ');
  const phones = value.map(({ number, label }) => (label === undefined ? number : `${number} (${label})`));
  return phones.length === 0 ? undefined : phones.join(', ');
}
