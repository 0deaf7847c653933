/**
 * A contact event becomes part of a call's record. Events are best effort: late, doubled, out of order, and some never
 * come. Every event also tells the times of what happened before it, so that one event mends the loss of others; the record
 * is a merge (call-state.ts), so that their order does not matter.
 */
import { advance, type CallStep, learn, newStates } from '../call-state.ts';
import type { CallState } from '../contracts/call.ts';
import type { CallEventType } from '../contracts/source-events.ts';
import { reasonOfDisconnect } from '../disconnect-reason.ts';
import { digestId } from '../ids.ts';
import { isUnknownContact } from '../model/unknown-contact.ts';
import type {
  CallKey,
  CallStore,
  ConnectCalls,
  ContactEvent,
  Erasures,
  RequestStore,
  StoredCall,
  WriteBackQueue,
} from '../ports.ts';

export interface ApplyEventPorts {
  readonly calls: Pick<CallStore, 'get' | 'findByConnectContact' | 'change'>;
  readonly connect: Pick<ConnectCalls, 'attributes' | 'describe'>;
  readonly requests: Pick<RequestStore, 'recordAnswer'>;
  readonly erasures: Pick<Erasures, 'erasedAt'>;
  readonly writeBack: WriteBackQueue;
}

/** `ignored`: not a call of ours (yet). */
export type AppliedEvent = { outcome: 'applied' | 'repeated'; callId: string } | { outcome: 'ignored' };

const TOLD: Partial<Readonly<Record<CallState, CallEventType>>> = {
  dialing: 'call.dialing',
  answered: 'call.answered',
  ended: 'call.ended',
  completed: 'call.completed',
};

export async function applyContactEvent(ports: ApplyEventPorts, event: ContactEvent): Promise<AppliedEvent> {
  const found = await findCall(ports, event);
  if (found === undefined) return { outcome: 'ignored' };
  const facts = await completeFacts(ports, event, found.known);

  let news: readonly CallState[] = [];
  const change = (call: StoredCall) => {
    const next = applyFacts(call, facts);
    news = newStates(call, next);
    return next;
  };
  const { known, initial } = found;
  const result = await ports.calls.change(initial, known === undefined ? initial : undefined, change, known);
  if (result === undefined) return { outcome: 'ignored' };
  const { call, changed } = result;
  await Promise.all([
    tellOnce(ports, call, changed ? news : []),
    changed ? answerRequest(ports, call, known) : undefined,
  ]);
  return { outcome: changed ? 'applied' : 'repeated', callId: call.callId };
}

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

/** `initial` is what the event knows of a call that has no record yet. */
interface FoundCall {
  readonly known: StoredCall | undefined;
  readonly initial: StoredCall;
}

/** A transferred call goes on under another id; `initialConnectContactId` still leads to its record. */
async function findCall(ports: ApplyEventPorts, event: ContactEvent): Promise<FoundCall | undefined> {
  const { connectContactId, initialConnectContactId: initialId = connectContactId } = event;
  const known = await ports.calls.findByConnectContact(initialId);
  if (known !== undefined) return { known, initial: known };
  const attributes = await attributesOf(ports, initialId);
  const initial = callFromAttributes(event, initialId, attributes);
  if (initial === undefined) return undefined;
  const [stored, erasedAt] = await Promise.all([ports.calls.get(initial), ports.erasures.erasedAt(initial)]);
  if (stored !== undefined) return { known: stored, initial };
  return erasedAt === undefined || erasedAt < initial.requestedAt ? { known: undefined, initial } : undefined;
}

function callFromAttributes(
  event: ContactEvent,
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

/** Only Connect's description says why a call ended, and it knows the times of events that were lost. */
async function completeFacts(
  ports: ApplyEventPorts,
  event: ContactEvent,
  known: StoredCall | undefined,
): Promise<ContactEvent> {
  const isOver = event.disconnectedAt !== undefined && !isLaterLeg(event);
  const needsReason = isOver && event.disconnectReason === undefined && known?.endedAt === undefined;
  const needsPhone = isInbound(event) && known?.phone === undefined && event.customerPhone === undefined;
  if (!needsReason && !needsPhone) return event;
  try {
    const { connectContactId: _same, ...described } = await ports.connect.describe(event.connectContactId);
    return { ...described, ...event };
  } catch (error) {
    if (isUnknownContact(error)) return event;
    throw error;
  }
}

function applyFacts(call: StoredCall, facts: ContactEvent): StoredCall {
  const connectContactId = facts.initialConnectContactId ?? facts.connectContactId;
  const known = learn(call, {
    connectContactId,
    ...(call.direction === 'inbound' && facts.customerPhone !== undefined && { phone: facts.customerPhone }),
  });
  return stepsOf(facts).reduce((current, step) => advance(current, step), known);
}

/** Of a transferred call's later legs only the agent counts: the customer was dialled once, and each leg ends. */
function stepsOf(facts: ContactEvent): readonly CallStep[] {
  const { initiatedAt, answeredAt, agentConnectedAt, disconnectedAt, completedAt } = facts;
  const withAgent = step('with_agent', agentConnectedAt);
  if (isLaterLeg(facts)) return withAgent;
  const reached = { customer: answeredAt !== undefined, agent: agentConnectedAt !== undefined };
  const reason = reasonOfDisconnect(facts.disconnectReason, reached);
  return [
    ...(isInbound(facts) ? [] : step('dialing', initiatedAt)),
    ...step('answered', answeredAt),
    ...withAgent,
    ...step('ended', disconnectedAt).map((ended) => ({ ...ended, ...(reason !== undefined && { reason }) })),
    ...step('completed', completedAt),
  ];
}

const step = (state: CallState, at: string | undefined): CallStep[] => (at === undefined ? [] : [{ state, at }]);
const isInbound = ({ initiationMethod }: ContactEvent) => initiationMethod?.toUpperCase() === 'INBOUND';
const isLaterLeg = ({ connectContactId, initialConnectContactId }: ContactEvent) =>
  initialConnectContactId !== undefined && initialConnectContactId !== connectContactId;

async function attributesOf(ports: ApplyEventPorts, connectContactId: string) {
  try {
    return await ports.connect.attributes(connectContactId);
  } catch (error) {
    if (isUnknownContact(error)) return {};
    throw error;
  }
}

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
