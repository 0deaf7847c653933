/** What a request path that died half way left undone. Found by the safety net, a minute later. */
import { callKeyOf, requestedCall } from '../call-request.ts';
import type { OpportunityContext } from '../contracts/opportunity-context.ts';
import type { StoredRequest } from '../ports/call-requests.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { OpportunityData } from '../ports/opportunity-store.ts';
import type { WriteBackQueue } from '../ports/queues.ts';

/**
 * What is to be written (again); undefined when nothing is. Every copy of an opportunity leaves its time on it. A file that
 * is still being fetched is asked for again, because nothing shows that it ever was. Of an opportunity of several pages the
 * later ones are believed.
 */
export function leftUnwritten(
  { message, receivedAt }: StoredRequest,
  context: OpportunityContext | undefined,
): OpportunityData | undefined {
  if (context === undefined || context.opportunity.updatedAt < receivedAt) return message;
  if (context.cursor !== undefined) return undefined;
  const people = new Set(context.contacts.map(({ id }) => id));
  const documents = new Map(context.documents.map(({ id, state }) => [id, state]));
  const left = {
    contacts: message.contacts.filter(({ id }) => !people.has(id)),
    documents: message.documents.filter(({ id }) => (documents.get(id) ?? 'fetching') === 'fetching'),
  };
  if (left.contacts.length + left.documents.length === 0) return undefined;
  return { opportunity: message.opportunity, ...left };
}

/**
 * A contact event was first and made a record of what Connect knows: only the request knows the number and who asked. A call
 * that is over by then is told again, now complete.
 */
export async function completeStub(
  ports: { readonly calls: Pick<CallStore, 'change'>; readonly writeBacks: Pick<WriteBackQueue, 'send'> },
  request: StoredRequest,
  stub: StoredCall,
): Promise<StoredCall> {
  const result = await ports.calls.change(callKeyOf(request), requestedCall(request), (call) => call, stub);
  if (result?.changed && result.call.state === 'completed') {
    const { sourceId, opportunityId, callId, version } = result.call;
    await ports.writeBacks.send({ type: 'call.completed', sourceId, opportunityId, callId, version });
  }
  return result?.call ?? stub;
}
