/**
 * An inbound call whose number led to no opportunity, or to several, and of which its agent now says what it is about: the ids go on
 * the Connect contact, where flows, other desktops and every later event find them, and what Connect knows by now becomes the call's
 * record, as if an event had told it. What else the number could have meant is none of the agent's business any more.
 */
import type { Viewer } from '../access-rule.ts';
import type { Attachment } from '../contracts/agent-requests.ts';
import type { CallView } from '../contracts/call.ts';
import { CtiError } from '../errors.ts';
import { presentCall } from '../model/present-call.ts';
import { isSameOpportunity } from '../model/same-opportunity.ts';
import { unlessUnknown } from '../model/unknown-contact.ts';
import type { CallsAtHand, ConnectContactFacts } from '../ports/connect.ts';
import type { Admissions, ContactStore, OpportunityKey, OpportunityStore } from '../ports/opportunity-store.ts';
import { type ApplyEventPorts, applyContactEvent } from './apply-contact-event.ts';

export interface AttachPorts extends ApplyEventPorts {
  /** As the agent sees them. */
  readonly opportunities: Pick<OpportunityStore, 'getOpportunity'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly callsAtHand: CallsAtHand;
  readonly admissions: Pick<Admissions, 'end'>;
  /** Also what the agent does not see. */
  readonly findByPhone: OpportunityStore['findByPhone'];
}

/**
 * The same again changes nothing.
 * @throws CtiError `not-found` for a call that is not the agent's; `not-ready` for one that is about another opportunity already, or
 *   that no record can be made of
 */
export async function attachCall(
  ports: AttachPorts,
  { username, seesAll }: Pick<Viewer, 'username' | 'seesAll'>,
  asked: string,
  { contactId, ...key }: Attachment,
): Promise<CallView> {
  const [opportunity, contact] = await Promise.all([
    ports.opportunities.getOpportunity(key),
    contactId === undefined ? undefined : ports.contacts.get(key, contactId),
  ]);
  if (opportunity === undefined) throw new CtiError('not-found', 'There is no such opportunity.');
  const facts = await unlessUnknown(ports.connect.describe(asked));
  const { initialConnectContactId: connectContactId = asked } = facts ?? {};
  const closeOthers = async () => {
    if (!seesAll && facts?.customerPhone !== undefined)
      await endOthers(ports, username, asked, key, facts.customerPhone);
  };
  const known = await ports.calls.findByConnectContact(connectContactId);
  if (known !== undefined) {
    if (!isSameOpportunity(known, key))
      throw new CtiError('not-ready', 'This call is about another opportunity already.');
    await closeOthers();
    return presentCall(known);
  }
  if (facts === undefined || !(await isTheirs(ports, username, facts))) {
    throw new CtiError('not-found', 'There is no such call.');
  }
  await ports.connect.updateAttributes(connectContactId, {
    ...{ ...key, opportunityName: opportunity.name },
    ...(opportunity.stage !== undefined && { stage: opportunity.stage }),
    ...(opportunity.owner !== undefined && { ownerUsername: opportunity.owner.username }),
    ...(contact !== undefined && { contactId: contact.id, contactName: contact.name }),
  });
  const applied = await applyContactEvent(ports, { ...facts, type: ATTACHED }, `attached-${connectContactId}`);
  const call = applied.outcome === 'ignored' ? undefined : await ports.calls.get({ ...key, callId: applied.callId });
  if (call === undefined) throw new CtiError('not-ready', 'No record can be made of this call.');
  await closeOthers();
  return presentCall(call);
}

/** The call has let the agent into every opportunity that its number could mean. */
async function endOthers(
  { findByPhone, admissions }: AttachPorts,
  username: string,
  connectContactId: string,
  about: OpportunityKey,
  phone: string,
): Promise<void> {
  const others = (await findByPhone(phone)).filter((match) => !isSameOpportunity(match, about));
  await Promise.all(others.map((other) => admissions.end(other, username, { connectContactId })));
}

/** It is at hand, or the agent has had it: notes are also made when it is over. */
async function isTheirs(
  { callsAtHand, users }: Pick<AttachPorts, 'callsAtHand' | 'users'>,
  username: string,
  { connectContactId, agentId }: ConnectContactFacts,
): Promise<boolean> {
  if (agentId !== undefined && (await users.usernameOf(agentId)) === username) return true;
  return (await callsAtHand.stageOf(username, connectContactId)) !== undefined;
}

/** No word of Connect's. */
const ATTACHED = 'ATTACHED';
