import type { ErasedCounts } from '../contracts/source-events.ts';
import { forgottenCall, isErased, requestWithout } from '../model/forget-person.ts';
import type { StoredCall } from '../ports/call-store.ts';
import type { Erasure, HeldItem, PersonalData } from '../ports/erasure.ts';
import { type ForgetAttemptsPorts, forgetAttempts } from './forget-attempts.ts';
import { type ForgetPorts, forgetRequestOf, forgetWaiting } from './forget-requests.ts';
import { endedForErasure, isEndedByErasure, tellErasedCall } from './heed-erasures.ts';

export interface ErasePersonPorts extends ForgetPorts, ForgetAttemptsPorts {
  readonly personalData: Pick<PersonalData, 'ofPerson' | 'remove' | 'blank' | 'isHeld'>;
}

export interface Person {
  readonly sourceId: string;
  readonly contactId: string;
  readonly opportunityId?: string;
}

/**
 * One pass over everything that is held about a person, page by page. In each opportunity the requests go first and the
 * items that the index leads to go last, so that a pass that died finds again what it had left. What was written after the
 * mark stays: the source has named the person again.
 */
export async function* erasePerson(
  ports: ErasePersonPorts,
  person: Person,
  erasure: Erasure,
): AsyncGenerator<ErasedCounts> {
  for await (const page of ports.personalData.ofPerson(person)) {
    for (const [opportunityId, items] of byOpportunity(page)) {
      yield await eraseIn(ports, person, opportunityId, items, erasure);
    }
  }
}

async function eraseIn(
  ports: ErasePersonPorts,
  person: Person,
  opportunityId: string,
  items: readonly HeldItem[],
  erasure: Erasure,
): Promise<ErasedCounts> {
  const { sourceId, contactId } = person;
  const { markedAt } = erasure;
  const calls = await ports.calls.listByOpportunity({ sourceId, opportunityId });
  let requests = 0;
  for (const call of calls) {
    const isGone = await forgetRequestOf(ports, call, (request) =>
      isErased(request, erasure) ? requestWithout(request, (id) => id === contactId, markedAt) : request,
    );
    if (isGone) requests += 1;
  }
  const ofKind = (kind: HeldItem['kind']) => items.filter((item) => item.kind === kind);
  let erasedCalls = 0;
  for (const { callId } of ofKind('calls')) {
    const call = calls.find((one) => one.callId === callId);
    if (call !== undefined && (await eraseCall(ports, call, markedAt))) erasedCalls += 1;
  }
  const attempts = await forgetAttempts(ports, person.sourceId, items, (place) =>
    person.opportunityId === undefined
      ? place.contactId !== contactId
      : place.contactId !== contactId || place.opportunityId !== opportunityId,
  );
  const removed = (kind: HeldItem['kind']) =>
    count(ofKind(kind).map((item) => ports.personalData[kind === 'activities' ? 'blank' : 'remove'](item, markedAt)));
  const [activities, phones] = await Promise.all([removed('activities'), removed('phones')]);
  const contacts = await removed('contacts');
  return { requests, calls: erasedCalls, attempts, activities, phones, contacts };
}

/**
 * The record stays, for the figures of the sales team. A waiting call ends and is told before it loses its person, because
 * only then the index still leads to it after a crash.
 */
async function eraseCall(ports: ErasePersonPorts, known: StoredCall, markedAt: string): Promise<boolean> {
  if (known.requestedAt > markedAt) return false;
  const ended = await ports.calls.change(known, undefined, (call) => endedForErasure(call, markedAt), known);
  if (ended !== undefined && isEndedByErasure(ended.call)) {
    await Promise.all([tellErasedCall(ports, ended.call), forgetWaiting(ports, ended.call)]);
  }
  const result = await ports.calls.change(known, undefined, (call) => forgottenCall(call, markedAt), ended?.call);
  return result?.changed ?? false;
}

const count = async (done: readonly Promise<boolean>[]): Promise<number> =>
  (await Promise.all(done)).filter(Boolean).length;

function byOpportunity(items: readonly HeldItem[]): ReadonlyMap<string, readonly HeldItem[]> {
  const groups = new Map<string, HeldItem[]>();
  for (const item of items) {
    const group = groups.get(item.opportunityId) ?? [];
    groups.set(item.opportunityId, [...group, item]);
  }
  return groups;
}
