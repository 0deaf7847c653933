/** The instance's time: that of the machine, or one that stands still and moves only when told. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../parts.ts';
import type { Scheduler } from './scheduler.ts';
import { createTimeline } from './timeline.ts';

export type ClockMode = 'real' | 'virtual';

export interface InstanceClock extends Scheduler {
  mode(): ClockMode;
  /** Goes on from `now`, or from where the clock stands. What is still to run keeps the time that it has left. */
  set(mode: ClockMode, now?: number): void;
  /** When the next task runs, in milliseconds since the epoch. */
  nextAt(): number | undefined;
  /**
   * Moves a virtual clock by `ms`: runs everything that is due, in order, and between two tasks lets promises and what
   * happens outside settle. Stops early when told, or when the clock becomes a real one. Resolves to how many tasks ran.
   */
  run(ms: number, until?: () => boolean): Promise<number>;
  /** Marks work that real time does, such as the invocation of a function: virtual time waits for its end. */
  outside<Result>(work: Promise<Result>): Promise<Result>;
  /** Cancels everything that is still to run. */
  stop(): void;
}

/** setTimeout takes no more than 31 bits. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** How long virtual time waits for what does not end: longer than the 8 s that a flow waits for a function. */
const PATIENCE_MS = 10_000;

export const createClock = (
  options: { readonly machine?: Clock; readonly startAt?: number; readonly mode?: ClockMode } = {},
): InstanceClock => {
  const { machine = { now: () => new Date() } } = options;
  const timeline = createTimeline();
  const inFlight = new Set<Promise<unknown>>();
  let mode: ClockMode = 'real';
  /** Where the timeline stands, from where its tasks count their delays; a jump of `now` does not move it. */
  let at = 0;
  /** The machine's uptime at which a real clock stood there. */
  let since = performance.now();
  /** What `now` is in virtual time, or how far it is from the machine's clock in real time. */
  let virtualNow = 0;
  let ahead = 0;
  let cancelTimer = () => {};
  let lastRun: Promise<unknown> = Promise.resolve();

  const position = (): number => (mode === 'virtual' ? at : at + Math.floor(performance.now() - since));
  const now = (): number => (mode === 'virtual' ? virtualNow : machine.now().getTime() + ahead);

  /** One task at a time, so that promises settle between two that are due together. */
  const arm = (): void => {
    cancelTimer();
    const next = timeline.first();
    if (next === undefined || mode === 'virtual') return;
    const waitMs = next.due - position();
    if (waitMs <= 0) {
      const immediate = setImmediate(runFirst);
      cancelTimer = () => clearImmediate(immediate);
    } else {
      const timer = setTimeout(arm, Math.min(waitMs, MAX_TIMER_MS));
      cancelTimer = () => clearTimeout(timer);
    }
  };
  const runFirst = (): void => {
    const task = timeline.shift();
    arm();
    task?.run();
  };

  const settle = async (): Promise<void> => {
    await turn();
    while (inFlight.size > 0) {
      const waited = [...inFlight];
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<'over'>((resolve) => {
        timer = setTimeout(resolve, PATIENCE_MS, 'over');
      });
      const ended = await Promise.race([Promise.allSettled(waited), patience]);
      clearTimeout(timer);
      if (ended === 'over') for (const work of waited) inFlight.delete(work);
      await turn();
    }
  };

  const moveTo = (due: number): void => {
    virtualNow += due - at;
    at = due;
  };

  const run = async (ms: number, until: () => boolean): Promise<number> => {
    const end = at + ms;
    for (let count = 0; ; count += 1) {
      await settle();
      if (mode === 'real' || until()) return count;
      const next = timeline.first();
      if (next === undefined || next.due > end) {
        moveTo(Math.max(at, end));
        return count;
      }
      timeline.shift();
      moveTo(Math.max(at, next.due));
      next.run();
    }
  };

  const set = (next: ClockMode, given?: number): void => {
    const to = given ?? now();
    at = position();
    since = performance.now();
    mode = next;
    virtualNow = to;
    ahead = to - machine.now().getTime();
    arm();
  };
  if (options.mode === 'virtual' || options.startAt !== undefined) set(options.mode ?? 'real', options.startAt);

  return {
    now,
    after: (delayMs, task) => {
      const cancel = timeline.add(position() + Math.max(0, Math.round(delayMs)), task);
      arm();
      return cancel;
    },
    mode: () => mode,
    set,
    nextAt: () => {
      const first = timeline.first();
      return first === undefined ? undefined : now() + first.due - position();
    },
    run: (ms, until = () => false) => {
      // Two who move the clock at once move it one after the other.
      const ran = lastRun.then(() => run(ms, until));
      lastRun = ran.catch(() => undefined);
      return ran;
    },
    outside: (work) => {
      inFlight.add(work);
      const over = () => inFlight.delete(work);
      work.then(over, over);
      return work;
    },
    stop: () => {
      timeline.clear();
      inFlight.clear();
      cancelTimer();
    },
  };
};
