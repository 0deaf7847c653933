import { type ComponentChild, Fragment, h } from 'preact';
import * as callsTexts from '#texts/calls.ts';
import * as lineTexts from '#texts/line.ts';
import { formatDuration } from '../format/format-duration.ts';
import { conversation } from '../state/call-at-hand.ts';
import type { Desk } from '../state/desk.ts';
import { type DeskCall, isOnTheLine } from '../state/desktop-state.ts';
import { callInFocus } from '../state/in-focus.ts';
import { useStore } from '../state/store.ts';
import { NEXT_CALL_KEY } from '../state/switch-calls.ts';
import { whoIs } from '../state/who-is.ts';
import { BusyOffer } from './busy-offer.ts';
import { CallLine } from './call-line.ts';
import { CallTopic } from './call-topic.ts';
import { callWords } from './call-words.ts';
import { useNow } from './hooks.ts';
import { PlannedNext } from './planned-next.ts';

/** Every call on the desk, one button each: who, since when, and which one the screen is about; under it the line. */
export function CallBar({ desk }: { desk: Desk }): ComponentChild {
  const { store } = desk;
  const state = useStore(store, (all) => all);
  const { calls, focus, offer } = state;
  const focused = callInFocus(state);
  const onTheLine = focused && isOnTheLine(focused) ? focused : conversation(state);
  const show = (connectContactId: string): void =>
    store.update((now) => ({ ...now, focus: { kind: 'call', connectContactId } }));
  return h(
    Fragment,
    null,
    h(
      'div',
      { class: 'call-bar' },
      h(
        'nav',
        { class: 'call-switch', 'aria-label': callsTexts.calls },
        calls.map((call) => {
          const shown = focus.kind === 'call' && focus.connectContactId === call.connectContactId;
          return h(
            'button',
            {
              key: call.connectContactId,
              type: 'button',
              class: `call call-${onHold(call) ? 'hold' : call.phase}`,
              'aria-current': shown ? 'true' : undefined,
              ...(calls.length > 1
                ? { 'aria-keyshortcuts': NEXT_CALL_KEY, title: lineTexts.switchHint(NEXT_CALL_KEY) }
                : {}),
              onClick: () => show(call.connectContactId),
            },
            h('span', { class: 'call-signal', 'aria-hidden': 'true' }),
            h('span', { class: 'call-phase' }, callWords[onHold(call) ? 'hold' : call.phase]),
            h('bdi', { class: 'call-who' }, whoIs(call)),
            aboutCall(call),
            call.connectedAt === undefined ? null : h(CallTimer, { from: call.connectedAt, until: call.endedAt }),
          );
        }),
      ),
      focused ? h(CallTopic, { desk, attributes: focused.attributes }) : null,
      onTheLine ? h(CallLine, { key: onTheLine.connectContactId, desk, call: onTheLine }) : null,
      h(PlannedNext, { desk }),
    ),
    offer ? h(BusyOffer, { desk, offer }) : null,
  );
}

/** Nobody hears the agent. */
const onHold = ({ phase, parties }: DeskCall): boolean =>
  phase === 'connected' && parties.length > 0 && parties.every(({ state }) => state === 'hold');

function aboutCall({ attributes }: DeskCall): ComponentChild {
  const about = [attributes.contactTitle || attributes.contactRole, attributes.opportunityName].filter(Boolean);
  return about.length > 0 ? h('bdi', { class: 'call-about' }, about.join(' · ')) : null;
}

function CallTimer({ from, until }: { from: number; until: number | undefined }): ComponentChild {
  const now = useNow(1000);
  return h('span', { class: 'call-timer', role: 'timer' }, formatDuration((until ?? now.getTime()) - from));
}
