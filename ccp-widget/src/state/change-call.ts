import type { DeskCall, DesktopState } from './desktop-state.ts';

/** Changes one call on the desk; one that has gone meanwhile stays away. */
export const changeCall = (
  state: DesktopState,
  connectContactId: string,
  change: (call: DeskCall) => DeskCall,
): DesktopState => ({
  ...state,
  calls: state.calls.map((call) => (call.connectContactId === connectContactId ? change(call) : call)),
});
