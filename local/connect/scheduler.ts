/** Time, as the whole engine sees it: tests drive a virtual one. */
export interface Scheduler {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `task` once after `delayMs`; the answer cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

/** Rejects with the signal's reason as soon as it aborts. */
export const sleep = (scheduler: Scheduler, delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = scheduler.after(delayMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });

/** `yyyy-mm-ddThh:mm:ssZ` */
export const secondsTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

export const isoTime = (ms: number): string => new Date(ms).toISOString();
