import { messages } from '../messages.ts';
import { later } from '../messages-later.ts';
import { type DeskCall, type DesktopState, isOnTheLine } from './desktop-state.ts';
import type { Store } from './store.ts';

/**
 * Tells a screen reader, once per change, that a call rings, is connected, or has ended; and whoever works in another
 * tab, by the title, who is calling.
 */
export function announceCalls(store: Store<DesktopState>, region: HTMLElement): void {
  const told = new Map<string, DeskCall['phase']>();
  store.subscribe(() => {
    const { calls } = store.get();
    const live = calls.find(isOnTheLine);
    document.title = live ? `${messages.call[live.phase]}: ${whoIs(live)}` : messages.title;
    for (const call of calls) {
      if (told.get(call.connectContactId) === call.phase) continue;
      told.set(call.connectContactId, call.phase);
      const text = announcement(call);
      if (text) region.textContent = text;
    }
    for (const id of told.keys()) if (!calls.some(({ connectContactId }) => connectContactId === id)) told.delete(id);
  });
}

function announcement(call: DeskCall): string | undefined {
  const who = whoIs(call);
  if (call.phase === 'ringing') return later.announce.ringing(who, call.attributes.opportunityName ?? '');
  if (call.phase === 'connected') return later.announce.connected(who);
  return call.phase === 'ended' ? later.announce.ended(who) : undefined;
}

/** Who is on the line, from what is known at once: the attributes, else the number. */
export const whoIs = (call: DeskCall): string => call.attributes.contactName || call.phone || messages.call.unknown;
