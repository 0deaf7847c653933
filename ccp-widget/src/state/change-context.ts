import type { CallView } from '../../../functions/core/contracts/call.ts';
import type {
  ContactView,
  DocumentView,
  OpportunityContext,
} from '../../../functions/core/contracts/opportunity-context.ts';
import { contextId, type DesktopState, type OpportunityKey } from './desktop-state.ts';

/** What the agent has just changed is shown at once from the API's answer, without loading everything again. */
export function changeContext(
  state: DesktopState,
  key: OpportunityKey,
  change: (context: OpportunityContext) => OpportunityContext,
): DesktopState {
  const id = contextId(key);
  const entry = state.contexts[id];
  if (!entry?.context) return state;
  return { ...state, contexts: { ...state.contexts, [id]: { ...entry, context: change(entry.context) } } };
}

export const withContact =
  (contact: ContactView) =>
  (context: OpportunityContext): OpportunityContext => ({ ...context, contacts: put(context.contacts, contact) });

export const withoutContact =
  (id: string) =>
  (context: OpportunityContext): OpportunityContext => ({
    ...context,
    contacts: context.contacts.filter((contact) => contact.id !== id),
  });

export const withDocument =
  (document: DocumentView) =>
  (context: OpportunityContext): OpportunityContext => ({ ...context, documents: put(context.documents, document) });

export const withCall =
  (call: CallView) =>
  (context: OpportunityContext): OpportunityContext => ({
    ...context,
    calls: context.calls.some(({ callId }) => callId === call.callId)
      ? context.calls.map((other) => (other.callId === call.callId && other.version <= call.version ? call : other))
      : [call, ...context.calls],
  });

/** In its place when it is known and not newer there; otherwise at the end. */
function put<Item extends { readonly id: string; readonly version: number }>(
  items: readonly Item[],
  item: Item,
): readonly Item[] {
  return items.some(({ id }) => id === item.id)
    ? items.map((other) => (other.id === item.id && other.version <= item.version ? item : other))
    : [...items, item];
}
