import type { Clock } from '../parts.ts';

/** Time, as the whole engine sees it: tests drive a virtual one. */
export interface Scheduler {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `task` once after `delayMs`; the answer cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

export interface StoppableScheduler extends Scheduler {
  /** Cancels everything that is still to run. */
  stop(): void;
}

export const createScheduler = (clock: Clock = { now: () => new Date() }): StoppableScheduler => {
  const timers = new Set<NodeJS.Timeout>();
  return {
    now: () => clock.now().getTime(),
    after: (delayMs, task) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        task();
      }, delayMs);
      timers.add(timer);
      return () => {
        clearTimeout(timer);
        timers.delete(timer);
      };
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
};

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

export const isoTime = (ms: number): string => new Date(ms).toISOString();
