/**
 * How the instance's messages leave it: a moment later, best effort, and unordered as soon as a fault says so. "Contact
 * events are published on a best effort basis", "events may not be delivered in order" (Administrator Guide, contact
 * events).
 */
import type { DrawnFault, Faults } from '../faults.ts';
import type { Scheduler } from '../scheduler.ts';

/** A held message goes out after this time even when nothing follows that could overtake it. */
const HELD_AT_MOST_MS = 5_000;

export interface Outbox {
  /**
   * `operation` is what a fault names: `event:QUEUED`. Answers the fault that hit the message; it is lost when that says
   * `drop`.
   */
  send(operation: string, delayMs: number, deliver: () => void): DrawnFault | undefined;
}

interface Held {
  /** Messages that still have to overtake it. */
  ahead: number;
  release(): void;
}

export const createOutbox = (scheduler: Scheduler, faults: Faults): Outbox => {
  const held = new Map<string, Set<Held>>();

  const hold = (kind: string, ahead: number, deliver: () => void): void => {
    const waiting = held.get(kind) ?? new Set();
    held.set(kind, waiting);
    const release = () => {
      if (!waiting.delete(entry)) return;
      cancel();
      deliver();
    };
    const entry: Held = { ahead, release };
    waiting.add(entry);
    const cancel = scheduler.after(HELD_AT_MOST_MS, release);
  };

  /** One message of the kind has gone out: those that it overtook come closer to their turn. */
  const passed = (kind: string): void => {
    for (const entry of [...(held.get(kind) ?? [])]) {
      entry.ahead -= 1;
      if (entry.ahead <= 0) entry.release();
    }
  };

  return {
    send: (operation, delayMs, deliver) => {
      const drawn = faults.draw(operation);
      const [kind = operation] = operation.split(':', 1);
      if (drawn?.fault.drop === true) return drawn;
      const copies = drawn?.fault.double === true ? 2 : 1;
      const { reorder } = drawn?.fault ?? {};
      for (let copy = 0; copy < copies; copy += 1) {
        scheduler.after(delayMs + (drawn?.delayMs ?? 0), () => {
          if (reorder !== undefined) {
            hold(kind, reorder, deliver);
            return;
          }
          deliver();
          passed(kind);
        });
      }
      return drawn;
    },
  };
};
