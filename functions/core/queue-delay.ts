import { MAX_QUEUE_DELAY } from './policy.ts';

/** Seconds that a message waits: until the time, as far as one hop goes; never early, because the queue counts whole ones. */
export const queueDelay = (until: Date, now: Date): number =>
  Math.ceil(Math.min(Math.max(until.getTime() - now.getTime(), 0), MAX_QUEUE_DELAY) / 1_000);
