import { setTimeout } from 'node:timers/promises';
import { PRIMING_PATIENCE } from '../core/policy.ts';

/**
 * Waits until what is read ahead has arrived or failed, for `PRIMING_PATIENCE` at most. A failure is of no interest: the first
 * real call meets it again.
 *
 * Handlers await it while they load: INIT, which has a full CPU, ends when the module is ready. What is only begun there
 * goes on inside the first invocation, at the function's own share of a CPU and in its way.
 */
export async function primed(...reads: readonly Promise<unknown>[]): Promise<void> {
  const patience = new AbortController();
  await Promise.race([
    Promise.allSettled(reads),
    setTimeout(PRIMING_PATIENCE, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
}
