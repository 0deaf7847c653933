import * as announceTexts from '#texts/announce.ts';
import * as lineTexts from '#texts/line.ts';
import * as pageTexts from '#texts/page.ts';
import { callWords } from '../views/call-words.ts';
import { type DeskCall, type DesktopState, isOnTheLine } from './desktop-state.ts';
import { partyChanges } from './party-changes.ts';
import { nameOfParty } from './party-name.ts';
import type { Store } from './store.ts';
import { whoIs } from './who-is.ts';

/**
 * Tells a screen reader, once per change, that a call rings, is connected, or has ended, and what becomes of its parties;
 * and whoever works in another tab, by the title, who is calling.
 */
export function announceCalls(store: Store<DesktopState>, region: HTMLElement): void {
  let told: readonly DeskCall[] = [];
  let { muted } = store.get();
  store.subscribe(() => {
    const state = store.get();
    if (state.calls === told && state.muted === muted) return;
    const live = state.calls.find(isOnTheLine);
    document.title = live ? `${callWords[live.phase]}: ${whoIs(live)}` : pageTexts.title;
    const news = state.calls.flatMap((call) => {
      const before = told.find(({ connectContactId }) => connectContactId === call.connectContactId);
      const text = before?.phase === call.phase ? undefined : announcement(call);
      return [...(text ? [text] : []), ...(before ? partyNews(state, before, call) : [])];
    });
    if (state.muted !== muted && live) news.push(state.muted ? lineTexts.muted : lineTexts.unmuted);
    told = state.calls;
    muted = state.muted;
    if (news.length > 0) region.textContent = `${news.join('. ')}.`;
  });
}

const partyNews = (state: DesktopState, before: DeskCall, call: DeskCall): readonly string[] =>
  partyChanges(before, call).map(({ party, change }) => lineTexts.changes[change](nameOfParty(state, call, party)));

function announcement(call: DeskCall): string | undefined {
  const who = whoIs(call);
  if (call.phase === 'ringing') return announceTexts.ringing(who, call.attributes.opportunityName ?? '');
  if (call.phase === 'connected') return announceTexts.connected(who);
  return call.phase === 'ended' ? announceTexts.ended(who) : undefined;
}
