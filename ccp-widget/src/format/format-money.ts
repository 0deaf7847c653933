import { locale as ours } from '../locale.ts';

/** `125000, 'EUR'` is `€125,000` in English and `125.000 €` in German. Cents only when there are some. */
export function formatMoney(amount: number, currency: string | undefined, locale: string = ours): string {
  const fraction = Number.isInteger(amount) ? { maximumFractionDigits: 0 } : {};
  if (currency === undefined) return new Intl.NumberFormat(locale, fraction).format(amount);
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...fraction }).format(amount);
}
