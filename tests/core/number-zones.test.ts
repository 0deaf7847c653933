import { describe, expect, it } from 'vitest';
import { readNumberMap } from '../../bin/write-number-zones.ts';
import { MINUTE, offsetOf } from '../../functions/core/local-time.ts';
import { zonesOfNumber } from '../../functions/core/number-zones.ts';

const moments = ['2026-01-15', '2026-04-01', '2026-07-15', '2026-10-10', '2026-12-15'].map(
  (day) => Date.parse(day) / MINUTE,
);
const clocks = new Map<string, string>();
const clockOf = (zone: string): string => {
  const known = clocks.get(zone) ?? moments.map((minute) => offsetOf(zone, minute)).join();
  clocks.set(zone, known);
  return known;
};

describe('the zones of a number', () => {
  it('hold every clock that libphonenumber’s map gives it, whatever was joined to make the table small', () => {
    const map = Object.entries(readNumberMap());
    expect(map.length).toBeGreaterThan(3_000);
    const missing = map.filter(([prefix, zones]) => {
      const known = new Set(zonesOfNumber(`+${prefix}`).map(clockOf));
      return !zones.split('&').every((zone) => known.has(clockOf(zone)));
    });
    expect(missing).toEqual([]);
  });

  it.each([
    ['+4930123456', ['Europe/Berlin']],
    ['+14155550101', ['America/Los_Angeles']],
    ['+12125550101', ['America/New_York']],
    ['+61412345678', ['Australia/Sydney']],
    ['+881612345678', []],
  ])('of %s are %o', (number, zones) => {
    expect(zonesOfNumber(number)).toEqual(zones);
  });

  it('are all of the country for a range that belongs to no place', () => {
    expect(zonesOfNumber('+18005550101').length).toBeGreaterThan(10);
  });
});
