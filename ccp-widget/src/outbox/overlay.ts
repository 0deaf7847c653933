import type {
  ContactView,
  DocumentView,
  OpportunityContext,
} from '../../../functions/core/contracts/opportunity-context.ts';
import { contextId, type DesktopState } from '../state/desktop-state.ts';
import { isSame } from '../state/is-same.ts';
import type { Queue } from './queue.ts';
import { type EditWork, recordOf, type Values, type WaitingEdit } from './waiting-edit.ts';

/**
 * The opportunity as it will be once everything has been sent: what the agent has typed does not vanish from the screen.
 * The same object when it is shown so already.
 */
export function withWaiting(context: OpportunityContext, edits: Queue): OpportunityContext {
  const held = new Set<string>();
  let shown = context;
  for (const edit of edits) {
    const record = recordOf(edit);
    // Until the agent has decided, what stands there is what everybody sees.
    if (edit.stuck) held.add(record);
    if (!held.has(record)) shown = put(shown, edit);
  }
  // Several edits of one field come and go on the way to the same end.
  return areSame(shown.contacts, context.contacts) && areSame(shown.documents, context.documents) ? context : shown;
}

const areSame = (some: readonly unknown[], others: readonly unknown[]): boolean =>
  some.length === others.length && some.every((one, index) => one === others[index] || isSame(one, others[index]));

function put(context: OpportunityContext, { work, version, at }: WaitingEdit): OpportunityContext {
  switch (work.kind) {
    case 'edit-contact':
      return patched(context, 'contacts', work.id, work.body);
    case 'edit-document':
      return patched(context, 'documents', work.id, work.body);
    case 'remove-contact':
      return context.contacts.some(({ id }) => id === work.id)
        ? { ...context, contacts: context.contacts.filter(({ id }) => id !== work.id) }
        : context;
    case 'add-contact': {
      if (context.contacts.some(({ id }) => id === work.id)) return context;
      const about = { id: work.id, version, updatedAt: new Date(at).toISOString(), updatedBy: '' };
      return { ...context, contacts: [...context.contacts, { ...work.body, ...about }] };
    }
    case 'outcome':
      // Notes and outcome are shown by their own form, from the draft.
      return context;
  }
}

/** Changed fields only; the same object when they are so already. */
function patched(
  context: OpportunityContext,
  list: 'contacts' | 'documents',
  id: string,
  body: Values,
): OpportunityContext {
  const records: readonly (ContactView | DocumentView)[] = context[list];
  const known = records.find((one) => one.id === id);
  if (!known || isPatched(known as unknown as Values, body)) return context;
  const fields = Object.entries(body).map(([field, value]) => [field, value ?? undefined]);
  const changed = { ...known, ...Object.fromEntries(fields) };
  return { ...context, [list]: records.map((one) => (one === known ? changed : one)) };
}

const isPatched = (record: Values, body: Values): boolean =>
  Object.entries(body).every(([field, value]) => isSame(record[field], value));

/** Taken back from the screen, where it is still what stands there; what the server has comes with the next load. */
export function withoutEdit(context: OpportunityContext, work: EditWork): OpportunityContext {
  if (work.kind === 'add-contact') return { ...context, contacts: context.contacts.filter(({ id }) => id !== work.id) };
  if (!('before' in work && 'body' in work)) return context;
  const list = work.kind === 'edit-contact' ? 'contacts' : 'documents';
  const shown = context[list].find(({ id }) => id === work.id) as Values | undefined;
  const mine = Object.entries(work.before).filter(([field]) => isSame(shown?.[field], (work.body as Values)[field]));
  return patched(context, list, work.id, Object.fromEntries(mine));
}

/** Every context on the desk with what waits for it; the same state when nothing is to be changed. */
export function showWaiting(state: DesktopState): DesktopState {
  const { waiting } = state;
  if (!waiting || waiting.own.length === 0) return state;
  const changed = Object.entries(state.contexts).flatMap(([id, entry]) => {
    if (!entry.context) return [];
    const edits = waiting.own.filter(({ key }) => key && contextId(key) === id);
    const context = withWaiting(entry.context, edits);
    return context === entry.context ? [] : [[id, { ...entry, context }] as const];
  });
  return changed.length === 0 ? state : { ...state, contexts: { ...state.contexts, ...Object.fromEntries(changed) } };
}
