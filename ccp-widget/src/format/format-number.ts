import { locale as ours } from '../locale.ts';

/** `2,000` in English and `2.000` in German. */
export const formatCount = (count: number, locale: string = ours): string =>
  new Intl.NumberFormat(locale).format(count);

/** `60`, of a hundred: `60%` in English and `60 %` in German. */
export const formatPercent = (percent: number, locale: string = ours): string =>
  new Intl.NumberFormat(locale, { style: 'percent' }).format(percent / 100);
