import { type ComponentChild, h } from 'preact';
import type { CallView } from '../../../functions/core/contracts/call.ts';
import type {
  ActivityView,
  FieldChange,
  OpportunityContext,
} from '../../../functions/core/contracts/opportunity-context.ts';
import { formatDuration, formatMoment } from '../format/format-time.ts';
import { CALL_REASON_TEXTS, CALL_STATE_TEXTS, messages } from '../messages.ts';
import { later } from '../messages-later.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { useStore } from '../state/store.ts';
import { talkTime, timelineEntries } from '../state/timeline-entries.ts';
import { useNow } from './hooks.ts';
import { icon } from './icon.ts';

interface TimelineProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly context: OpportunityContext;
}

export function Timeline({ desk, opportunity, context }: TimelineProps): ComponentChild {
  const texts = later.timeline;
  const now = useNow(60_000);
  const me = useStore(desk.store, (state) => state.agent?.username);
  const busy = useStore(desk.store, (state) => state.focus.kind === 'call');
  const entries = timelineEntries(context);
  const nameOf = (username: string | undefined): string =>
    username === undefined ? texts.someone : username === me ? texts.you : username;
  const openOutcome = (callId: string): void =>
    desk.store.update((state) => ({ ...state, focus: { kind: 'opportunity', key: opportunity, callId } }));
  return h(
    'section',
    { class: 'panel timeline', 'aria-labelledby': 'timeline-title' },
    h('div', { class: 'panel-head' }, h('h2', { id: 'timeline-title' }, messages.timeline.title)),
    entries.length === 0 ? h('p', { class: 'quiet' }, texts.none) : null,
    h(
      'ol',
      null,
      entries.map((entry) =>
        h(
          'li',
          { key: entry.kind === 'call' ? entry.call.callId : entry.activity.id, class: `entry entry-${entry.kind}` },
          h('span', { class: 'entry-mark', 'aria-hidden': 'true' }, icon(entry.kind === 'call' ? 'phone' : 'edit')),
          entry.kind === 'call'
            ? callEntry(entry.call, nameOf(entry.call.agentUsername), now, busy ? undefined : openOutcome)
            : activityEntry(entry.activity, entry.activity.by === me ? texts.byYou : entry.activity.by),
          h('time', { class: 'quiet', dateTime: entry.at }, formatMoment(new Date(entry.at), now)),
        ),
      ),
    ),
  );
}

function callEntry(
  call: CallView,
  agent: string,
  now: Date,
  openOutcome: ((callId: string) => void) | undefined,
): ComponentChild {
  const texts = later.timeline;
  const who = call.contactName ?? call.phone ?? messages.call.unknown;
  const time = talkTime(call);
  const { outcome, reason } = call;
  const facts = [
    reason ? `${CALL_STATE_TEXTS[call.state]}: ${CALL_REASON_TEXTS[reason]}` : CALL_STATE_TEXTS[call.state],
    ...(time === undefined ? [] : [texts.duration(formatDuration(time))]),
    ...(call.dueAt ? [texts.due(formatMoment(new Date(call.dueAt), now))] : []),
  ];
  return h(
    'div',
    { class: 'entry-body' },
    h('p', { dir: 'auto' }, call.direction === 'inbound' ? texts.inbound(who) : texts.outbound(agent, who)),
    h('p', { class: 'quiet' }, facts.join(' · ')),
    outcome
      ? h(
          'p',
          { class: 'chips' },
          h('span', { class: 'chip' }, later.dispositions[outcome.disposition] ?? outcome.disposition),
          outcome.followUpAt
            ? h('span', { class: 'quiet' }, texts.followUp(formatMoment(new Date(outcome.followUpAt), now)))
            : null,
        )
      : null,
    outcome?.notes ? h('p', { class: 'entry-notes', dir: 'auto' }, outcome.notes) : null,
    openOutcome && call.withAgentAt
      ? h(
          'button',
          { type: 'button', class: 'link-button', onClick: () => openOutcome(call.callId) },
          outcome ? texts.editOutcome : texts.addOutcome,
        )
      : null,
  );
}

function activityEntry({ type, subjectName, changes = [] }: ActivityView, by: string): ComponentChild {
  const texts = later.timeline;
  return h(
    'div',
    { class: 'entry-body' },
    h('p', { dir: 'auto' }, texts.types[type](subjectName), h('span', { class: 'quiet' }, ` ${texts.by(by)}`)),
    changes.length > 0
      ? h(
          'ul',
          { class: 'changes' },
          changes.map((change) => h('li', { key: change.field }, changeLine(change))),
        )
      : null,
  );
}

function changeLine({ field, from, to }: FieldChange): ComponentChild[] {
  const { empty } = later.timeline;
  return [
    h('span', { class: 'quiet' }, `${later.fields[field] ?? field}: `),
    h('del', null, h('bdi', null, from || empty)),
    ' → ',
    h('ins', null, h('bdi', null, to || empty)),
  ];
}
