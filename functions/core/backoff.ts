import { FIRST_RETRY, MAX_RETRY, SECOND } from './policy.ts';

/** Milliseconds until attempt `attempt + 1`: doubled each time, with up to a quarter of jitter, never below what was asked. */
export function retryDelay(attempt: number, random: () => number, retryAfter = 0): number {
  const doubled = Math.min(FIRST_RETRY * 2 ** (attempt - 1), MAX_RETRY);
  return Math.min(Math.max(doubled, retryAfter) * (1 + random() / 4), 2 * MAX_RETRY);
}

/** The header in milliseconds from now: seconds or an HTTP date; 0 when it says nothing. */
export function parseRetryAfter(value: string | undefined, now: Date): number {
  if (value === undefined) return 0;
  const wait = /^\d+$/.test(value.trim()) ? Number(value) * SECOND : Date.parse(value) - now.getTime();
  return Number.isNaN(wait) ? 0 : Math.max(wait, 0);
}
