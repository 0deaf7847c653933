/** Public holidays of the countries that a source names, as data for its functions (date-holidays is 7 MB, no Lambda needs it). */
import Holidays from 'date-holidays';
import { type CountryCode, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/min';
import type { HolidayDates } from '../functions/core/contracts/calling-rules.ts';

/** This year and the two after it: whoever deploys once in two years is never without. */
const YEARS = 3;

/** `DE`, or `DE-BY` for a part of it. */
export function isHolidayCountry(region: string): boolean {
  const [country = '', state] = region.split('-');
  if (!isSupportedCountry(country)) return false;
  const known = new Holidays();
  return country in known.getCountries() && (state === undefined || state in (known.getStates(country) ?? {}));
}

/** Countries with one calling code share their holidays: nobody sees from which of them a number is. */
export function holidayDates(regions: readonly string[], now: Date): HolidayDates {
  const byCode = new Map<string, Set<string>>();
  for (const region of regions) {
    const [country = '', state] = region.split('-');
    const code = getCountryCallingCode(country as CountryCode);
    const dates = byCode.get(code) ?? new Set();
    byCode.set(code, dates);
    const calendar = state === undefined ? new Holidays(country) : new Holidays(country, state);
    for (let year = now.getUTCFullYear(); year < now.getUTCFullYear() + YEARS; year += 1) {
      for (const date of publicHolidays(calendar, year)) dates.add(date);
    }
  }
  return Object.fromEntries([...byCode].map(([code, dates]) => [code, [...dates].sort().join(' ')]));
}

/** Every day that a holiday touches; `date` is "2026-12-25 00:00:00", `end` the moment at which it is over. */
function publicHolidays(calendar: Holidays, year: number): readonly string[] {
  return calendar
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .flatMap(({ date, start, end }) => {
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
      const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
      return Array.from({ length: days }, (_, day) => isoDay(first + day * 86_400_000));
    });
}

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
