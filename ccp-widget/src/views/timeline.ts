import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import * as partsTexts from '#texts/parts.ts';
import * as timelineTexts from '#texts/timeline.ts';
import type { CallView } from '../../../functions/core/contracts/call.ts';
import type { OpportunityContext } from '../../../functions/core/contracts/opportunity-context.ts';
import { formatCount } from '../format/format-number.ts';
import { formatMoment } from '../format/format-time.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { useStore } from '../state/store.ts';
import {
  doersOf,
  filterTimeline,
  kindOf,
  type TimelineEntry,
  type TimelineFilter,
  timelineEntries,
} from '../state/timeline-entries.ts';
import { isWaiting } from '../state/waiting-calls.ts';
import { useNow } from './hooks.ts';
import { icon } from './icon.ts';
import { laterIcon } from './icon-later.ts';
import { recordings } from './recordings.ts';
import { activityEntry, callEntry } from './timeline-entry.ts';
import { TimelineFilterBar } from './timeline-filter.ts';
import { WaitingCall } from './waiting-call.ts';

interface TimelineProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly context: OpportunityContext;
}

/** More at once is neither read nor quickly laid out. */
const AT_ONCE = 50;
const ICONS = { calls: () => icon('phone'), changes: () => icon('edit'), documents: () => laterIcon('file') } as const;

export function Timeline({ desk, opportunity, context }: TimelineProps): ComponentChild {
  const now = useNow(60_000);
  const me = useStore(desk.store, (state) => state.agent?.username);
  const places = useStore(desk.store, (state) => state.places);
  const busy = useStore(desk.store, (state) => state.focus.kind === 'call');
  const [filter, setFilter] = useState<TimelineFilter>({});
  const [most, setMost] = useState(AT_ONCE);
  const all = timelineEntries(context);
  const entries = filterTimeline(all, filter);
  const openOutcome = (callId: string): void =>
    desk.store.update((state) => ({ ...state, focus: { kind: 'opportunity', key: opportunity, callId } }));
  const zoneOf = ({ contactId }: CallView) => context.contacts.find(({ id }) => id === contactId)?.timeZone;
  const actionsOf = (call: CallView): ComponentChild =>
    isWaiting(call) ? h(WaitingCall, { desk, call, timeZone: zoneOf(call) }) : recordings(desk, call);
  const body = (entry: TimelineEntry): ComponentChild =>
    entry.kind === 'call'
      ? callEntry(
          entry.call,
          me,
          now,
          busy ? undefined : openOutcome,
          places?.[entry.call.callId],
          actionsOf(entry.call),
        )
      : activityEntry(entry.activity, me, now, context.contacts);
  return h(
    'section',
    { class: 'panel timeline', 'aria-label': partsTexts.timeline },
    h('div', { class: 'panel-head' }, h('h2', null, partsTexts.timeline)),
    all.length > 1 ? h(TimelineFilterBar, { filter, doers: doersOf(all), me, onChange: setFilter }) : null,
    entries.length === 0
      ? h('p', { class: 'quiet', role: 'status' }, all.length === 0 ? timelineTexts.none : timelineTexts.nothing)
      : null,
    h(
      'ol',
      null,
      entries.slice(0, most).map((entry) =>
        h(
          'li',
          {
            key: entry.kind === 'call' ? entry.call.callId : entry.activity.id,
            class: `entry entry-${kindOf(entry)}`,
          },
          h('span', { class: 'entry-mark', 'aria-hidden': 'true' }, ICONS[kindOf(entry)]()),
          body(entry),
          h('time', { class: 'quiet', dateTime: entry.at }, formatMoment(entry.at, now)),
        ),
      ),
    ),
    entries.length > most
      ? h(
          'button',
          { type: 'button', class: 'button button-quiet', onClick: () => setMost(most + AT_ONCE) },
          timelineTexts.more(formatCount(Math.min(AT_ONCE, entries.length - most))),
        )
      : null,
  );
}
