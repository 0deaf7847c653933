import type { DeskCall, DesktopState } from './desktop-state.ts';
import { callInFocus } from './in-focus.ts';

/** The call in which the agent speaks: of two the one on the screen. */
export function conversation(state: DesktopState): DeskCall | undefined {
  const shown = callInFocus(state);
  return shown?.phase === 'connected' ? shown : state.calls.find(({ phase }) => phase === 'connected');
}

/** The call that keeps the agent from another one: on the line, ringing, or not closed yet. */
export const callAtHand = (state: DesktopState): DeskCall | undefined =>
  conversation(state) ?? state.calls.find(({ phase }) => phase === 'ringing' || phase === 'ended');
