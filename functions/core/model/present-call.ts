import type { CallView } from '../contracts/call.ts';
import type { StoredCall } from '../ports.ts';

/** The call without what is only ours. */
export function presentCall({ requestId: _requestId, untold: _untold, ...call }: StoredCall): CallView {
  return call;
}
