import type { Desk } from './desk.ts';
import type { DesktopState } from './desktop-state.ts';

/** Not a letter, so that it works while notes are typed; and of the function keys one that browsers leave alone. */
export const NEXT_CALL_KEY = 'F8';

/** The screen is about the next call of the desk, or about the first one when it was about none. */
export function nextCall(state: DesktopState): DesktopState {
  const { calls, focus } = state;
  const at = calls.findIndex(
    ({ connectContactId }) => focus.kind === 'call' && focus.connectContactId === connectContactId,
  );
  const next = calls[(at + 1) % calls.length];
  if (!next || (at >= 0 && calls.length === 1)) return state;
  return { ...state, focus: { kind: 'call', connectContactId: next.connectContactId } };
}

export function followKeys({ store }: Desk): void {
  addEventListener('keydown', (event) => {
    if (event.key !== NEXT_CALL_KEY || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    store.update(nextCall);
  });
}
