import { type ComponentChild, h } from 'preact';
import { later } from '../messages-later.ts';
import { useFocusOnMount } from './hooks-later.ts';

export interface ConflictRow {
  readonly field: string;
  readonly mine: string;
  readonly theirs: string;
}

interface ConflictTableProps {
  readonly name: string;
  readonly rows: readonly ConflictRow[];
  /** The agent wants the record to be gone. */
  readonly removes?: boolean;
  readonly onKeepMine: () => void;
  readonly onKeepTheirs: () => void;
}

/** Two people changed the same thing: both values side by side, and the agent's choice. */
export function ConflictTable({ name, rows, removes, onKeepMine, onKeepTheirs }: ConflictTableProps): ComponentChild {
  const texts = { ...later.editor, ...(removes && later.editor.removal) };
  const first = useFocusOnMount<HTMLButtonElement>();
  const cell = (value: string): ComponentChild => h('td', { dir: 'auto' }, value || later.timeline.empty);
  return h(
    'div',
    { class: 'conflict', role: 'alertdialog', 'aria-label': texts.conflict(name) },
    h('strong', { dir: 'auto' }, texts.conflict(name)),
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
        rows.map(({ field, mine, theirs }) =>
          h('tr', { key: field }, h('th', { scope: 'row' }, later.fields[field] ?? field), cell(mine), cell(theirs)),
        ),
      ),
    ),
    h(
      'div',
      { class: 'form-actions' },
      h('button', { ref: first, type: 'button', class: 'button button-main', onClick: onKeepMine }, texts.keepMine),
      h('button', { type: 'button', class: 'button', onClick: onKeepTheirs }, texts.keepTheirs),
    ),
  );
}
