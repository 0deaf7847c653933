import { type DesktopState, isOnTheLine } from '../state/desktop-state.ts';
import type { Store } from '../state/store.ts';

/** Closing or reloading the tab with the frame ends the sound of a call: the browser asks first, in its own words. */
export function warnBeforeSilence(store: Store<DesktopState>): void {
  addEventListener('beforeunload', (event) => {
    const { place, calls } = store.get();
    if ((place === 'here' || place === 'leaving') && calls.some(isOnTheLine)) event.preventDefault();
  });
}
