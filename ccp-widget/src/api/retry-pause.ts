const FIRST_MS = 2_000;
const LAST_MS = 60_000;

/**
 * Milliseconds until the next attempt: after each failure twice as long.
 * @param random 0 to 1, so that many desktops do not come back in one wave
 */
export const retryPause = (failures: number, random: number): number =>
  Math.min(LAST_MS, FIRST_MS * 2 ** failures) * (1 + random / 2);
