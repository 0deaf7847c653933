/** What an event or a description of one Connect contact says about the legs of its call. */
import type { CallLeg, CallLegs } from '../call-legs.ts';
import type { ContactEvent } from '../ports/connect.ts';

/** `takenBy`: the agent's user name. */
export type LegFacts = Omit<ContactEvent, 'type'> & { readonly takenBy?: string | undefined };

/** InitiationMethod of a waiting customer whom a flow moved from one queue into another. */
const MOVED_BY_FLOW = 'QUEUE_TRANSFER';

/**
 * Administrator Guide, contact records: an outbound call was "cancelled by the originator" when an agent or an API call has cancelled it,
 * or nobody answered for 60 s. Nobody cancels what we have dialled by the API, so that it rang in vain.
 */
const whyEnded = ({ initiationMethod, disconnectReason: reason }: LegFacts): string | undefined =>
  initiationMethod === 'API' && reason === 'TELECOM_ORIGINATOR_CANCEL' ? 'TELECOM_TIMEOUT' : reason;

/** A leg that only others speak of is known to exist all the same: the call has not ended before it has. */
export function legsFrom(facts: LegFacts): CallLegs {
  const { connectContactId: id, initialConnectContactId, previousConnectContactId } = facts;
  const others = [initialConnectContactId, previousConnectContactId].filter((other) => other !== undefined);
  return { ...Object.fromEntries(others.map((other) => [other, {}])), [id]: legFrom(facts) };
}

function legFrom(facts: LegFacts): CallLeg {
  const { previousConnectContactId, initiationMethod, agentId, takenBy, recordings } = facts;
  const leg: { readonly [Fact in keyof CallLeg]: CallLeg[Fact] | undefined } = {
    startedAt: facts.initiatedAt,
    answeredAt: facts.answeredAt,
    answeredBy: facts.answeredBy,
    withAgentAt: facts.agentConnectedAt,
    endedAt: facts.disconnectedAt,
    completedAt: facts.completedAt,
    continues: initiationMethod === MOVED_BY_FLOW ? previousConnectContactId : undefined,
    disconnectReason: whyEnded(facts),
    ...{ agentId, takenBy, recordings },
  };
  return Object.fromEntries(Object.entries(leg).filter(([, fact]) => fact !== undefined));
}
