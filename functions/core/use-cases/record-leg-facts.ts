import { learn, newStates, withLegs } from '../call-state.ts';
import type { CallState } from '../contracts/call.ts';
import type { CallEventType } from '../contracts/source-events.ts';
import { type LegFacts, legsFrom } from '../model/legs-from-facts.ts';
import type { RequestStore } from '../ports/call-requests.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { WriteBackQueue } from '../ports/queues.ts';

export interface RecordFactsPorts {
  readonly calls: Pick<CallStore, 'change'>;
  readonly requests: Pick<RequestStore, 'recordAnswer'>;
  readonly writeBack: WriteBackQueue;
}

/** `initial` is what is to be stored of a call that has no record yet. */
export interface CallToRecord {
  readonly known: StoredCall | undefined;
  readonly initial: StoredCall;
}

const TOLD: Partial<Readonly<Record<CallState, CallEventType>>> = {
  dialing: 'call.dialing',
  answered: 'call.answered',
  ended: 'call.ended',
  completed: 'call.completed',
};

/**
 * Joins what Connect says about a call's legs into its record, and tells the source what is new by it.
 * @param deliveryId the same when the facts are delivered again
 * @returns undefined when there is no such call any more
 */
export async function recordLegFacts(
  ports: RecordFactsPorts,
  { known, initial }: CallToRecord,
  facts: readonly LegFacts[],
  deliveryId: string,
): Promise<{ call: StoredCall; changed: boolean } | undefined> {
  let news: readonly CallState[] = [];
  const change = (call: StoredCall) => {
    const next = facts.reduce(withFacts, call);
    news = newStates(call, next);
    return news.length === 0 ? next : { ...next, latestNews: { deliveryId, states: news } };
  };
  const result = await ports.calls.change(initial, known === undefined ? initial : undefined, change, known);
  if (result === undefined) return undefined;
  const { call, changed } = result;
  const again = changed ? [] : untoldBy(deliveryId, call);
  await Promise.all([
    tellOnce(ports, call, changed ? news : again),
    changed || again.length > 0 ? answerRequest(ports, call, changed ? known : undefined) : undefined,
  ]);
  return result;
}

export function withFacts(call: StoredCall, facts: LegFacts): StoredCall {
  const { connectContactId: id, initialConnectContactId = id } = facts;
  const known = learn(call, {
    connectContactId: initialConnectContactId,
    ...(call.direction === 'inbound' && facts.customerPhone !== undefined && { phone: facts.customerPhone }),
  });
  return withLegs(known, legsFrom(facts));
}

/** What this very delivery brought when it came before: perhaps its writer died before it could tell. */
const untoldBy = (deliveryId: string, { latestNews }: StoredCall): readonly CallState[] =>
  latestNews?.deliveryId === deliveryId ? latestNews.states : [];

/**
 * After the write, so that whoever reads the message finds the state it names. When the queue is not there, the record keeps
 * what is untold, and the redelivery tells it.
 */
async function tellOnce(ports: RecordFactsPorts, call: StoredCall, news: readonly CallState[]): Promise<void> {
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

async function tell(
  { writeBack }: RecordFactsPorts,
  { sourceId, opportunityId, callId, version }: StoredCall,
  states: readonly CallState[],
): Promise<void> {
  const types = states.map((state) => TOLD[state]).filter((type) => type !== undefined);
  await Promise.all(types.map((type) => writeBack.send({ type, sourceId, opportunityId, callId, version })));
}

/** A repetition of the request is told the Connect id, once request and id are both known. */
async function answerRequest({ requests }: RecordFactsPorts, call: StoredCall, known: StoredCall | undefined) {
  const { requestId, connectContactId } = call;
  if (requestId === undefined || connectContactId === undefined) return;
  if (known?.requestId !== undefined && known.connectContactId !== undefined) return;
  await requests.recordAnswer(call.sourceId, requestId, { status: 'dialing', connectContactId });
}
