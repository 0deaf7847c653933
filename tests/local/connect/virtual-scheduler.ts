import { createClock } from '../../../local/connect/clock.ts';
import type { Scheduler } from '../../../local/connect/scheduler.ts';

/** Time that moves only when told, so that a ring of 60 seconds takes none. */
export interface VirtualScheduler extends Scheduler {
  /** Runs everything that is due within `ms`, in order, and lets promises settle in between. */
  advance(ms: number): Promise<void>;
}

export const virtualScheduler = (startAt = Date.parse('2026-11-24T09:00:00Z')): VirtualScheduler => {
  const { now, after, run } = createClock({ mode: 'virtual', startAt });
  return {
    now,
    after,
    advance: async (ms) => {
      await run(ms);
    },
  };
};
