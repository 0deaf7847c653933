/** A person's local calling hours, correct over changes of daylight saving time. */

export interface CallingHours {
  /** "HH:MM", local time of the person. */
  readonly start: string;
  /** First minute that is too late. Before `start`: the hours run over midnight. Equal to it: every hour is allowed. */
  readonly end: string;
}

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
/** No zone has ever moved its clock by more: the opening lies within this of where plain arithmetic puts it. */
const LARGEST_SHIFT_MINUTES = 3 * 60;

export function isOpen(at: Date, timeZone: string, { start, end }: CallingHours): boolean {
  const [from, until, minute] = [minuteOfDay(start), minuteOfDay(end), localMinute(at, timeZone)];
  if (from === until) return true;
  return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}

/** The first minute from `at` on at which calling is allowed; `at` itself when it is allowed now. */
export function nextOpening(at: Date, timeZone: string, hours: CallingHours): Date {
  if (isOpen(at, timeZone, hours)) return at;
  const wait = minuteOfDay(hours.start) - localMinute(at, timeZone);
  const guess = Math.floor(at.getTime() / MINUTE) + ((wait + DAY_MINUTES) % DAY_MINUTES);
  const opens = (minute: number) => isOpen(new Date(minute * MINUTE), timeZone, hours);
  if (opens(guess) && !opens(guess - 1)) return new Date(guess * MINUTE);
  return searchAround(guess, at, opens) ?? nextOpening(new Date((guess + DAY_MINUTES / 2) * MINUTE), timeZone, hours);
}

/** The clock changes on the way: the opening is earlier or later than the guess, or the change swallows it. */
function searchAround(guess: number, at: Date, opens: (minute: number) => boolean): Date | undefined {
  const first = Math.max(Math.ceil(at.getTime() / MINUTE), guess - LARGEST_SHIFT_MINUTES);
  for (let minute = first; minute <= guess + LARGEST_SHIFT_MINUTES; minute += 1) {
    if (opens(minute)) return new Date(minute * MINUTE);
  }
  return undefined;
}

function minuteOfDay(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** Making a formatter costs more than using it a thousand times. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function localMinute(at: Date, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    formatters.set(timeZone, formatter);
  }
  return minuteOfDay(formatter.format(at));
}
