/** When a queue is open, in a time zone of its own. */
import type { Named } from './instance.ts';

export const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;
export type Day = (typeof DAYS)[number];

export interface Opening {
  readonly day: Day;
  /** Minutes since midnight; open from `start`, closed from `end` on. An end of 0 is midnight at the end of the day. */
  readonly start: number;
  readonly end: number;
}

export interface HoursOfOperation extends Named {
  name: string;
  description: string;
  timeZone: string;
  openings: readonly Opening[];
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

const partsAt = (timeZone: string, at: number): Readonly<Record<string, string>> => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
};

/** Whether the hours are open at a moment, by the wall clock of their time zone. */
export const isOpen = ({ timeZone, openings }: HoursOfOperation, at: number): boolean => {
  const { weekday = '', hour = '', minute = '' } = partsAt(timeZone, at);
  const now = Number(hour) * 60 + Number(minute);
  return openings.some(
    ({ day, start, end }) => day === weekday.toUpperCase() && now >= start && now < (end === 0 ? MINUTES_OF_DAY : end),
  );
};
