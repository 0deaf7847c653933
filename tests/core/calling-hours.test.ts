import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallingCalendar, closedBecause, endOfDay, nextOpening } from '../../functions/core/calling-hours.ts';
import { WEEKDAYS, type WeeklyHours } from '../../functions/core/contracts/calling-rules.ts';

const MINUTE = 60_000;
const DAY = 24 * 60;
const calendar = (hours: readonly WeeklyHours[] | undefined, ...holidays: string[]): CallingCalendar => ({
  hours,
  holidays: new Set(holidays),
});
const daily = (start: string, end: string) => calendar([{ days: [...WEEKDAYS], start, end }]);
const workdays = calendar([{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '08:00', end: '20:00' }]);
const opening = (at: string, zones: string | readonly string[], rules: CallingCalendar) =>
  nextOpening(new Date(at), [zones].flat(), rules)?.toISOString();

describe('calling hours', () => {
  it.each([
    ['2026-11-24T04:30:00Z', 'Europe/Berlin', '2026-11-24T07:00:00.000Z'],
    ['2026-11-24T20:00:00Z', 'Europe/Berlin', '2026-11-25T07:00:00.000Z'],
    // The night in which the clock goes forward, and the one in which it goes back.
    ['2026-03-29T00:30:00Z', 'Europe/Berlin', '2026-03-29T06:00:00.000Z'],
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25T07:00:00.000Z'],
    ['2026-03-08T09:00:00Z', 'America/Los_Angeles', '2026-03-08T15:00:00.000Z'],
    ['2026-11-01T08:00:00Z', 'America/Los_Angeles', '2026-11-01T16:00:00.000Z'],
    // A quarter of an hour; half an hour of summer time; the first and the last clock of the world.
    ['2026-11-24T22:00:00Z', 'Asia/Kathmandu', '2026-11-25T02:15:00.000Z'],
    ['2026-10-03T15:00:00Z', 'Australia/Lord_Howe', '2026-10-03T21:00:00.000Z'],
    ['2026-04-04T14:30:00Z', 'Australia/Lord_Howe', '2026-04-04T21:30:00.000Z'],
    ['2026-11-24T08:00:00Z', 'Pacific/Kiritimati', '2026-11-24T18:00:00.000Z'],
    ['2026-11-24T08:00:00Z', 'Pacific/Pago_Pago', '2026-11-24T19:00:00.000Z'],
  ])('at %s in %s open next at %s', (at, zone, expected) => {
    expect(opening(at, zone, daily('08:00', '21:00'))).toBe(expected);
  });

  it.each([
    [
      'starts in the hour that the clock jumps over',
      '2026-03-29T00:10:00Z',
      daily('02:30', '20:00'),
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'comes again when the clock goes back',
      '2026-10-25T00:40:00Z',
      daily('02:10', '02:40'),
      '2026-10-25T01:10:00.000Z',
    ],
    ['runs over midnight', '2026-11-24T02:30:00Z', daily('22:00', '03:30'), '2026-11-24T21:00:00.000Z'],
  ])('that %s', (_case, at, rules, expected) => {
    expect(opening(at, 'Europe/Berlin', rules)).toBe(expected);
  });

  it('are closed at the weekend and on holidays, by the person’s own calendar', () => {
    const berlin = ['Europe/Berlin'];
    const christmas = calendar(workdays.hours, '20261225');
    expect(opening('2026-12-24T19:30:00Z', berlin, christmas)).toBe('2026-12-28T07:00:00.000Z');
    expect(closedBecause(new Date('2026-12-25T10:00:00Z'), berlin, christmas)).toBe('holiday');
    expect(closedBecause(new Date('2026-12-26T10:00:00Z'), berlin, christmas)).toBe('calling-hours');
    // In Kiritimati it is still the 24th for nobody: the holiday begins fourteen hours before UTC’s.
    const kiritimati = ['Pacific/Kiritimati'];
    expect(closedBecause(new Date('2026-12-24T10:30:00Z'), kiritimati, christmas)).toBe('holiday');
    expect(closedBecause(new Date('2026-12-24T10:30:00Z'), berlin, christmas)).toBeUndefined();
  });

  it('over midnight belong to the day on which they begin', () => {
    const friday = calendar([{ days: ['fri'], start: '22:00', end: '02:00' }]);
    expect(closedBecause(new Date('2026-11-28T01:59:00Z'), ['UTC'], friday)).toBeUndefined();
    expect(closedBecause(new Date('2026-11-27T01:59:00Z'), ['UTC'], friday)).toBe('calling-hours');
  });

  it('of several zones are those that all of them share; when they share none, there is no opening', () => {
    const coasts = ['America/New_York', 'America/Los_Angeles'];
    expect(opening('2026-11-24T12:00:00Z', coasts, daily('08:00', '21:00'))).toBe('2026-11-24T16:00:00.000Z');
    expect(opening('2026-11-25T02:30:00Z', coasts, daily('08:00', '21:00'))).toBe('2026-11-25T16:00:00.000Z');
    expect(
      opening('2026-11-24T12:00:00Z', ['Asia/Tokyo', 'America/New_York'], daily('09:00', '10:00')),
    ).toBeUndefined();
  });
});

const zone = fc.constantFrom(
  ...[
    'America/Los_Angeles',
    'America/Sao_Paulo',
    'America/Santiago',
    'America/St_Johns',
    'Europe/Berlin',
    'Africa/Cairo',
  ],
  ...['Africa/Casablanca', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Kiritimati', 'UTC'],
);
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const hours = fc.record({
  days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
  start: time,
  end: time,
});
const anyCalendar = fc
  .tuple(fc.array(hours, { minLength: 1, maxLength: 3 }), fc.subarray(['20260101', '20260329', '20261025', '20261225']))
  .map(([weekly, holidays]) => calendar(weekly, ...holidays));
/** Within days of the changes of clock in most zones, and anywhere. */
const minute = fc.oneof(
  ...['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01', '2026-12-31'].map((day) =>
    fc.integer({ min: -2 * DAY, max: 2 * DAY }).map((offset) => Date.parse(day) / MINUTE + offset),
  ),
  fc.integer({ min: Date.UTC(2026, 0, 1) / MINUTE, max: Date.UTC(2027, 0, 1) / MINUTE }),
);
/** The clock itself says what is open, word by word: no arithmetic of ours. */
function isOpenByClock(at: Date, timeZone: string, { hours: weekly = [], holidays }: CallingCalendar): boolean {
  const shown = (when: Date, options: Intl.DateTimeFormatOptions, locale = 'sv') =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(when);
  const date = shown(at, { dateStyle: 'short' });
  if (holidays.has(date.replaceAll('-', ''))) return false;
  const clock = shown(at, { timeStyle: 'short' });
  const weekday = WEEKDAYS.indexOf(shown(at, { weekday: 'short' }, 'en').toLowerCase() as (typeof WEEKDAYS)[number]);
  const [today, yesterday] = [WEEKDAYS[weekday], WEEKDAYS[(weekday + 6) % 7]];
  return weekly.some(({ days, start, end }) => {
    const [begins, began] = [days.some((day) => day === today), days.some((day) => day === yesterday)];
    if (start === end) return begins;
    if (start < end) return begins && start <= clock && clock < end;
    return (begins && start <= clock) || (began && clock < end);
  });
}

describe('the next opening, in any zone, with any hours, around every change of clock', () => {
  it('is open by every clock, and no minute before it is', () => {
    fc.assert(
      fc.property(minute, fc.uniqueArray(zone, { minLength: 1, maxLength: 2 }), anyCalendar, (from, zones, rules) => {
        const at = new Date(from * MINUTE + 1_234);
        const found = nextOpening(at, zones, rules);
        const isOpen = (when: Date) => zones.every((one) => isOpenByClock(when, one, rules));
        expect(closedBecause(at, zones, rules) === undefined).toBe(isOpen(at));
        if (found !== undefined) expect(isOpen(found)).toBe(true);
        const end = Math.min(
          found === undefined ? Number.POSITIVE_INFINITY : Math.floor(found.getTime() / MINUTE),
          from + 3 * DAY,
        );
        // Every quarter of an hour, and at the end every minute.
        for (let checked = from; checked < end; checked += checked > end - 20 ? 1 : 15) {
          expect(isOpen(new Date(checked * MINUTE))).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('stays where it is when it is asked for again from in between', () => {
    fc.assert(
      fc.property(minute, zone, anyCalendar, fc.double({ min: 0, max: 1, noNaN: true }), (from, one, rules, part) => {
        const found = nextOpening(new Date(from * MINUTE), [one], rules);
        if (found === undefined) return;
        const between = new Date(Math.floor(from + (found.getTime() / MINUTE - from) * part) * MINUTE);
        expect(nextOpening(between, [one], rules)).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the end of a day', () => {
  it('is the first minute with another date by that clock', () => {
    fc.assert(
      fc.property(minute, zone, (from, timeZone) => {
        const date = (at: Date) => new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' }).format(at);
        const at = new Date(from * MINUTE);
        const end = endOfDay(at, timeZone);
        expect(date(new Date(end.getTime() - MINUTE))).toBe(date(at));
        expect(date(end) > date(at)).toBe(true);
      }),
    );
  });
});
