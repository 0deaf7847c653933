import { callKeyOf } from '../call-request.ts';
import type { CallStore, StoredRequest } from '../ports.ts';

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
