import type { CallView } from '../../../functions/core/contracts/call.ts';
import type { Desk } from './desk.ts';
import { contextId } from './desktop-state.ts';

/** The queue arranges a callback within a second or two after its outcome is saved. */
const ARRANGED_MS = [1_500, 5_000];

/** Looks again until the callback stands in the opportunity as the outcome wants it. */
export function awaitCallback(desk: Desk, call: CallView): void {
  for (const wait of ARRANGED_MS) {
    setTimeout(() => {
      if (!isArranged(desk, call)) void desk.loadContext(call);
    }, wait);
  }
}

function isArranged(desk: Desk, { followUpCallId, outcome, ...key }: CallView): boolean {
  const { context } = desk.store.get().contexts[contextId(key)] ?? {};
  if (context === undefined || followUpCallId === undefined) return true;
  const callback = context.calls.find(({ callId }) => callId === followUpCallId);
  const wanted = Date.parse(outcome?.followUpAt ?? '');
  if (callback === undefined || Number.isNaN(wanted)) return callback?.state !== 'scheduled';
  return Date.parse(callback.notBefore ?? '') === wanted;
}
