/** When a queue is open, in a time zone of its own: by day of the week, and otherwise on single days. */
import type { Named } from './instance.ts';

export const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;
export type Day = (typeof DAYS)[number];

export interface Opening {
  readonly day: Day;
  /** Minutes since midnight; open from `start`, closed from `end` on. An end of 0 is midnight at the end of the day. */
  readonly start: number;
  readonly end: number;
}

export const FREQUENCIES = ['WEEKLY', 'MONTHLY', 'YEARLY'] as const;

/** API reference, RecurrencePattern; days of the month and occurrences of a weekday count from the end when negative. */
export interface Recurrence {
  readonly frequency: (typeof FREQUENCIES)[number];
  readonly interval: number;
  readonly month?: number;
  readonly monthDay?: number;
  readonly weekdayOccurrence?: number;
}

export const OVERRIDE_TYPES = ['STANDARD', 'OPEN', 'CLOSED'] as const;

export interface HoursOverride {
  readonly id: string;
  name: string;
  description: string;
  /** STANDARD are temporary hours, in place of the day's; the others recur. */
  type: (typeof OVERRIDE_TYPES)[number];
  /** Local dates, `YYYY-MM-DD`, both included. */
  from: string;
  till: string;
  openings: readonly Opening[];
  recurrence?: Recurrence;
}

export interface HoursOfOperation extends Named {
  name: string;
  description: string;
  timeZone: string;
  openings: readonly Opening[];
  overrides?: readonly HoursOverride[];
  tags: Record<string, string>;
}

export const MINUTES_OF_DAY = 24 * 60;

export const alwaysOpen = ({ id, name }: Named): HoursOfOperation => ({
  id,
  name,
  description: '',
  timeZone: 'UTC',
  openings: DAYS.map((day) => ({ day, start: 0, end: 0 })),
  tags: {},
});

export const isTimeZone = (timeZone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    return false;
  }
};
