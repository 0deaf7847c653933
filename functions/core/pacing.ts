/**
 * The dial quota as a token bucket in GCRA form: one number, the theoretical arrival time (TAT), is its whole state.
 * Times are milliseconds.
 */

export interface Pacing {
  /** Between two calls when the burst is used up. */
  readonly interval: number;
  /** How far the TAT may run ahead of the clock: the burst. */
  readonly tolerance: number;
}

/** Rounded up: whole milliseconds, never faster than the quota. */
export function pacingOf(rate: { readonly perSecond: number; readonly burst: number }): Pacing {
  const interval = Math.ceil(1_000 / rate.perSecond);
  return { interval, tolerance: (rate.burst - 1) * interval };
}

/** The next slot. The stores' own way of doing this is two conditional updates; this is what they must agree with. */
export function takeSlot(tat: number | undefined, now: number, pacing: Pacing): { tat: number; dialAt: number } {
  const next = Math.max(tat ?? 0, now) + pacing.interval;
  return { tat: next, dialAt: dialTimeOf(next, pacing) };
}

/** The same slot as the bucket counts it. */
export const tatOfDialTime = (dialAt: number, { interval, tolerance }: Pacing): number => dialAt + interval + tolerance;

/** Of slots that were given back, the first whose time has not come. */
export const firstFree = (given: Iterable<number>, now: number, pacing: Pacing): number | undefined =>
  [...given].filter((tat) => dialTimeOf(tat, pacing) >= now).sort((one, two) => one - two)[0];

/** When the call may start that moved the TAT to this value; in the past when the burst still covers it. */
export const dialTimeOf = (tat: number, { interval, tolerance }: Pacing): number => tat - interval - tolerance;

/** The queue's clock has whole seconds, so every slot is met a little late. */
const MIN_GRACE = 2_000;

/**
 * Whether a slot may still be used. Calls that are late by no more than the burst lasts only use tokens saved meanwhile;
 * later ones would meet a bucket that was full and could not save any more.
 */
export const isUsable = (dialAt: number, now: number, { tolerance }: Pacing): boolean =>
  now - dialAt <= Math.max(tolerance, MIN_GRACE);
