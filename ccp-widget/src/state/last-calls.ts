import type { CallView } from '../../../functions/core/contracts/call.ts';

/** The newest call with each person that is over, by contact id. */
export function lastCalls(calls: readonly CallView[]): ReadonlyMap<string, CallView> {
  const last = new Map<string, CallView>();
  for (const call of calls) {
    if (call.contactId === undefined || !OVER.has(call.state)) continue;
    const known = last.get(call.contactId);
    if (!known || known.requestedAt < call.requestedAt) last.set(call.contactId, call);
  }
  return last;
}

const OVER: ReadonlySet<CallView['state']> = new Set(['ended', 'completed', 'blocked', 'failed', 'expired']);
