import type { ContactCreation, ContactEdit } from '../../../functions/core/contracts/agent-requests.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';

/** A person as the form holds them: text as typed, empty for absent. */
export interface ContactForm {
  readonly name: string;
  readonly title: string;
  readonly company: string;
  readonly role: string;
  readonly group: ContactView['group'];
  readonly phone: string;
  readonly email: string;
  readonly reportsTo: string;
  readonly timeZone: string;
  readonly primary: boolean;
  readonly doNotCall: boolean;
}

export const EMPTY_FORM: ContactForm = {
  name: '',
  title: '',
  company: '',
  role: '',
  group: 'stakeholder',
  phone: '',
  email: '',
  reportsTo: '',
  timeZone: '',
  primary: false,
  doNotCall: false,
};

export const formFrom = (contact: ContactView): ContactForm => ({
  name: contact.name,
  title: contact.title ?? '',
  company: contact.company ?? '',
  role: contact.role ?? '',
  group: contact.group,
  phone: contact.phones[0]?.number ?? '',
  email: contact.email ?? '',
  reportsTo: contact.reportsTo ?? '',
  timeZone: contact.timeZone ?? '',
  primary: contact.primary,
  doNotCall: contact.doNotCall,
});

const CLEARABLE = ['title', 'company', 'role', 'email', 'reportsTo', 'timeZone'] as const;

/** People type numbers with spaces, dots and brackets. */
export const tidyPhone = (typed: string): string => typed.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
export const isPhone = (typed: string): boolean => /^\+[1-9]\d{1,14}$/.test(tidyPhone(typed));

/** JSON merge patch from what was shown to what is typed: only changed fields, `null` for cleared ones. */
export function editBetween(contact: ContactView, form: ContactForm): ContactEdit {
  const before = formFrom(contact);
  const changed = <Name extends keyof ContactForm>(name: Name): boolean =>
    trimmed(before[name]) !== trimmed(form[name]);
  const cleared = CLEARABLE.filter(changed).map((name) => [name, form[name].trim() || null]);
  const [, ...otherPhones] = contact.phones;
  const phone = tidyPhone(form.phone);
  return {
    ...(changed('name') ? { name: form.name.trim() } : {}),
    ...Object.fromEntries(cleared),
    ...(changed('group') ? { group: form.group } : {}),
    ...(changed('primary') ? { primary: form.primary } : {}),
    ...(changed('doNotCall') ? { doNotCall: form.doNotCall } : {}),
    // The list is replaced as a whole: the other numbers, and the first one's label, stay.
    ...(phone === before.phone
      ? {}
      : { phones: [...(phone ? [{ ...contact.phones[0], number: phone }] : []), ...otherPhones] }),
  };
}

export function creationFrom(form: ContactForm): ContactCreation {
  const filled = CLEARABLE.filter((name) => form[name].trim() !== '').map((name) => [name, form[name].trim()]);
  const { group, primary, doNotCall } = form;
  return {
    name: form.name.trim(),
    group,
    primary,
    doNotCall,
    phones: form.phone.trim() ? [{ number: tidyPhone(form.phone) }] : [],
    attributes: {},
    ...Object.fromEntries(filled),
  };
}

/** Removed by mistake: the same person again, with everything that was known and under the same id. */
export const recreationOf = ({ version: _v, updatedAt: _a, updatedBy: _b, ...contact }: ContactView): ContactCreation =>
  contact;

/** Fields that differ between what I want and what is there now, of those that I changed. */
export function conflictingFields(edit: ContactEdit, current: ContactView): readonly (keyof ContactEdit)[] {
  const there = current as unknown as Readonly<Record<string, unknown>>;
  return (Object.keys(edit) as (keyof ContactEdit)[]).filter(
    (name) => JSON.stringify(edit[name] ?? null) !== JSON.stringify(there[name] ?? null),
  );
}

const trimmed = (value: string | boolean): string | boolean => (typeof value === 'string' ? value.trim() : value);
