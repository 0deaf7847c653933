/**
 * The hours and days on which a person may be called, by the clocks of all zones in which they may be: correct over changes of
 * daylight saving time, half-hour zones, the date line and windows over midnight.
 */
import { WEEKDAYS, type WeeklyHours } from './contracts/calling-rules.ts';
import { DAY_MINUTES, dateOf, localTimeAt, MINUTE, nextClockChange, offsetOf, weekdayOf } from './local-time.ts';

export interface CallingCalendar {
  /** What is not listed is closed; undefined: every hour of a day that is no holiday. */
  readonly hours: readonly WeeklyHours[] | undefined;
  /** Local dates, `20261224`, closed from midnight to midnight. */
  readonly holidays: ReadonlySet<string>;
}

/** Hours that do not come within this time do not come at all, such as an hour of two zones half a day apart. */
const HORIZON = 370 * DAY_MINUTES;

/** Why it is closed at this moment, by the clock of any of the zones; undefined when it is open by all of them. */
export function closedBecause(
  at: Date,
  timeZones: readonly string[],
  calendar: CallingCalendar,
): 'holiday' | 'calling-hours' | undefined {
  const minute = minuteOf(at);
  const days = timeZones.map((zone) => localTimeAt(minute, offsetOf(zone, minute)));
  if (days.some(({ day }) => calendar.holidays.has(dateOf(day)))) return 'holiday';
  return timeZones.every((zone) => isOpenIn(zone, minute, calendar)) ? undefined : 'calling-hours';
}

/**
 * The first moment from `at` on at which it is open by the clocks of all zones: `at` itself, or the beginning of a minute.
 * @returns undefined when there is none within a year
 */
export function nextOpening(at: Date, timeZones: readonly string[], calendar: CallingCalendar): Date | undefined {
  const start = minuteOf(at);
  let minute = start;
  for (;;) {
    const openings = timeZones.map((zone) => nextOpeningIn(zone, minute, calendar));
    const latest = Math.max(minute, ...openings.map((opening) => opening ?? Number.POSITIVE_INFINITY));
    if (latest - start > HORIZON) return undefined;
    if (latest === minute) return minute === start ? at : new Date(minute * MINUTE);
    minute = latest;
  }
}

const minuteOf = (at: Date): number => Math.floor(at.getTime() / MINUTE);

function isOpenIn(zone: string, epochMinute: number, calendar: CallingCalendar): boolean {
  const { day, minute } = localTimeAt(epochMinute, offsetOf(zone, epochMinute));
  return spansOf(day, calendar).some(([from, until]) => from <= minute && minute < until);
}

/**
 * As long as the clock is not changed, plain arithmetic finds the opening; a change on the way to it is where it is looked for
 * again, by the new clock.
 */
function nextOpeningIn(zone: string, from: number, calendar: CallingCalendar): number | undefined {
  const end = from + HORIZON;
  for (let minute = from; minute <= end; ) {
    const opening = openingByClock(minute, offsetOf(zone, minute), calendar);
    const change = nextClockChange(zone, minute, Math.min(opening ?? end, end));
    if (change === undefined) return opening;
    minute = change;
  }
  return undefined;
}

function openingByClock(from: number, offset: number, calendar: CallingCalendar): number | undefined {
  const { day: today, minute: now } = localTimeAt(from, offset);
  for (let day = today; day <= today + HORIZON / DAY_MINUTES; day += 1) {
    const earliest = day === today ? now : 0;
    const starts = spansOf(day, calendar)
      .filter(([, until]) => until > earliest)
      .map(([start]) => Math.max(start, earliest));
    if (starts.length > 0) return from + (day - today) * DAY_MINUTES + Math.min(...starts) - now;
  }
  return undefined;
}

/** Open minutes of one day of the calendar, each from the first to the one behind the last. */
function spansOf(day: number, { hours, holidays }: CallingCalendar): readonly (readonly [number, number])[] {
  if (holidays.has(dateOf(day))) return [];
  if (hours === undefined) return [[0, DAY_MINUTES]];
  const [today, yesterday] = [WEEKDAYS[weekdayOf(day)], WEEKDAYS[weekdayOf(day - 1)]];
  return hours.flatMap(({ days, start, end }) => {
    const [from, until] = [minuteOfDay(start), minuteOfDay(end)];
    const isToday = today !== undefined && days.includes(today);
    const begun = yesterday !== undefined && days.includes(yesterday) && until < from;
    const beginning: (readonly [number, number])[] =
      from === until ? [[0, DAY_MINUTES]] : [[from, until < from ? DAY_MINUTES : until]];
    return [...(isToday ? beginning : []), ...(begun ? [[0, until] as const] : [])];
  });
}

function minuteOfDay(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** Midnight of the next day by the zone's clock; where the clock jumps over it, the moment it jumps. */
export function endOfDay(at: Date, timeZone: string): Date {
  const minute = minuteOf(at);
  const { day: today } = localTimeAt(minute, offsetOf(timeZone, minute));
  const tomorrow = (candidate: number) => localTimeAt(candidate, offsetOf(timeZone, candidate)).day > today;
  let [low, high] = [minute, minute + 2 * DAY_MINUTES];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (tomorrow(middle)) high = middle;
    else low = middle;
  }
  return new Date(high * MINUTE);
}

/** `20261124`: the date by the zone's clock. */
export const localDateOf = (at: Date, timeZone: string): string =>
  dateOf(localTimeAt(minuteOf(at), offsetOf(timeZone, minuteOf(at))).day);
