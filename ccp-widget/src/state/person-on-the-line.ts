import type { CallParty } from '../softphone/softphone.ts';
import { contextId, type DeskCall, type DesktopState } from './desktop-state.ts';

/** How a person of the deal is on the call: as the call itself stands, or as their own line does. */
export type LineState = DeskCall['phase'] | CallParty['state'];

/** The person of the opportunity that the call is with, when it is known. */
export function personOnTheLine(state: DesktopState, call: DeskCall): string | undefined {
  if (call.subject.status !== 'known') return undefined;
  const { subject } = call;
  if (subject.contactId !== undefined) return subject.contactId;
  const recorded = contextOf(state, call)?.calls.find(({ callId }) => callId === subject.callId)?.contactId;
  return recorded ?? personOf(state, call, call.phone);
}

/** The person behind a party. Of several with one number it is the one that the agent has chosen to add. */
export const personOfParty = (state: DesktopState, call: DeskCall, party: CallParty): string | undefined =>
  party.initial
    ? personOnTheLine(state, call)
    : (call.added?.[party.number ?? ''] ?? personOf(state, call, party.number));

export function peopleOnTheLine(state: DesktopState, call: DeskCall): ReadonlyMap<string, LineState> {
  const people = new Map<string, LineState>();
  const add = (id: string | undefined, as: LineState): unknown => id !== undefined && people.set(id, as);
  add(personOnTheLine(state, call), call.phase);
  if (call.phase === 'connected') for (const party of call.parties) add(personOfParty(state, call, party), party.state);
  return people;
}

const contextOf = (state: DesktopState, { subject }: DeskCall) =>
  subject.status === 'known' ? state.contexts[contextId(subject.key)]?.context : undefined;

const personOf = (state: DesktopState, call: DeskCall, phone: string | undefined): string | undefined =>
  contextOf(state, call)?.contacts.find(({ phones }) => phones.some(({ number }) => number === phone))?.id;
