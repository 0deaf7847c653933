/** The clock and the calendar of a time zone. The runtime's own zone data decides; an offset is looked up, never computed. */

export const MINUTE = 60_000;
export const DAY_MINUTES = 24 * 60;

export interface LocalTime {
  /** Days since 1970-01-01 of the local calendar. */
  readonly day: number;
  /** 0 to 1439. */
  readonly minute: number;
}

/** Making a formatter costs more than using it a thousand times. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const FIELDS = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;

/** Minutes that the zone's clock is ahead of UTC; all zones of this century have whole ones. */
export function offsetOf(timeZone: string, epochMinute: number): number {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en', { timeZone, ...FIELDS, hourCycle: 'h23', calendar: 'gregory' });
    formatters.set(timeZone, formatter);
  }
  const parts = formatter.formatToParts(epochMinute * MINUTE);
  const part = (type: keyof Intl.DateTimeFormatPartTypesRegistry) =>
    Number(parts.find((known) => known.type === type)?.value);
  const clock = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return clock / MINUTE - epochMinute;
}

/** As a clock would show it that is `offset` minutes ahead of UTC. */
export function localTimeAt(epochMinute: number, offset: number): LocalTime {
  const local = epochMinute + offset;
  const day = Math.floor(local / DAY_MINUTES);
  return { day, minute: local - day * DAY_MINUTES };
}

/** The first minute after `from` at which the zone's offset is another one; undefined when there is none up to `until`. */
export function nextClockChange(timeZone: string, from: number, until: number): number | undefined {
  const before = offsetOf(timeZone, from);
  let [low, high] = [from, from];
  while (offsetOf(timeZone, high) === before) {
    if (high >= until) return undefined;
    low = high;
    high = Math.min(high + DAY_MINUTES, until);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetOf(timeZone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** `20261124` of a day of the calendar. */
export const dateOf = (day: number): string =>
  new Date(day * DAY_MINUTES * MINUTE).toISOString().slice(0, 10).replaceAll('-', '');

/** 1970-01-01 was a Thursday. 0 is Sunday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;
