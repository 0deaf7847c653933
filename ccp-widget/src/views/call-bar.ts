import { type ComponentChild, h } from 'preact';
import { formatDuration } from '../format/format-duration.ts';
import { messages } from '../messages.ts';
import { whoIs } from '../state/announce-calls.ts';
import type { DeskCall, DesktopState } from '../state/desktop-state.ts';
import { type Store, useStore } from '../state/store.ts';
import { useNow } from './hooks.ts';

/** Every call on the desk, one button each: who, since when, and which one the screen is about. */
export function CallBar({ store }: { store: Store<DesktopState> }): ComponentChild {
  const calls = useStore(store, (state) => state.calls);
  const focus = useStore(store, (state) => state.focus);
  if (calls.length === 0) return null;
  const show = (connectContactId: string): void =>
    store.update((state) => ({ ...state, focus: { kind: 'call', connectContactId } }));
  return h(
    'nav',
    { class: 'call-bar', 'aria-label': messages.call.calls },
    calls.map((call) => {
      const shown = focus.kind === 'call' && focus.connectContactId === call.connectContactId;
      return h(
        'button',
        {
          key: call.connectContactId,
          type: 'button',
          class: `call call-${call.phase}`,
          'aria-current': shown ? 'true' : undefined,
          onClick: () => show(call.connectContactId),
        },
        h('span', { class: 'call-signal', 'aria-hidden': 'true' }),
        h('span', { class: 'call-phase' }, messages.call[call.phase]),
        h('bdi', { class: 'call-who' }, whoIs(call)),
        aboutCall(call),
        call.connectedAt === undefined ? null : h(CallTimer, { from: call.connectedAt, until: call.endedAt }),
      );
    }),
  );
}

function aboutCall({ attributes }: DeskCall): ComponentChild {
  const about = [attributes.contactTitle || attributes.contactRole, attributes.opportunityName].filter(Boolean);
  return about.length > 0 ? h('bdi', { class: 'call-about' }, about.join(' · ')) : null;
}

function CallTimer({ from, until }: { from: number; until: number | undefined }): ComponentChild {
  const now = useNow(1000);
  return h('span', { class: 'call-timer', role: 'timer' }, formatDuration((until ?? now.getTime()) - from));
}
