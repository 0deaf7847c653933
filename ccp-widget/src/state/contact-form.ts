import type { ContactCreation, ContactEdit } from '../../../functions/core/contracts/agent-requests.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import { isSame } from './is-same.ts';

export interface PhoneForm {
  readonly number: string;
  readonly label: string;
}

/** What the API takes. */
export const MOST_PHONES = 20;
const NO_PHONES: readonly PhoneForm[] = [{ number: '', label: '' }];

/** A person as the form holds them: text as typed, empty for absent. */
export interface ContactForm {
  readonly name: string;
  readonly title: string;
  readonly company: string;
  readonly role: string;
  readonly group: ContactView['group'];
  /** The first is the one that is called. Never empty: there is always a line to type into. */
  readonly phones: readonly PhoneForm[];
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
  phones: NO_PHONES,
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
  phones: contact.phones.length > 0 ? contact.phones.map(({ number, label = '' }) => ({ number, label })) : NO_PHONES,
  email: contact.email ?? '',
  reportsTo: contact.reportsTo ?? '',
  timeZone: contact.timeZone ?? '',
  primary: contact.primary,
  doNotCall: contact.doNotCall,
});

/** Lines without a number are left out. */
const phonesFrom = ({ phones }: Pick<ContactForm, 'phones'>): ContactView['phones'] =>
  phones
    .filter(({ number }) => number.trim() !== '')
    .map(({ number, label }) => ({ number: tidyPhone(number), ...(label.trim() ? { label: label.trim() } : {}) }));

/** People type numbers with spaces, dots and brackets. */
export const tidyPhone = (typed: string): string => typed.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
export const isPhone = (typed: string): boolean => /^\+[1-9]\d{1,14}$/.test(tidyPhone(typed));

/** As the API takes it: `null` for what is left empty. */
const recordFrom = (form: ContactForm): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, typeof value === 'string' ? value.trim() || null : value]),
  ),
  phones: phonesFrom(form),
});

/**
 * JSON merge patch from what was shown to what is typed: only changed fields, `null` for cleared ones. It replaces the list of
 * numbers as a whole: every number is in it, changed or not.
 */
export function editBetween(contact: ContactView, form: ContactForm): ContactEdit {
  const before = recordFrom(formFrom(contact));
  return Object.fromEntries(Object.entries(recordFrom(form)).filter(([name, value]) => !isSame(value, before[name])));
}

export const creationFrom = (form: ContactForm): ContactCreation =>
  ({
    ...Object.fromEntries(Object.entries(recordFrom(form)).filter(([, value]) => value !== null)),
    attributes: {},
  }) as ContactCreation;

/** Removed by mistake: the same person again, with everything that was known and under the same id. */
export const recreationOf = ({ version: _v, updatedAt: _a, updatedBy: _b, ...contact }: ContactView): ContactCreation =>
  contact;
