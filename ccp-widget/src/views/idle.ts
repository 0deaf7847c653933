import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import * as callsTexts from '#texts/calls.ts';
import * as idleTexts from '#texts/idle.ts';
import type { CallView } from '../../../functions/core/contracts/call.ts';
import { formatMoment } from '../format/format-time.ts';
import type { Desk } from '../state/desk.ts';
import { contextId, type OpportunityKey } from '../state/desktop-state.ts';
import { loadRecent } from '../state/load-recent.ts';
import { useStore } from '../state/store.ts';
import { isWaiting, waitingCalls } from '../state/waiting-calls.ts';
import { callResult } from './call-result.ts';
import { FindOpportunity } from './find-opportunity.ts';
import { useLate } from './hooks-later.ts';
import { troubleBox } from './trouble.ts';
import { dueLine, WaitingCall } from './waiting-call.ts';

/** No call: what happens next, and what may still need an outcome. */
export function Idle({ desk }: { desk: Desk }): ComponentChild {
  const agent = useStore(desk.store, (state) => state.agent);
  const recent = useStore(desk.store, (state) => state.recent);
  const places = useStore(desk.store, (state) => state.places);
  const contexts = useStore(desk.store, (state) => state.contexts);
  const upcoming = waitingCalls(recent.calls);
  const zoneOf = (call: CallView): string | undefined =>
    contexts[contextId(call)]?.context?.contacts.find(({ id }) => id === call.contactId)?.timeZone;
  const late = useLate(recent.status === 'loading');
  const [now] = useState(() => new Date());
  const open = (key: OpportunityKey, callId?: string): void =>
    desk.store.update((state) => ({
      ...state,
      focus: { kind: 'opportunity', key, callId },
    }));
  return h(
    'div',
    { class: 'idle' },
    h('h1', null, idleTexts.title),
    h(
      'p',
      { class: 'quiet' },
      agent?.kind === 'unavailable' || agent?.kind === 'offline' ? idleTexts.unavailable(agent.state) : idleTexts.hint,
    ),
    h(FindOpportunity, { desk, onChoose: ({ sourceId, opportunityId }) => open({ sourceId, opportunityId }) }),
    upcoming.length === 0
      ? null
      : h(
          'section',
          { class: 'panel', 'aria-labelledby': 'upcoming-title' },
          h('div', { class: 'panel-head' }, h('h2', { id: 'upcoming-title' }, idleTexts.upcoming)),
          h(
            'ul',
            { class: 'recent' },
            upcoming.map((call) =>
              h(
                'li',
                { key: call.callId },
                h(
                  'button',
                  { type: 'button', onClick: () => open(call) },
                  h('bdi', { class: 'recent-who' }, whoOf(call)),
                  h('span', { class: 'quiet' }, dueLine(call, now, places?.[call.callId])),
                ),
                h(WaitingCall, { desk, call, timeZone: zoneOf(call) }),
              ),
            ),
          ),
        ),
    h(
      'section',
      { class: 'panel', 'aria-labelledby': 'recent-title' },
      h('div', { class: 'panel-head' }, h('h2', { id: 'recent-title' }, idleTexts.recent)),
      recent.trouble ? troubleBox(recent.trouble, () => void loadRecent(desk)) : null,
      late ? h('div', { class: 'skeleton-line', 'aria-busy': 'true' }) : null,
      recent.status === 'ready' && recent.calls.length === 0 ? h('p', { class: 'quiet' }, idleTexts.none) : null,
      h(
        'ul',
        { class: 'recent' },
        recent.calls
          .filter((call) => !isWaiting(call))
          .slice(0, 30)
          .map((call) =>
            h(
              'li',
              { key: call.callId },
              h(
                'button',
                { type: 'button', onClick: () => open(call, call.callId) },
                h('bdi', { class: 'recent-who' }, whoOf(call)),
                h('span', { class: 'quiet' }, formatMoment(call.requestedAt, now)),
                resultOf(call),
              ),
            ),
          ),
      ),
    ),
  );
}

const whoOf = (call: CallView): string => call.contactName ?? call.phone ?? callsTexts.unknown;

const RESULT_CLASSES = { outcome: 'chip', missing: 'chip chip-warning', state: 'quiet recent-state' } as const;

function resultOf(call: CallView): ComponentChild {
  const { is, text } = callResult(call);
  return h('span', { class: RESULT_CLASSES[is] }, text);
}
