import { digestId } from '../ids.ts';
import type { CallKey, StoredCall } from '../ports/call-store.ts';
import type { ConnectContactFacts, ContactEvent } from '../ports/connect.ts';

/** What is to be stored of a call that has no record yet; undefined when the contact carries no attributes of ours. */
export function callFromAttributes(
  event: ConnectContactFacts & Pick<ContactEvent, 'completedAt'>,
  connectContactId: string,
  attributes: Readonly<Record<string, string>>,
): StoredCall | undefined {
  const { sourceId, opportunityId, contactId, contactName, agentUsername, callTopic } = attributes;
  const inbound = isInbound(event);
  const callId = inbound ? `call-${digestId(connectContactId)}` : attributes.callId;
  if (!callId || !sourceId || !opportunityId) return undefined;
  const requestedAt = event.initiatedAt ?? event.disconnectedAt ?? event.completedAt;
  if (requestedAt === undefined) return undefined;
  const key: CallKey = { sourceId, opportunityId, callId };
  return {
    ...key,
    ...{ direction: inbound ? 'inbound' : 'outbound', connectContactId, state: 'requested', requestedAt },
    ...(contactId && { contactId }),
    ...(contactName && { contactName }),
    ...(callTopic && { topic: callTopic }),
    ...(agentUsername && { agentUsername }),
    history: inbound ? [{ state: 'requested', at: requestedAt }] : [],
    version: 0,
  };
}

export const isInbound = ({ initiationMethod }: ConnectContactFacts): boolean =>
  initiationMethod?.toUpperCase() === 'INBOUND';
