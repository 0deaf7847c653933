import { callKeyOf } from '../call-request.ts';
import type { CallStep } from '../call-state.ts';
import type { StoredRequest } from '../ports/call-requests.ts';
import type { CallQueue } from '../ports/queues.ts';
import { type SettlePorts, settleCall } from './settle-call.ts';
import { watch } from './watch-call.ts';

/** The call is not made, and its last message is used up: when it turns out to have been dialled, it is watched from now on. */
export async function endCall(
  ports: SettlePorts & { readonly dialQueue: CallQueue },
  request: StoredRequest,
  step: CallStep,
  now: Date,
): Promise<void> {
  const { connectContactId } = await settleCall(ports)(request, step);
  if (connectContactId !== undefined) await watch(ports, callKeyOf(request), now, now);
}
