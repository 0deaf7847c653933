/** Faults that a person or a test asked for: `PUT /simulator/faults`. */
import type { Scheduler } from './scheduler.ts';

/**
 * `operation` is a service operation (`StartOutboundVoiceContact`), `event:<eventType>` for a contact event, or `*` for
 * every service operation. `count` faults that many times, then is used up; `rate` is a probability from 0 to 1.
 * For operations: `error` is the exception's name; `abort` closes the connection without an answer; `afterwards` lets the
 * operation happen first and only then fails or closes.
 * For events: `drop`, `double`, `latencyMs` (delay; with it an event can overtake another).
 */
export interface Fault {
  readonly operation: string;
  readonly error?: string;
  readonly message?: string;
  readonly abort?: boolean;
  readonly afterwards?: boolean;
  readonly latencyMs?: number;
  readonly drop?: boolean;
  readonly double?: boolean;
  readonly count?: number;
  readonly rate?: number;
}

export interface Faults {
  replace(faults: readonly Fault[]): void;
  list(): readonly Fault[];
  /** The fault that hits this time, if any, counted as used. */
  draw(operation: string): Fault | undefined;
  latency(fault: Fault | undefined): Promise<void>;
}

export const createFaults = (scheduler: Scheduler, random: () => number = Math.random): Faults => {
  let faults: { fault: Fault; left: number }[] = [];
  const hits = ({ fault, left }: { fault: Fault; left: number }, operation: string) =>
    left > 0 &&
    (fault.operation === operation || (fault.operation === '*' && !operation.startsWith('event:'))) &&
    (fault.rate === undefined || random() < fault.rate);
  return {
    replace: (next) => {
      faults = next.map((fault) => ({ fault, left: fault.count ?? Number.POSITIVE_INFINITY }));
    },
    list: () =>
      faults
        .filter(({ left }) => left > 0)
        .map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, count: left } : fault)),
    draw: (operation) => {
      const entry = faults.find((candidate) => hits(candidate, operation));
      if (entry === undefined) return undefined;
      entry.left -= 1;
      return entry.fault;
    },
    latency: (fault) =>
      new Promise((resolve) => {
        if (fault?.latencyMs === undefined) resolve();
        else scheduler.after(fault.latencyMs, resolve);
      }),
  };
};
