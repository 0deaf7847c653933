/** The trace in memory: the newest steps, and whoever listens. */
import type { Trace, TraceStep } from './parts.ts';

/** A call makes some 60 steps, so about 80 calls are remembered. */
const KEPT_STEPS = 5_000;

export function openTrace(capacity: number = KEPT_STEPS): Trace {
  const steps: TraceStep[] = [];
  const listeners = new Set<(step: TraceStep) => void>();
  /** Connect's events know only the contact; another step has said which call that is. */
  const callOfContact = new Map<string, string>();
  let next = 0;
  return {
    record(step) {
      const callId = step.callId ?? callOfContact.get(step.connectContactId ?? '');
      if (callId !== undefined && step.connectContactId !== undefined) {
        remember(callOfContact, step.connectContactId, callId, capacity);
      }
      const at = step.at ?? new Date().toISOString();
      const recorded: TraceStep = { ...step, at, ...(callId !== undefined && { callId }) };
      steps[next % capacity] = recorded;
      next += 1;
      for (const listener of listeners) listener(recorded);
    },
    recent: () => {
      if (next <= capacity) return steps.slice();
      const oldest = next % capacity;
      return [...steps.slice(oldest), ...steps.slice(0, oldest)];
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Queues are asked all day long, and an empty answer is no step of anything. */
export const withoutPolling = (trace: Trace): Trace => ({
  ...trace,
  record: (step) => {
    if (step.part !== 'queue' || !step.ok || !step.title.startsWith('ReceiveMessage')) trace.record(step);
  },
});

function remember(map: Map<string, string>, key: string, value: string, limit: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > limit && oldest !== undefined) map.delete(oldest);
}
