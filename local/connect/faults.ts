/** Faults that a person or a test asked for: `PUT /simulator/faults`. */
import type { Scheduler } from './scheduler.ts';

/**
 * `operation` is a service operation (`StartOutboundVoiceContact`) or `*` for every one of them; or a message that the
 * instance sends: `event:<eventType>` (contact events), `record:<channel>` (contact records), `agent-event:<EventType>`,
 * each also with `*` behind the colon. `count` faults that many times, then is used up; `rate` is a probability from 0
 * to 1, drawn from `seed` when there is one, so that a run can be repeated.
 *
 * For operations: `error` is the exception's name; `abort` closes the connection without an answer; `afterwards` lets the
 * operation happen first and only then fails or closes.
 * For messages: `drop`, `double`, `latencyMs` (later by this), `jitterMs` (later by a random time up to this), `reorder`
 * (held until that many later messages of the same kind have gone out).
 */
export interface Fault {
  readonly operation: string;
  readonly error?: string;
  readonly message?: string;
  readonly abort?: boolean;
  readonly afterwards?: boolean;
  readonly latencyMs?: number;
  readonly jitterMs?: number;
  readonly reorder?: number;
  readonly drop?: boolean;
  readonly double?: boolean;
  readonly count?: number;
  readonly rate?: number;
  readonly seed?: number;
}

export interface DrawnFault {
  readonly fault: Fault;
  /** Delay of this message, `latencyMs` and the drawn part of `jitterMs` together. */
  readonly delayMs: number;
}

export interface Faults {
  replace(faults: readonly Fault[]): void;
  list(): readonly Fault[];
  /** The fault that hits this time, if any, counted as used. */
  draw(operation: string): DrawnFault | undefined;
  latency(drawn: DrawnFault | undefined): Promise<void>;
}

/** mulberry32: 32 bits of state are plenty for a test that wants the same draw again. */
const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const covers = (pattern: string, operation: string): boolean => {
  const [kind, name] = operation.split(':', 2);
  return pattern === operation || pattern === (name === undefined ? '*' : `${kind}:*`);
};

interface Armed {
  readonly fault: Fault;
  readonly random: () => number;
  left: number;
}

export const createFaults = (scheduler: Scheduler, random: () => number = Math.random): Faults => {
  let faults: Armed[] = [];
  const hits = ({ fault, left, random: draw }: Armed, operation: string) =>
    left > 0 && covers(fault.operation, operation) && (fault.rate === undefined || draw() < fault.rate);
  return {
    replace: (next) => {
      faults = next.map((fault) => ({
        fault,
        left: fault.count ?? Number.POSITIVE_INFINITY,
        random: fault.seed === undefined ? random : seeded(fault.seed),
      }));
    },
    list: () =>
      faults
        .filter(({ left }) => left > 0)
        .map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, count: left } : fault)),
    draw: (operation) => {
      const entry = faults.find((candidate) => hits(candidate, operation));
      if (entry === undefined) return undefined;
      entry.left -= 1;
      const { fault } = entry;
      const jitter = fault.jitterMs === undefined ? 0 : Math.round(entry.random() * fault.jitterMs);
      return { fault, delayMs: (fault.latencyMs ?? 0) + jitter };
    },
    latency: (drawn) =>
      new Promise((resolve) => {
        if (drawn === undefined || drawn.delayMs === 0) resolve();
        else scheduler.after(drawn.delayMs, resolve);
      }),
  };
};
