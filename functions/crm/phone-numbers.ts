import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';

/** The digits of a number (E.164) without its country's prefix: what all ways to write it have in common. */
export const nationalDigits = (number: string): string =>
  parsePhoneNumberFromString(number)?.nationalNumber ?? number.replace(/\D/g, '');

/** E.164 of what people type into a CRM; undefined when it is no number that can exist. `country`: ISO 3166, for those without prefix. */
export function e164(text: unknown, country: string | undefined): string | undefined {
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const number = parsePhoneNumberFromString(text, country as CountryCode | undefined);
  return number?.isPossible() ? number.number : undefined;
}
