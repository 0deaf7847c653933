import type { ContactInput } from '#core/contracts/call-request.ts';
import type { HubspotSource } from '#core/contracts/configuration.ts';
import { type Json, optional, textOf } from '../json.ts';
import { e164 } from '../phone-numbers.ts';
import { contactSubject } from '../record-subjects.ts';

/** The numbers' properties, in the order in which they are shown. */
const PHONE_PROPERTIES = ['mobilephone', 'phone'] as const;
export const CONTACT_PROPERTIES = [
  ...['firstname', 'lastname', 'email', 'jobtitle', 'company', 'hs_timezone'],
  ...PHONE_PROPERTIES,
];

export interface AssociatedContact {
  readonly id: string;
  readonly labels: readonly string[];
  readonly properties: Json;
}

export function contactFrom(
  { id, labels, properties }: AssociatedContact,
  { defaultCountry }: HubspotSource,
  subjects: ReadonlyMap<string, string>,
  primary: boolean,
): ContactInput {
  const phones = PHONE_PROPERTIES.flatMap((label) => {
    const number = e164(properties[label], defaultCountry);
    return number === undefined ? [] : [{ number, label }];
  });
  const email = textOf(properties.email);
  const name = [textOf(properties.firstname), textOf(properties.lastname)].filter(Boolean).join(' ');
  return {
    ...{ id: contactSubject.idIn(subjects.get(id)) ?? id, name: name || email || `Contact ${id}` },
    ...{ phones: [...new Map(phones.map((phone) => [phone.number, phone])).values()] },
    ...{ group: 'stakeholder', primary, doNotCall: false, attributes: {} },
    ...optional('title', textOf(properties.jobtitle)),
    ...optional('company', textOf(properties.company)),
    ...optional('email', email),
    ...optional('role', labels[0]),
    ...optional('timeZone', zoneOf(textOf(properties.hs_timezone))),
  };
}

/** HubSpot writes `america_slash_new_york`. What is no zone is left out: the number tells then. */
function zoneOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const zone = text.replaceAll('_slash_', '/').replaceAll('_hyphen_', '-');
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
