import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import type { CallView, LinePlace } from '../../../functions/core/contracts/call.ts';
import { formatMoment } from '../format/format-time.ts';
import { messages } from '../messages.ts';
import { later } from '../messages-later.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { loadRecent } from '../state/load-recent.ts';
import { useStore } from '../state/store.ts';
import { callResult } from './call-result.ts';
import { FindOpportunity } from './find-opportunity.ts';
import { useLate } from './hooks.ts';
import { linePlace } from './line-place.ts';
import { troubleBox } from './trouble.ts';

/** No call: what happens next, and what may still need an outcome. */
export function Idle({ desk }: { desk: Desk }): ComponentChild {
  const texts = later.idle;
  const agent = useStore(desk.store, (state) => state.agent);
  const recent = useStore(desk.store, (state) => state.recent);
  const places = useStore(desk.store, (state) => state.places);
  const late = useLate(recent.status === 'loading');
  const [now] = useState(() => new Date());
  const open = (key: OpportunityKey, callId?: string): void =>
    desk.store.update((state) => ({
      ...state,
      focus: { kind: 'opportunity', key, ...(callId === undefined ? {} : { callId }) },
    }));
  return h(
    'div',
    { class: 'idle' },
    h('h1', null, texts.title),
    h(
      'p',
      { class: 'quiet' },
      agent?.kind === 'unavailable' || agent?.kind === 'offline' ? texts.unavailable(agent.state) : texts.hint,
    ),
    h(FindOpportunity, { desk, onChoose: ({ sourceId, opportunityId }) => open({ sourceId, opportunityId }) }),
    h(
      'section',
      { class: 'panel', 'aria-labelledby': 'recent-title' },
      h('div', { class: 'panel-head' }, h('h2', { id: 'recent-title' }, texts.recent)),
      recent.trouble ? troubleBox(recent.trouble, () => void loadRecent(desk)) : null,
      late ? h('div', { class: 'skeleton-line', 'aria-busy': 'true' }) : null,
      recent.status === 'ready' && recent.calls.length === 0 ? h('p', { class: 'quiet' }, texts.none) : null,
      h(
        'ul',
        { class: 'recent' },
        recent.calls
          .slice(0, 30)
          .map((call) =>
            h(
              'li',
              { key: call.callId },
              h(
                'button',
                { type: 'button', onClick: () => open(call, call.callId) },
                h('bdi', { class: 'recent-who' }, call.contactName ?? call.phone ?? messages.call.unknown),
                h('span', { class: 'quiet' }, formatMoment(new Date(call.requestedAt), now)),
                resultOf(call, places?.[call.callId]),
              ),
            ),
          ),
      ),
    ),
  );
}

const RESULT_CLASSES = { outcome: 'chip', missing: 'chip chip-warning', state: 'quiet recent-state' } as const;

function resultOf(call: CallView, newer: LinePlace | undefined): ComponentChild {
  const place = linePlace(call, newer);
  const { is, text } = callResult(call);
  return h('span', { class: RESULT_CLASSES[is] }, place ?? text);
}
