import type { CallState, CallView } from '../../../functions/core/contracts/call.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { changeContext, withCall } from './change-context.ts';
import type { Desk } from './desk.ts';
import { contextId, type Trouble } from './desktop-state.ts';

const WAITING: ReadonlySet<CallState> = new Set(['held', 'scheduled', 'queued']);

/** Nobody has been called or asked to dial yet: it may be moved or cancelled. */
export const isWaiting = ({ state, connectContactId, preview }: CallView): boolean =>
  WAITING.has(state) && connectContactId === undefined && preview === undefined;

/** When it happens, or happened. */
export const momentOf = (call: CallView): string => (isWaiting(call) && call.dueAt) || call.requestedAt;

/** The next one first. */
export const waitingCalls = (calls: readonly CallView[]): readonly CallView[] =>
  calls.filter(isWaiting).toSorted((one, two) => Date.parse(momentOf(one)) - Date.parse(momentOf(two)));

export const cancelCall = (desk: Desk, { callId }: CallView): Promise<Trouble | undefined> =>
  change(desk, () => apiOf(desk).cancelCall(callId));

export const moveCall = (desk: Desk, { callId }: CallView, notBefore: Date): Promise<Trouble | undefined> =>
  change(desk, () => apiOf(desk).moveCall(callId, notBefore.toISOString()));

async function change(desk: Desk, ask: () => Promise<CallView>): Promise<Trouble | undefined> {
  try {
    const call = await ask();
    desk.store.update((state) => {
      const calls = state.recent.calls.map((one) => (one.callId === call.callId ? call : one));
      return { ...changeContext(state, call, withCall(call)), recent: { ...state.recent, calls } };
    });
    // The timeline tells who moved it.
    if (desk.store.get().contexts[contextId(call)]) void desk.loadContext(call);
    return undefined;
  } catch (error) {
    return troubleFrom(error);
  }
}
