import { locale as ours } from '../locale.ts';

/** `Tue 24 Nov, 07:00` where somebody else is; undefined for a zone that nobody knows. */
export function formatInZone(time: Date, timeZone: string, locale: string = ours): string | undefined {
  try {
    const parts = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
    return Number.isNaN(time.getTime())
      ? undefined
      : new Intl.DateTimeFormat(locale, { ...parts, timeZone }).format(time);
  } catch {
    return undefined;
  }
}
