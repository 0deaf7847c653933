import type { FollowUpMessage } from '../contracts/queue-messages.ts';
import type { CallKey } from '../ports/call-store.ts';

/** Named by the call whose outcome it is. */
export const followUpMessage = ({ sourceId, opportunityId, callId }: CallKey): FollowUpMessage => ({
  type: 'follow-up',
  ...{ sourceId, opportunityId, callId },
});
