import type { ComponentChild } from 'preact';
import * as callTexts from '#texts/call.ts';
import * as peopleTexts from '#texts/people.ts';
import type { CallView } from '../../../functions/core/contracts/call.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import { localTime } from '../format/format-time.ts';
import { initials, toneOf } from '../format/initials.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import type { LineState } from '../state/person-on-the-line.ts';
import { h } from './h.ts';
import { icon } from './icon.ts';
import { lazy, loadLater } from './lazy.ts';

const LastCall = lazy((later) => later.LastCall);
const AddToCall = lazy((later) => later.AddToCall);
const Waits = lazy((later) => later.Waits);

interface PersonCardProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly contact: ContactView;
  readonly now: Date;
  /** How this person is on the call. */
  readonly phase: LineState | undefined;
  readonly reportsTo: string | undefined;
  readonly lastCall: CallView | undefined;
  readonly onEdit: () => void;
}

export function PersonCard({
  desk,
  opportunity,
  contact,
  now,
  phase,
  reportsTo,
  lastCall,
  onEdit,
}: PersonCardProps): ComponentChild {
  const time = contact.timeZone === undefined ? undefined : localTime(contact.timeZone, now);
  const work = [contact.title, contact.company].filter((text) => text !== undefined);
  const [phone, ...others] = contact.phones;
  const live = phase === 'ringing' || phase === 'connected' || phase === 'hold';
  const call = (number?: string): void =>
    void loadLater().then(({ requestCall }) => requestCall(desk, opportunity, contact, number));

  return h(
    'article',
    { class: live ? `person on-the-line line-${phase}` : 'person', 'aria-label': contact.name },
    h('span', { class: `avatar tone-${toneOf(contact.id)}`, 'aria-hidden': 'true' }, initials(contact.name)),
    h(
      'div',
      { class: 'person-facts' },
      h(
        'p',
        { class: 'person-name' },
        h('bdi', { class: 'clamp', title: contact.name }, contact.name),
        contact.primary
          ? h(
              'span',
              { class: 'star', role: 'img', 'aria-label': peopleTexts.primary, title: peopleTexts.primary },
              icon('star', true),
            )
          : null,
      ),
      work.length > 0 ? h('p', { class: 'person-work' }, joined(work)) : null,
      h(
        'p',
        { class: 'chips' },
        h(Waits, { desk, id: contact.id }),
        live ? h('span', { class: 'chip chip-live' }, callTexts.phases[phase]) : null,
        contact.doNotCall ? h('span', { class: 'chip chip-danger' }, icon('stop'), peopleTexts.doNotCall) : null,
        contact.role ? h('span', { class: 'chip', dir: 'auto' }, contact.role) : null,
        reportsTo === undefined ? null : h('span', { class: 'quiet', dir: 'auto' }, peopleTexts.reportsTo(reportsTo)),
      ),
      h(
        'p',
        { class: 'person-reach quiet' },
        h('span', { class: 'number', dir: 'ltr' }, phone?.number ?? peopleTexts.noPhone),
        others.map(({ number }) =>
          h(
            'button',
            {
              key: number,
              type: 'button',
              class: 'number number-button',
              dir: 'ltr',
              'aria-label': peopleTexts.callNumber(contact.name, number),
              disabled: contact.doNotCall || live,
              onClick: () => call(number),
            },
            number,
          ),
        ),
        time
          ? h(
              'span',
              {
                class: time.night ? 'local-time night' : 'local-time',
                title: time.night ? peopleTexts.nightTimeHint : undefined,
              },
              icon('clock'),
              peopleTexts.localTime(time.clock),
              time.night ? `, ${peopleTexts.nightTime}` : '',
            )
          : null,
      ),
      // The line is there before its words have been loaded.
      lastCall ? h('p', { class: 'person-last quiet' }, h(LastCall, { call: lastCall, now })) : null,
    ),
    h(
      'div',
      { class: 'person-actions' },
      live ? null : h(AddToCall, { desk, contact }),
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button icon-button-call',
          'aria-label': peopleTexts.callPerson(contact.name),
          title: peopleTexts.call,
          disabled: contact.doNotCall || phone === undefined || live,
          onClick: () => call(),
        },
        icon('phone'),
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-label': peopleTexts.editPerson(contact.name),
          title: peopleTexts.edit,
          onClick: onEdit,
        },
        icon('edit'),
      ),
    ),
  );
}

/** Each text in its own direction, with a dot between. */
const joined = (texts: readonly string[]): ComponentChild[] =>
  texts.flatMap((text, index) => [...(index > 0 ? [' · '] : []), h('bdi', { key: index }, text)]);
