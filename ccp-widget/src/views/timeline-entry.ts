import { type ComponentChild, h } from 'preact';
import { callReasons, callStates } from '#texts/call-states.ts';
import * as callsTexts from '#texts/calls.ts';
import * as labels from '#texts/labels.ts';
import * as timelineTexts from '#texts/timeline.ts';
import type { CallView, LinePlace } from '../../../functions/core/contracts/call.ts';
import type { ActivityView, ContactView, FieldChange } from '../../../functions/core/contracts/opportunity-context.ts';
import { formatDuration } from '../format/format-duration.ts';
import { formatClock, formatMoment } from '../format/format-time.ts';
import { callTime } from '../state/timeline-entries.ts';
import { isWaiting } from '../state/waiting-calls.ts';
import { fieldName, fieldText } from './field-text.ts';
import { linePlace } from './line-place.ts';
import { linkButton } from './link-button.ts';

export function callEntry(
  call: CallView,
  me: string | undefined,
  now: Date,
  openOutcome: ((callId: string) => void) | undefined,
  newer: LinePlace | undefined,
  /** What can still be done about it. */
  actions: ComponentChild,
): ComponentChild {
  const nobody = call.erasedAt === undefined ? callsTexts.unknown : timelineTexts.erasedPerson;
  const who = call.contactName ?? call.phone ?? nobody;
  const agent = call.takenBy ?? call.agentUsername;
  const agentName = agent === undefined ? timelineTexts.someone : agent === me ? timelineTexts.you : agent;
  const time = callTime(call);
  const { outcome, reason } = call;
  const place = linePlace(call, newer);
  const facts = [
    ...(call.followUpOf === undefined ? [] : [timelineTexts.callback]),
    reason ? `${callStates[call.state]}: ${callReasons[reason]}` : callStates[call.state],
    ...(time === undefined ? [] : [timelineTexts.duration(formatDuration(time))]),
    ...(place ? [place] : call.dueAt ? [timelineTexts.due(formatMoment(call.dueAt, now))] : []),
  ];
  return h(
    'div',
    { class: 'entry-body' },
    h('p', { dir: 'auto' }, sentence(call, agentName, who)),
    call.topic ? h('p', { dir: 'auto' }, call.topic) : null,
    h('p', { class: 'quiet' }, facts.join(' · ')),
    outcome
      ? h(
          'p',
          { class: 'chips' },
          h('span', { class: 'chip' }, labels.dispositions[outcome.disposition] ?? outcome.disposition),
          outcome.followUpAt
            ? h('span', { class: 'quiet' }, timelineTexts.followUp(formatMoment(outcome.followUpAt, now)))
            : null,
        )
      : null,
    details(call, me, now),
    actions,
    openOutcome && call.withAgentAt
      ? linkButton(outcome ? timelineTexts.editOutcome : timelineTexts.addOutcome, () => openOutcome(call.callId))
      : null,
  );
}

function sentence(call: CallView, agentName: string, who: string): string {
  if (call.direction === 'inbound') return timelineTexts.inbound(who);
  return isWaiting(call) ? timelineTexts.willCall(who) : timelineTexts.outbound(agentName, who);
}

const TIMES = ['requestedAt', 'dialingAt', 'answeredAt', 'withAgentAt', 'endedAt'] as const;

/** Closed: the first line of the notes. Opened: all of them, and how the call went by the clock. */
function details(call: CallView, me: string | undefined, now: Date): ComponentChild {
  const { outcome } = call;
  const times = TIMES.flatMap((name) => {
    const at = call[name];
    return at ? [[timelineTexts.times[name], formatClock(at)] as const] : [];
  });
  return h(
    'details',
    { class: 'call-details' },
    h('summary', { dir: 'auto' }, h('span', { class: 'entry-notes' }, outcome?.notes || timelineTexts.details)),
    h(
      'dl',
      { class: 'call-times quiet' },
      times.map(([name, clock]) => h('div', { key: name }, h('dt', null, name), h('dd', null, clock))),
    ),
    outcome
      ? h(
          'p',
          { class: 'quiet' },
          timelineTexts.savedBy(
            outcome.savedBy === me ? timelineTexts.byYou : outcome.savedBy,
            formatMoment(outcome.savedAt, now),
          ),
        )
      : null,
  );
}

export function activityEntry(
  { type, subjectName, changes = [], by, erased }: ActivityView,
  me: string | undefined,
  now: Date,
  people: readonly ContactView[],
): ComponentChild {
  const whose = type === 'document.opened' ? timelineTexts.throughLink : timelineTexts.by;
  return h(
    'div',
    { class: 'entry-body' },
    h(
      'p',
      { dir: 'auto' },
      timelineTexts.types[type](erased ? timelineTexts.erasedPerson : subjectName),
      h('span', { class: 'quiet' }, ` ${whose(by === me ? timelineTexts.byYou : by)}`),
    ),
    changes.length > 0
      ? h(
          'ul',
          { class: 'changes' },
          changes.map((change) => h('li', { key: change.field }, changeLine(type, change, now, people))),
        )
      : null,
  );
}

/** The API tells no earlier values of a document and of an outcome: nothing to strike out there. */
const knowsBefore = (type: ActivityView['type']): boolean => type.startsWith('contact.') || type === 'call.moved';

function changeLine(
  type: ActivityView['type'],
  { field, from, to }: FieldChange,
  now: Date,
  people: readonly ContactView[],
): ComponentChild[] {
  const isTime = field === 'notBefore' || field === 'until';
  const shown = (value = ''): string =>
    (value && isTime ? formatMoment(value, now) : fieldText(field, value, people)) || timelineTexts.empty;
  return [
    h('span', { class: 'quiet' }, `${fieldName(type.startsWith('document'), field)}: `),
    ...(knowsBefore(type) ? [h('del', null, h('bdi', null, shown(from))), ' → '] : []),
    h('ins', null, h('bdi', null, shown(to))),
  ];
}
