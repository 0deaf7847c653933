import { setImmediate as turn } from 'node:timers/promises';
import type { Scheduler } from '../../../local/connect/scheduler.ts';

/** Time that moves only when told, so that a ring of 60 seconds takes none. */
export interface VirtualScheduler extends Scheduler {
  /** Runs everything that is due within `ms`, in order, and lets promises settle in between. */
  advance(ms: number): Promise<void>;
}

export const virtualScheduler = (startAt = Date.parse('2026-11-24T09:00:00Z')): VirtualScheduler => {
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
    advance: async (ms) => {
      const until = now + ms;
      for (;;) {
        await turn();
        const [next] = [...tasks]
          .filter(({ at }) => at <= until)
          .toSorted((one, other) => one.at - other.at || one.order - other.order);
        if (next === undefined) break;
        tasks.delete(next);
        now = next.at;
        next.run();
      }
      now = until;
    },
  };
};
