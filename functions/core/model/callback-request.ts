/** The request of a callback: the same person at the same number, by the agent who saved the outcome. */
import type { OpportunityView } from '../contracts/opportunity-context.ts';
import { callIdOf } from '../ids.ts';
import type { StoredRequest } from '../ports/call-requests.ts';
import type { StoredCall } from '../ports/call-store.ts';
import type { StoredContact } from '../ports/opportunity-store.ts';

interface CallbackFacts {
  readonly opportunity: OpportunityView | undefined;
  readonly contact: StoredContact | undefined;
  readonly requestId: string;
  readonly receivedAt: string;
  readonly notBefore: string;
}

/** Undefined when there is nobody (any more) to call back. */
export function callbackRequest(
  { sourceId, opportunityId, callId, outcome, phone, mode, topic }: StoredCall,
  { opportunity, contact, requestId, receivedAt, notBefore }: CallbackFacts,
): StoredRequest | undefined {
  const number = phone ?? contact?.phones[0]?.number;
  if (opportunity === undefined || contact === undefined || outcome === undefined || number === undefined) {
    return undefined;
  }
  const { sourceId: _source, updatedAt: _updatedAt, version: _version, ...data } = opportunity;
  return {
    ...{ sourceId, opportunityId, callId: callIdOf(sourceId, requestId), requestId, receivedAt, followUpOf: callId },
    message: {
      ...{ opportunity: data, contacts: [contact], documents: [] },
      call: {
        ...{ contactId: contact.id, phone: number, agent: { username: outcome.savedBy } },
        ...{ mode: mode ?? 'customer-first', notBefore },
        ...(topic !== undefined && { topic }),
      },
    },
  };
}
