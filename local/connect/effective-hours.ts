/** The hours of one day, with its overrides (Administrator Guide, "Identify dates where you need to override …"). */
import {
  DAYS,
  type Day,
  type HoursOfOperation,
  type HoursOverride,
  MINUTES_OF_DAY,
  type Recurrence,
} from './hours-of-operation.ts';

/** Minutes since midnight, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Dates are counted in UTC here, where every day has 24 hours. */
const utc = (date: string): Date => new Date(`${date}T00:00:00Z`);
export const weekdayOf = (date: string): Day => DAYS[utc(date).getUTCDay()] ?? 'SUNDAY';
const lastDayOfMonth = (day: Date): number =>
  new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();

/** Weeks begin on Sunday (assumed), and intervals count from the week, month or year of the override's first day (assumed). */
const periodsBetween = (from: Date, to: Date, frequency: Recurrence['frequency']): number => {
  const years = to.getUTCFullYear() - from.getUTCFullYear();
  if (frequency === 'YEARLY') return years;
  if (frequency === 'MONTHLY') return years * 12 + to.getUTCMonth() - from.getUTCMonth();
  const sunday = (day: Date) => day.getTime() - day.getUTCDay() * DAY_MS;
  return Math.round((sunday(to) - sunday(from)) / (7 * DAY_MS));
};

const recursOn = (
  { frequency, interval, month, monthDay, weekdayOccurrence }: Recurrence,
  from: string,
  date: string,
): boolean => {
  const day = utc(date);
  const [dayOfMonth, last] = [day.getUTCDate(), lastDayOfMonth(day)];
  if (periodsBetween(utc(from), day, frequency) % interval !== 0) return false;
  if (month !== undefined && day.getUTCMonth() + 1 !== month) return false;
  if (monthDay !== undefined && dayOfMonth !== (monthDay < 0 ? last + 1 + monthDay : monthDay)) return false;
  if (weekdayOccurrence === undefined) return true;
  return weekdayOccurrence < 0
    ? Math.ceil((last + 1 - dayOfMonth) / 7) === -weekdayOccurrence
    : Math.ceil(dayOfMonth / 7) === weekdayOccurrence;
};

const inForce = (override: HoursOverride, date: string): boolean =>
  override.from <= date &&
  date <= override.till &&
  (override.recurrence === undefined || recursOn(override.recurrence, override.from, date));

const spansOn = (openings: HoursOfOperation['openings'], date: string): readonly Span[] =>
  openings
    .filter(({ day }) => day === weekdayOf(date))
    .map(({ start, end }) => ({ start, end: end === 0 ? MINUTES_OF_DAY : end }));

/** What overrides say about a date, in their own words. */
export const overridesOn = (
  hours: HoursOfOperation,
  date: string,
): readonly (Span & { readonly override: HoursOverride })[] =>
  (hours.overrides ?? [])
    .filter((override) => inForce(override, date))
    .flatMap((override) => spansOn(override.openings, date).map((span) => ({ ...span, override })));

const without = (spans: readonly Span[], { start, end }: Span): readonly Span[] =>
  spans.flatMap((span) =>
    [
      { start: span.start, end: Math.min(span.end, start) },
      { start: Math.max(span.start, end), end: span.end },
    ].filter((rest) => rest.start < rest.end),
  );

const joined = (spans: readonly Span[]): readonly Span[] => {
  const all: Span[] = [];
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    const last = all.at(-1);
    if (last === undefined || last.end < start) all.push({ start, end });
    else all.splice(-1, 1, { start: last.start, end: Math.max(last.end, end) });
  }
  return all;
};

/** "Closed recurring overrides are considered first, open recurring next, temporary hours next, standard hours last." */
export const effectiveOn = (hours: HoursOfOperation, date: string): readonly Span[] => {
  const overrides = overridesOn(hours, date);
  const of = (type: HoursOverride['type']) => overrides.filter(({ override }) => override.type === type);
  const temporary = (hours.overrides ?? []).some(
    ({ type, ...rest }) => type === 'STANDARD' && inForce({ type, ...rest }, date),
  );
  const base = temporary ? of('STANDARD') : spansOn(hours.openings, date);
  const open = [...base, ...of('OPEN')].map(({ start, end }) => ({ start, end }));
  return of('CLOSED').reduce(without, joined(open));
};

/** Whether the hours are open at a moment, by the wall clock of their time zone. */
export const isOpenAt = (hours: HoursOfOperation, at: number): boolean => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: hours.timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const now = Number(parts.hour) * 60 + Number(parts.minute);
  return effectiveOn(hours, `${parts.year}-${parts.month}-${parts.day}`).some(
    ({ start, end }) => now >= start && now < end,
  );
};
