/**
 * Where a person of the demo is at the moment.
 *
 * The connector enforces calling hours for real (08:00 to 21:00 of the person's local time), and a demo must work at any
 * hour of the day. So most people are where it is day right now, and one is always where it is night, to show a held call.
 */
export type Whereabouts = 'in daylight' | 'in the night';

const ZONES = [
  'Pacific/Honolulu',
  'America/Los_Angeles',
  'America/New_York',
  'America/Sao_Paulo',
  'Atlantic/Azores',
  'Europe/Berlin',
  'Asia/Dubai',
  'Asia/Kolkata',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Pacific/Auckland',
] as const;

/** A zone where it is now as close to 13:00 as any (day), or to 02:00 (night). */
export function timeZoneFor(whereabouts: Whereabouts, now: Date): string {
  const wanted = whereabouts === 'in daylight' ? 13 : 2;
  const distance = (zone: string) => {
    const hour = Number(
      new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: zone }).format(now),
    );
    const apart = Math.abs(hour - wanted);
    return Math.min(apart, 24 - apart);
  };
  return [...ZONES].sort((one, other) => distance(one) - distance(other))[0] ?? 'Europe/Berlin';
}
