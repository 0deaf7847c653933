/**
 * A contact event becomes part of a call's record. Events are best effort: late, doubled, out of order, and some never
 * come. Every event also tells the times of what happened before it, so that one event mends the loss of others; the record
 * is a merge (call-state.ts), so that their order does not matter.
 */
import { isMovedOn } from '../call-legs.ts';
import { learn, newStates, withLegs } from '../call-state.ts';
import type { CallState } from '../contracts/call.ts';
import type { CallEventType } from '../contracts/source-events.ts';
import { digestId } from '../ids.ts';
import { type LegFacts, legsFrom } from '../model/legs-from-facts.ts';
import { unlessUnknown } from '../model/unknown-contact.ts';
import type {
  CallKey,
  CallStore,
  ConnectCalls,
  ConnectContactFacts,
  ConnectUsers,
  ContactEvent,
  Erasures,
  Log,
  RequestStore,
  StoredCall,
  WriteBackQueue,
} from '../ports.ts';

export interface ApplyEventPorts {
  readonly calls: Pick<CallStore, 'get' | 'findByConnectContact' | 'change'>;
  readonly connect: Pick<ConnectCalls, 'attributes' | 'describe'>;
  readonly users: ConnectUsers;
  readonly requests: Pick<RequestStore, 'recordAnswer'>;
  readonly erasures: Pick<Erasures, 'erasedAt'>;
  readonly writeBack: WriteBackQueue;
  readonly log: Pick<Log, 'error'>;
}

/** `ignored`: not a call of ours (yet), or somebody who only listens to one. */
export type AppliedEvent = { outcome: 'applied' | 'repeated'; callId: string } | { outcome: 'ignored' };

const TOLD: Partial<Readonly<Record<CallState, CallEventType>>> = {
  dialing: 'call.dialing',
  answered: 'call.answered',
  ended: 'call.ended',
  completed: 'call.completed',
};

/** `deliveryId` is the same when the event is delivered again. */
export async function applyContactEvent(
  ports: ApplyEventPorts,
  event: ContactEvent,
  deliveryId: string,
): Promise<AppliedEvent> {
  const found = event.initiationMethod === LISTENER ? undefined : await findCall(ports, event);
  if (found === undefined) return { outcome: 'ignored' };
  const { known, initial, first } = found;
  const [facts, takenBy] = await Promise.all([completeFacts(ports, event, known), agentOf(ports, event, known)]);

  let news: readonly CallState[] = [];
  const change = (call: StoredCall) => {
    const begun = first === undefined ? call : applyFacts(call, first);
    const next = applyFacts(begun, { ...facts, takenBy });
    news = newStates(call, next);
    return news.length === 0 ? next : { ...next, latestNews: { deliveryId, states: news } };
  };
  const result = await ports.calls.change(initial, known === undefined ? initial : undefined, change, known);
  if (result === undefined) return { outcome: 'ignored' };
  const { call, changed } = result;
  await Promise.all([
    tellOnce(ports, call, changed ? news : untoldBy(deliveryId, call)),
    changed ? answerRequest(ports, call, known) : undefined,
  ]);
  return { outcome: changed ? 'applied' : 'repeated', callId: call.callId };
}

/** What this very delivery brought when it came before: perhaps its writer died before it could tell. */
const untoldBy = (deliveryId: string, { latestNews }: StoredCall): readonly CallState[] =>
  latestNews?.deliveryId === deliveryId ? latestNews.states : [];

/**
 * After the write, so that whoever reads the message finds the state it names. When the queue is not there, the record keeps
 * what is untold, and the event's redelivery tells it.
 */
async function tellOnce(ports: ApplyEventPorts, call: StoredCall, news: readonly CallState[]): Promise<void> {
  const states = [...new Set([...(call.untold ?? []), ...news])].filter((state) => TOLD[state] !== undefined);
  if (states.length === 0) return;
  try {
    await tell(ports, call, states);
  } catch (error) {
    await ports.calls.change(call, undefined, (stored) => ({ ...stored, untold: states }), call);
    throw error;
  }
  if (call.untold === undefined) return;
  await ports.calls.change(call, undefined, ({ untold: _told, ...stored }) => stored, call);
}

/** `initial` is what the event knows of a call that has no record yet, `first` what Connect then knows of its first leg. */
interface FoundCall {
  readonly known: StoredCall | undefined;
  readonly initial: StoredCall;
  readonly first?: ConnectContactFacts;
}

/**
 * A transferred call goes on under another id; `initialConnectContactId` still leads to its record. A later leg's event that
 * is the first of all to arrive says neither when nor from which side the call began: Connect is asked.
 */
async function findCall(ports: ApplyEventPorts, event: ContactEvent): Promise<FoundCall | undefined> {
  const { connectContactId, initialConnectContactId: initialId = connectContactId } = event;
  const known = await ports.calls.findByConnectContact(initialId);
  if (known !== undefined) return { known, initial: known };
  const isFirstLeg = initialId === connectContactId;
  const [attributes, first] = await Promise.all([
    unlessUnknown(ports.connect.attributes(initialId)),
    isFirstLeg ? undefined : unlessUnknown(ports.connect.describe(initialId)),
  ]);
  const initial = callFromAttributes(first ?? event, initialId, attributes ?? {});
  if (initial === undefined) return undefined;
  const [stored, erasedAt] = await Promise.all([ports.calls.get(initial), ports.erasures.erasedAt(initial)]);
  if (stored === undefined && erasedAt !== undefined && erasedAt >= initial.requestedAt) return undefined;
  return { known: stored, initial, ...(first !== undefined && { first }) };
}

function callFromAttributes(
  event: ConnectContactFacts & Pick<ContactEvent, 'completedAt'>,
  connectContactId: string,
  attributes: Readonly<Record<string, string>>,
): StoredCall | undefined {
  const { sourceId, opportunityId, contactId, contactName, agentUsername } = attributes;
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
    ...(agentUsername && { agentUsername }),
    history: inbound ? [{ state: 'requested', at: requestedAt }] : [],
    version: 0,
  };
}

/** Only Connect's description says why a leg ended, and it knows the times of events that were lost. */
async function completeFacts(
  ports: ApplyEventPorts,
  event: ContactEvent,
  known: StoredCall | undefined,
): Promise<ContactEvent> {
  const { connectContactId: id } = event;
  const ends = event.disconnectedAt !== undefined && known?.legs?.[id]?.endedAt === undefined;
  const needsReason = ends && event.disconnectReason === undefined && !isMovedOn(known?.legs ?? {}, id);
  const needsPhone = isInbound(event) && known?.phone === undefined && event.customerPhone === undefined;
  if (!needsReason && !needsPhone) return event;
  return { ...(await unlessUnknown(ports.connect.describe(id))), ...event };
}

/** The name is worth one question, but not the event: the leg's next one asks again. */
async function agentOf(
  { users, log }: ApplyEventPorts,
  { connectContactId, agentId }: ContactEvent,
  known: StoredCall | undefined,
): Promise<string | undefined> {
  const takenBy = known?.legs?.[connectContactId]?.takenBy;
  if (agentId === undefined || takenBy !== undefined) return takenBy;
  try {
    return await users.usernameOf(agentId);
  } catch (error) {
    log.error('agent-not-named', error, { connectContactId });
    return undefined;
  }
}

function applyFacts(call: StoredCall, facts: LegFacts): StoredCall {
  const { connectContactId: id, initialConnectContactId = id } = facts;
  const known = learn(call, {
    connectContactId: initialConnectContactId,
    ...(call.direction === 'inbound' && facts.customerPhone !== undefined && { phone: facts.customerPhone }),
  });
  return withLegs(known, legsFrom(facts));
}

/** InitiationMethod of a supervisor who listens in. */
const LISTENER = 'MONITOR';
const isInbound = ({ initiationMethod }: ConnectContactFacts) => initiationMethod?.toUpperCase() === 'INBOUND';

async function tell(
  { writeBack }: ApplyEventPorts,
  { sourceId, opportunityId, callId, version }: StoredCall,
  states: readonly CallState[],
): Promise<void> {
  const types = states.map((state) => TOLD[state]).filter((type) => type !== undefined);
  await Promise.all(types.map((type) => writeBack.send({ type, sourceId, opportunityId, callId, version })));
}

/** A repetition of the request is told the Connect id, once request and id are both known. */
async function answerRequest({ requests }: ApplyEventPorts, call: StoredCall, known: StoredCall | undefined) {
  const { requestId, connectContactId } = call;
  if (requestId === undefined || connectContactId === undefined) return;
  if (known?.requestId !== undefined && known.connectContactId !== undefined) return;
  await requests.recordAnswer(call.sourceId, requestId, { status: 'dialing', connectContactId });
}
