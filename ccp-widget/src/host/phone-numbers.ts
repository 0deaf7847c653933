/** A national number is told by at least so many digits. */
const LEAST_DIGITS = 6;

/** Undefined for a number that does not say its country. */
export function asE164(text: string): string | undefined {
  const number = text.replace(/^00/, '+').replace(/(?!^\+)\D/g, '');
  return /^\+[1-9]\d{5,14}$/.test(number) ? number : undefined;
}

/** @param known E.164. @param written as a person would write it, with or without the country */
export function isSameNumber(known: string, written: string): boolean {
  const full = asE164(written);
  if (full !== undefined) return full === known;
  const digits = written.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length >= LEAST_DIGITS && known.endsWith(digits);
}
