import { callKeyOf } from '../call-request.ts';
import type { StoredRequest } from '../ports/call-requests.ts';
import type { CallStore } from '../ports/call-store.ts';

/** Connect has certainly not dialled: until the next attempt the call may be cancelled. */
export async function releaseClaim(
  ports: { readonly calls: Pick<CallStore, 'change'> },
  request: StoredRequest,
): Promise<void> {
  await ports.calls.change(callKeyOf(request), undefined, (call) => {
    const { claimedSlot, ...rest } = call;
    return claimedSlot === undefined ? call : { ...rest, spentSlot: claimedSlot };
  });
}
