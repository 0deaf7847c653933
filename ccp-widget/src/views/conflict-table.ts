import { type ComponentChild, h } from 'preact';
import type { ContactEdit } from '../../../functions/core/contracts/agent-requests.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import { later } from '../messages-later.ts';
import type { ContactForm } from '../state/contact-form.ts';
import { useFocusOnMount } from './hooks.ts';

interface ConflictTableProps {
  readonly name: string;
  readonly mine: ContactForm;
  readonly theirs: ContactForm;
  readonly fields: readonly (keyof ContactEdit)[];
  readonly people: readonly ContactView[];
  readonly onKeepMine: () => void;
  readonly onKeepTheirs: () => void;
}

/** Two people changed the same person: both values side by side, and the agent's choice. */
export function ConflictTable(props: ConflictTableProps): ComponentChild {
  const texts = later.editor;
  const first = useFocusOnMount<HTMLButtonElement>();
  const show = (form: ContactForm, field: keyof ContactEdit): string => {
    const value = form[field === 'phones' ? 'phone' : field];
    if (typeof value === 'boolean') return (value ? later.fields.yes : later.fields.no) ?? '';
    if (field === 'reportsTo') return props.people.find(({ id }) => id === value)?.name ?? value;
    return value || later.timeline.empty;
  };
  return h(
    'div',
    { class: 'conflict', role: 'alertdialog', 'aria-label': texts.conflict(props.name) },
    h('strong', { dir: 'auto' }, texts.conflict(props.name)),
    h('p', null, texts.conflictHint),
    h(
      'table',
      null,
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          [texts.field, texts.mine, texts.theirs].map((title) => h('th', { key: title, scope: 'col' }, title)),
        ),
      ),
      h(
        'tbody',
        null,
        props.fields.map((field) =>
          h(
            'tr',
            { key: field },
            h('th', { scope: 'row' }, later.fields[field] ?? field),
            h('td', { dir: 'auto' }, show(props.mine, field)),
            h('td', { dir: 'auto' }, show(props.theirs, field)),
          ),
        ),
      ),
    ),
    h(
      'div',
      { class: 'form-actions' },
      h(
        'button',
        { ref: first, type: 'button', class: 'button button-main', onClick: props.onKeepMine },
        texts.keepMine,
      ),
      h('button', { type: 'button', class: 'button', onClick: props.onKeepTheirs }, texts.keepTheirs),
    ),
  );
}
