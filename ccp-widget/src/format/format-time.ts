import { locale as ours } from '../locale.ts';

const DAY_MS = 86_400_000;

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;
/** A date, milliseconds since the epoch, or what the API writes. */
type Time = Date | number | string;

export const formatClock = (time: Time, locale: string = ours): string =>
  new Intl.DateTimeFormat(locale, CLOCK).format(new Date(time));

/** Today only the clock, this year day and month, before that the year too. */
export function formatMoment(at: Time, now = new Date(), locale: string = ours): string {
  const time = new Date(at);
  if (time.toDateString() === now.toDateString()) return formatClock(time, locale);
  const year = time.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year, ...CLOCK }).format(time);
}

/** A calendar date such as `2026-12-15`: the same day everywhere, whatever the agent's time zone. */
export const formatDate = (date: string, locale: string = ours): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );

/** `in 3 weeks`, `tomorrow`, `5 days ago`. */
export function formatDaysFromNow(date: string, now: Date, locale: string = ours): string {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const days = Math.round((Date.parse(`${date}T00:00:00Z`) - today) / DAY_MS);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (Math.abs(days) < 14) return format.format(days, 'day');
  if (Math.abs(days) < 60) return format.format(Math.round(days / 7), 'week');
  return format.format(Math.round(days / 30.44), 'month');
}

/** People's own time: when a call would reach them between 21:00 and 08:00 it is marked. */
export function localTime(
  timeZone: string,
  now: Date,
  locale: string = ours,
): { clock: string; night: boolean } | undefined {
  try {
    const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone }).format(now));
    const clock = new Intl.DateTimeFormat(locale, { ...CLOCK, timeZone }).format(now);
    return { clock, night: hour < 8 || hour >= 21 };
  } catch {
    return undefined;
  }
}
