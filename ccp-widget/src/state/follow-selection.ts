import type { Softphone } from '../softphone/softphone.ts';
import type { Desk } from './desk.ts';
import type { DesktopState, Focus } from './desktop-state.ts';
import { callInFocus } from './in-focus.ts';

/**
 * The desktop shows the call that is selected in the softphone, and the softphone the one that the desktop shows.
 *
 * Nobody's view is taken away while they type: a selection is not followed while the caret is in a field of ours. A person
 * who selects a call in the softphone's own frame has left our field by that very click, and is followed; what comes
 * meanwhile comes from another window, or is the softphone's own doing. The call stays in the bar, one press away.
 */
export function followSelection(desk: Desk, softphone: Softphone, isTyping: () => boolean): void {
  if (!softphone.capabilities.has('select')) return;
  const { store } = desk;
  let before: Focus = store.get().focus;

  softphone.subscribe((event) => {
    if (event.type !== 'selected' || isTyping()) return;
    const shown = showCall(store.get(), event.connectContactId);
    // Followed, not wished: nothing is asked for in return.
    before = shown.focus;
    store.update(() => shown);
  });
  store.subscribe(() => {
    const state = store.get();
    // Pressed once more, the button of the call that is shown is a wish too: it makes another focus of the same call.
    if (state.focus === before) return;
    before = state.focus;
    const wanted = toSelect(state);
    if (wanted !== undefined) void softphone.select(wanted);
  });
}

/** Only a call that the desk has. */
function showCall(state: DesktopState, connectContactId: string): DesktopState {
  if (callInFocus(state)?.connectContactId === connectContactId) return state;
  if (!state.calls.some((call) => call.connectContactId === connectContactId)) return state;
  return { ...state, focus: { kind: 'call', connectContactId } };
}

/** A softphone with one call has nothing to select, and would hide the next one that rings. */
function toSelect(state: DesktopState): string | undefined {
  const shown = callInFocus(state);
  const others = state.calls.filter(({ phase }) => phase !== 'cleared').length > 1;
  return shown && shown.phase !== 'cleared' && others ? shown.connectContactId : undefined;
}

const FIELDS = 'input, textarea, select, [contenteditable]';

/** The caret is in one of this page's fields. A click into the softphone's frame makes that frame the active element. */
export const isTypingHere = (): boolean => document.activeElement?.matches(FIELDS) === true;
