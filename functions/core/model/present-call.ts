import type { CallView } from '../contracts/call.ts';
import type { StoredCall } from '../ports/call-store.ts';

/** The call without what is only ours. */
export function presentCall({
  requestId: _requestId,
  legs: _legs,
  untold: _untold,
  latestNews: _latestNews,
  claimedSlot: _claimedSlot,
  spentSlot: _spentSlot,
  followUpRevision: _followUpRevision,
  place: _place,
  ...call
}: StoredCall): CallView {
  return call;
}
