import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** `+14155550101` as `+1 415 555 0101`; anything else as it is. */
export const readablePhone = (phone: string | null | undefined): string =>
  phone ? (parsePhoneNumberFromString(phone)?.formatInternational() ?? phone) : 'Unknown number';

/** What was typed as E.164, national numbers read as of the first country the agent may dial; `undefined` when it is none. */
export const dialablePhone = (typed: string, countries: readonly string[]): string | undefined => {
  const number = parsePhoneNumberFromString(typed, firstCountry(countries));
  return number?.isPossible() ? number.number : undefined;
};

const firstCountry = (countries: readonly string[]): CountryCode => {
  const country = countries[0]?.toUpperCase();
  return country && isSupportedCountry(country) ? country : 'US';
};
