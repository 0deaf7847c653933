/** A call that waits: until somebody decides to dial it, it may be moved or taken back. */
import { advance, isWaiting } from './call-state.ts';
import type { StoredCall } from './ports/call-store.ts';

/** A claimed call may be ringing already, or its task be with an agent, whatever its record says. */
export const isUndecided = ({ state, claimedSlot, connectContactId, preview }: StoredCall): boolean =>
  isWaiting(state) && claimedSlot === undefined && connectContactId === undefined && preview === undefined;

/** Also while an agent previews it, until they dial. */
export const isWithdrawable = (call: StoredCall): boolean =>
  isUndecided(call) ||
  (isWaiting(call.state) &&
    call.connectContactId === undefined &&
    call.preview !== undefined &&
    call.preview.dialledAt === undefined);

/** Connect was asked and has not said no, or the agent was let dial: such an attempt counts. */
export const mayHaveRung = (call: StoredCall | undefined): boolean =>
  call?.connectContactId !== undefined ||
  (call?.preview === undefined ? call?.claimedSlot !== undefined : call.preview.dialledAt !== undefined);

/** Ends as `failed`, reason `cancelled`. */
export const withdrawn = (call: StoredCall, at: string): StoredCall =>
  advance(call, { state: 'failed', reason: 'cancelled', at });

/**
 * Not made before that time, and for that reason only.
 * @param notBefore in UTC, as `toISOString` gives it
 */
export function moved(call: StoredCall, notBefore: string, at: string): StoredCall {
  const dueAt = notBefore > at ? notBefore : at;
  return advance({ ...call, notBefore }, { state: 'scheduled', reason: 'not-before', at, dueAt });
}

/** Moved while somebody was about to dial it. */
export const isForLater = ({ notBefore }: StoredCall, now: Date): boolean =>
  notBefore !== undefined && Date.parse(notBefore) > now.getTime();
