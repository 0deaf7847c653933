import { admit, afterAnswer, afterFailure, type Circuit, isTrouble } from '../circuit-breaker.ts';
import type { WriteBackMessage } from '../contracts/queue-messages.ts';
import { CIRCUIT_MEMORY } from '../policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { Circuits, Delivered, StoredCircuit } from '../ports/crm.ts';
import type { Log, Metrics } from '../ports/log.ts';

export interface SpareSourcePorts {
  readonly circuits: Circuits;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** `waiting`: nobody was asked; to be tried again in `retryAfter` milliseconds. */
export type SparedResult = Delivered | { readonly outcome: 'waiting'; readonly retryAfter: number };

/** Who meets the writes of others this often has lost one failure of the count, and no more. */
const WRITE_ATTEMPTS = 3;

/** Tells through the source's circuit breaker. What it knows of circuits lives as long as the function that it returns. */
export function spareSource(
  { circuits, clock, log, metrics }: SpareSourcePorts,
  tell: (message: WriteBackMessage) => Promise<Delivered>,
) {
  const memory = new Map<string, { readonly at: number; readonly known: Promise<StoredCircuit> }>();
  const now = () => clock.now().getTime();

  function read(sourceId: string): Promise<StoredCircuit> {
    const remembered = memory.get(sourceId);
    if (remembered !== undefined && now() - remembered.at < CIRCUIT_MEMORY) return remembered.known;
    const known = circuits.get(sourceId);
    memory.set(sourceId, { at: now(), known });
    known.catch(() => memory.delete(sourceId));
    return known;
  }

  async function replace(sourceId: string, known: StoredCircuit, circuit: Circuit): Promise<boolean> {
    const stored = await circuits.replace(sourceId, circuit, known.version, clock.now());
    if (stored === undefined) {
      memory.delete(sourceId);
      return false;
    }
    memory.set(sourceId, { at: now(), known: Promise.resolve(stored) });
    if (circuit.state === 'open' && known.circuit.state !== 'open') metrics.count('CircuitsOpened', { sourceId });
    if (circuit.state !== known.circuit.state) log.info(`circuit-${circuit.state}`, { sourceId });
    return true;
  }

  async function record(sourceId: string, change: (circuit: Circuit) => Circuit): Promise<void> {
    for (let attempt = 0; attempt < WRITE_ATTEMPTS; attempt += 1) {
      const known = await read(sourceId);
      const changed = change(known.circuit);
      if (changed === known.circuit || (await replace(sourceId, known, changed))) return;
    }
  }

  return async (message: WriteBackMessage): Promise<SparedResult> => {
    const { sourceId } = message;
    const known = await read(sourceId);
    const admission = admit(known.circuit, now());
    if (admission.outcome === 'wait') return { outcome: 'waiting', retryAfter: admission.wait };
    if (admission.outcome === 'probe' && !(await replace(sourceId, known, admission.circuit))) {
      return { outcome: 'waiting', retryAfter: 0 };
    }
    const result = await tell(message);
    // What was dropped, or had to wait for us, says nothing of the source: a probe of that kind is given up, and the next one goes.
    if (result.outcome === 'dropped' || (result.outcome === 'failed' && result.isNoFault)) return result;
    if (result.outcome === 'delivered' || (result.outcome === 'failed' && !isTrouble(result.status))) {
      await record(sourceId, afterAnswer);
    } else {
      await record(sourceId, (circuit) => afterFailure(circuit, now()));
    }
    return result;
  };
}
