import { contextId, type DeskCall, type DesktopState } from './desktop-state.ts';

/** The person of the opportunity that the call is with, when it is known. */
export function personOnTheLine(state: DesktopState, call: DeskCall): string | undefined {
  if (call.subject.status !== 'known') return undefined;
  const { subject } = call;
  if (subject.contactId !== undefined) return subject.contactId;
  const context = state.contexts[contextId(subject.key)]?.context;
  const recorded = context?.calls.find(({ callId }) => callId === subject.callId)?.contactId;
  return recorded ?? context?.contacts.find(({ phones }) => phones.some(({ number }) => number === call.phone))?.id;
}
