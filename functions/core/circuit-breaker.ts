/**
 * A source that does not answer is left alone for a while, so that its messages do not take the place of the others'.
 * Closed: everything passes. Open: nothing does until `until`. Half open: one probe is on its way, until it has an answer
 * or is given up. All times are milliseconds since 1970.
 */
import { CIRCUIT_FAILURES, CIRCUIT_OPEN, CIRCUIT_WINDOW, MAX_CIRCUIT_OPEN, PROBE_PATIENCE } from './policy.ts';

export type Circuit =
  /** `failures` in a row, the first of them at `since`. */
  | { readonly state: 'closed'; readonly failures: number; readonly since: number }
  /** `openings` in a row: how often it has been opened since the source answered last. */
  | { readonly state: 'open'; readonly until: number; readonly openings: number }
  | { readonly state: 'half-open'; readonly until: number; readonly openings: number };

export const CLOSED: Circuit = { state: 'closed', failures: 0, since: 0 };

export type Admission =
  | { readonly outcome: 'pass' }
  /** Milliseconds. */
  | { readonly outcome: 'wait'; readonly wait: number }
  /** Whoever makes the circuit this one is the probe. */
  | { readonly outcome: 'probe'; readonly circuit: Circuit };

export function admit(circuit: Circuit, now: number): Admission {
  if (circuit.state === 'closed') return { outcome: 'pass' };
  if (now < circuit.until) return { outcome: 'wait', wait: circuit.until - now };
  const { openings } = circuit;
  return { outcome: 'probe', circuit: { state: 'half-open', until: now + PROBE_PATIENCE, openings } };
}

/** The source could not be reached, or is in trouble. A late failure does not prolong what is open already. */
export function afterFailure(circuit: Circuit, now: number): Circuit {
  if (circuit.state === 'open') return circuit;
  if (circuit.state === 'half-open') return opened(now, circuit.openings + 1);
  const isRun = circuit.failures > 0 && now - circuit.since <= CIRCUIT_WINDOW;
  const failures = isRun ? circuit.failures + 1 : 1;
  if (failures >= CIRCUIT_FAILURES) return opened(now, 1);
  return { state: 'closed', failures, since: isRun ? circuit.since : now };
}

/** The source is there. The same object when that is no news. */
export const afterAnswer = (circuit: Circuit): Circuit =>
  circuit.state === 'closed' && circuit.failures === 0 ? circuit : CLOSED;

/** 429 and 5xx, and 0: no answer at all. Any other status is the answer of a source that is well. */
export const isTrouble = (status: number): boolean => status === 0 || status === 429 || status >= 500;

const opened = (now: number, openings: number): Circuit => ({
  state: 'open',
  until: now + Math.min(CIRCUIT_OPEN * 2 ** (openings - 1), MAX_CIRCUIT_OPEN),
  openings,
});
