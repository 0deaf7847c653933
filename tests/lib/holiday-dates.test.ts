import { describe, expect, test } from 'vitest';
import { holidayDates, isHolidayCountry } from '../../lib/holiday-dates.ts';

const in2026 = new Date('2026-06-01T00:00:00Z');
const datesOf = (code: string, ...regions: string[]): readonly string[] =>
  holidayDates(regions, in2026)[code]?.split(' ') ?? [];

describe('public holidays', () => {
  test('of Germany are those that every Land has, for this year and the next two', () => {
    const days = ['0101', '0403', '0406', '0501', '0514', '0525', '1003', '1225', '1226'];
    expect(datesOf('49', 'DE').filter((date) => date.startsWith('2026'))).toEqual(days.map((day) => `2026${day}`));
    expect(new Set(datesOf('49', 'DE').map((date) => date.slice(0, 4)))).toEqual(new Set(['2026', '2027', '2028']));
  });

  test('of a part are its own as well', () => {
    expect(datesOf('49', 'DE-BY')).toContain('20260106');
    expect(datesOf('49', 'DE')).not.toContain('20260106');
  });

  test('of the United States hold the day on which one is observed', () => {
    // The Fourth of July 2026 is a Saturday.
    expect(datesOf('1', 'US')).toEqual(expect.arrayContaining(['20260704', '20261126', '20261225']));
  });

  test('of countries with one calling code are one list', () => {
    expect(datesOf('1', 'US', 'CA')).toEqual(expect.arrayContaining(['20261126', '20260701']));
    expect(Object.keys(holidayDates(['US', 'CA', 'FR'], in2026))).toEqual(['1', '33']);
  });

  test('are known of countries and their parts, and of nothing else', () => {
    expect(['DE', 'DE-BY', 'US', 'GB', 'XX', 'DE-XX', 'de'].map(isHolidayCountry)).toEqual([
      ...[true, true, true, true, false, false, false],
    ]);
  });
});
