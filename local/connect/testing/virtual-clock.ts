import { setImmediate as turn } from 'node:timers/promises';
import type { Scheduler } from '../scheduler.ts';

/** Time that moves only from one task to the next, so that five minutes of a call take none. */
export interface VirtualClock extends Scheduler {
  /** Runs everything that is due within `ms`, in order, and lets promises settle in between; stops early when told. */
  run(ms: number, until?: () => boolean): Promise<void>;
}

export const createVirtualClock = (startAt: number): VirtualClock => {
  let now = startAt;
  let order = 0;
  const tasks = new Set<{ at: number; order: number; run: () => void }>();
  return {
    now: () => now,
    after: (delayMs, run) => {
      order += 1;
      const task = { at: now + delayMs, order, run };
      tasks.add(task);
      return () => tasks.delete(task);
    },
    run: async (ms, until = () => false) => {
      const end = now + ms;
      for (;;) {
        await turn();
        if (until()) return;
        let next: { at: number; order: number; run: () => void } | undefined;
        for (const task of tasks) {
          if (next === undefined || task.at < next.at || (task.at === next.at && task.order < next.order)) next = task;
        }
        if (next === undefined || next.at > end) break;
        tasks.delete(next);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
};
