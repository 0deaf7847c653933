import type { ComponentChild } from 'preact';
import * as texts from '#texts/people.ts';
import type { ContactView, OpportunityContext } from '../../../functions/core/contracts/opportunity-context.ts';
import { formatCount } from '../format/format-number.ts';
import { areRelated } from '../state/are-related.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { lastCalls } from '../state/last-calls.ts';
import type { LineState } from '../state/person-on-the-line.ts';
import { Fragment, h, useState } from './h.ts';
import { useNow } from './hooks.ts';
import { icon } from './icon.ts';
import { inParts } from './in-parts.ts';
import { lazy } from './lazy.ts';
import { PersonCard } from './person-card.ts';

const RelationshipTree = lazy((later) => later.RelationshipTree);
const PersonEditor = lazy((later) => later.PersonEditor);

interface PeopleProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly context: OpportunityContext;
  /** By id, the people who are on the call. */
  readonly onTheLine: ReadonlyMap<string, LineState> | undefined;
}

const GROUPS = ['stakeholder', 'team'] as const;
const NEW = Symbol('new person');

export function People({ desk, opportunity, context, onTheLine }: PeopleProps): ComponentChild {
  const [editing, setEditing] = useState<string | typeof NEW | undefined>();
  const now = useNow(60_000);
  const [drawn, setDrawn] = useState(false);
  const [chosen, setChosen] = useState<string | undefined>();
  const { contacts, capabilities } = context;
  const taken = capabilities?.contacts;
  const last = lastCalls(context.calls);
  const names = new Map(contacts.map(({ id, name }) => [id, name]));
  const close = (): void => setEditing(undefined);
  const edit = (contact: ContactView | undefined): ComponentChild =>
    h(PersonEditor, {
      key: contact?.id ?? 'new',
      desk,
      opportunity,
      contacts,
      taken,
      ...(contact ? { contact } : {}),
      onClose: close,
    });

  const card = (contact: ContactView): ComponentChild =>
    h(
      'li',
      { key: contact.id, ...(chosen === contact.id ? { tabIndex: -1, ref: bringIntoView } : {}) },
      editing === contact.id
        ? edit(contact)
        : h(PersonCard, {
            desk,
            opportunity,
            contact,
            now,
            phase: onTheLine?.get(contact.id),
            reportsTo: contact.reportsTo === undefined ? undefined : names.get(contact.reportsTo),
            lastCall: last.get(contact.id),
            onEdit: () => setEditing(contact.id),
          }),
    );

  return h(
    'section',
    { class: 'panel people', 'aria-label': texts.title },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', null, texts.title, h('span', { class: 'count' }, formatCount(contacts.length))),
      taken?.add === 'no'
        ? null
        : h(
            'button',
            { type: 'button', class: 'button button-quiet', onClick: () => setEditing(NEW) },
            icon('plus'),
            texts.add,
          ),
    ),
    editing === NEW ? edit(undefined) : null,
    areRelated(contacts) ? viewSwitch(drawn, setDrawn) : null,
    drawn
      ? h(RelationshipTree, {
          contacts,
          onTheLine,
          onChoose: (id) => {
            setChosen(id);
            setDrawn(false);
          },
        })
      : null,
    (drawn ? [] : GROUPS).map((group) => {
      const members = inOrder(
        contacts.filter((contact) => contact.group === group),
        onTheLine,
      );
      if (members.length === 0 && group === 'team') return null;
      return h(
        Fragment,
        { key: group },
        h('h3', null, texts.groups[group]),
        members.length === 0
          ? h('p', { class: 'quiet' }, texts.none)
          : inParts(members).map((part, index) =>
              h('ul', { key: index, class: 'cards', 'aria-label': texts.groups[group] }, part.map(card)),
            ),
      );
    }),
  );
}

const bringIntoView = (item: HTMLElement | null): void => item?.focus();

const viewSwitch = (drawn: boolean, onChange: (drawn: boolean) => void): ComponentChild =>
  h(
    'div',
    { class: 'segments', role: 'group', 'aria-label': texts.view },
    [false, true].map((value) =>
      h(
        'button',
        { key: String(value), type: 'button', 'aria-pressed': drawn === value, onClick: () => onChange(value) },
        value ? texts.relationships : texts.list,
      ),
    ),
  );

/** Who is on the line, then the primary contact, then by name. */
function inOrder(contacts: readonly ContactView[], onTheLine: PeopleProps['onTheLine']): readonly ContactView[] {
  const rank = ({ id, primary }: ContactView): number => (onTheLine?.has(id) ? 0 : primary ? 1 : 2);
  return contacts.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
