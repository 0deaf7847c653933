import type { DeskCall, DesktopState, OpportunityKey } from './desktop-state.ts';

export const callInFocus = ({ focus, calls }: DesktopState): DeskCall | undefined =>
  focus.kind === 'call' ? calls.find(({ connectContactId }) => connectContactId === focus.connectContactId) : undefined;

/** The opportunity on the screen. */
export function keyInFocus(state: DesktopState): OpportunityKey | undefined {
  if (state.focus.kind === 'opportunity') return state.focus.key;
  const subject = callInFocus(state)?.subject;
  return subject?.status === 'known' ? subject.key : undefined;
}
