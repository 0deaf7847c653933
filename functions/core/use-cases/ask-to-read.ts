import type { CallAccepted } from '../contracts/call.ts';
import type { ReadMessage } from '../contracts/queue-messages.ts';
import { callIdOf } from '../ids.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ReadQueue } from '../ports/queues.ts';

export interface AskToReadPorts {
  readonly calls: Pick<CallStore, 'change'>;
  readonly reads: ReadQueue;
  readonly clock: Clock;
}

/**
 * The CRM has said that there is something to read: durable in the queue, in one round trip. A call to be made is on record from
 * now on, so that whatever comes of it can be seen.
 */
export const askToRead =
  (ports: AskToReadPorts) =>
  async (asked: Omit<ReadMessage, 'receivedAt'>): Promise<CallAccepted | { readonly status: 'updated' }> => {
    const message = { ...asked, receivedAt: ports.clock.now().toISOString() };
    const call = callToCome(message);
    await Promise.all([
      ports.reads.send([message]),
      call === undefined ? undefined : ports.calls.change(call, call, (known) => known),
    ]);
    return call === undefined ? { status: 'updated' } : { callId: call.callId, status: 'requested' };
  };

/** What is known of a call before its opportunity has been read. */
export function callToCome({
  sourceId,
  opportunityId,
  requestId,
  receivedAt,
  call,
}: ReadMessage): StoredCall | undefined {
  if (call === undefined) return undefined;
  const { agent, contactId, mode } = call;
  return {
    ...{ callId: callIdOf(sourceId, requestId), sourceId, opportunityId },
    ...{ direction: 'outbound', state: 'requested', requestedAt: receivedAt, version: 0 },
    history: [{ state: 'requested', at: receivedAt }],
    ...(agent !== undefined && 'username' in agent && { agentUsername: agent.username }),
    ...(contactId !== undefined && { contactId }),
    ...(mode !== undefined && { mode }),
  };
}
