import type { CallView } from '../contracts/call.ts';
import type { StoredCall } from '../ports/call-store.ts';
import { recordingsOf } from './recordings-of.ts';

/** The call without what is only ours. */
export function presentCall({
  requestId: _requestId,
  legs,
  untold: _untold,
  latestNews: _latestNews,
  claimedSlot: _claimedSlot,
  spentSlot: _spentSlot,
  followUpRevision: _followUpRevision,
  place: _place,
  logEntry: _logEntry,
  ...call
}: StoredCall): CallView {
  const recordings = recordingsOf(legs).map(({ location: _location, ...recording }) => recording);
  return recordings.length === 0 ? call : { ...call, recordings };
}
