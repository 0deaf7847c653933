/** A contact's numbers, in the order in which they are shown, and what they are called. */
import type { ContactInput } from '#core/contracts/call-request.ts';
import type { Json } from '../json.ts';
import { e164 } from '../phone-numbers.ts';

type Phones = NonNullable<ContactInput['phones']>;

const LABELS: Readonly<Record<string, string>> = {
  ...{ MobilePhone: 'mobile', Phone: 'work', OtherPhone: 'other', HomePhone: 'home' },
};
export const PHONE_FIELDS: readonly string[] = Object.keys(LABELS);

/** Which of the person's numbers a field of Salesforce's is. */
export const labelOf = (field: string): string => LABELS[field] ?? field;

export function phonesFrom(record: Json, country: string | undefined): Phones {
  const phones = PHONE_FIELDS.flatMap((field) => {
    const number = e164(record[field], country);
    return number === undefined ? [] : [{ number, label: labelOf(field) }];
  });
  return [...new Map(phones.toReversed().map((phone) => [phone.number, phone])).values()].toReversed();
}

/** Every field, with null where there is no number: what has no label of ours takes the first field that is free. */
export function phoneFields(phones: Phones): Readonly<Record<string, string | null>> {
  const fields: Record<string, string | null> = Object.fromEntries(PHONE_FIELDS.map((field) => [field, null]));
  const named = phones.map(({ number, label }) => ({
    number,
    field: PHONE_FIELDS.find((field) => labelOf(field) === label?.toLowerCase() && fields[field] === null),
  }));
  for (const { number, field } of named) if (field !== undefined) fields[field] ??= number;
  for (const { number } of named.filter(({ number: one }) => !Object.values(fields).includes(one))) {
    const free = ['Phone', 'MobilePhone', 'OtherPhone', 'HomePhone'].find((field) => fields[field] === null);
    if (free !== undefined) fields[free] = number;
  }
  return fields;
}
