import { type ComponentChild, h } from 'preact';
import * as texts from '#texts/conflict.ts';
import * as timelineTexts from '#texts/timeline.ts';
import { button } from './button.ts';
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
  const words = removes ? texts.removal : texts.change;
  const first = useFocusOnMount<HTMLButtonElement>();
  const cell = (value: string): ComponentChild => h('td', { dir: 'auto' }, value || timelineTexts.empty);
  return h(
    'div',
    { class: 'conflict', role: 'alertdialog', 'aria-label': texts.title(name) },
    h('strong', { dir: 'auto' }, texts.title(name)),
    h('p', null, texts.hint),
    h(
      'table',
      null,
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          [texts.field, words.mine, words.theirs].map((title) => h('th', { key: title, scope: 'col' }, title)),
        ),
      ),
      h(
        'tbody',
        null,
        rows.map(({ field, mine, theirs }) =>
          h('tr', { key: field }, h('th', { scope: 'row' }, field), cell(mine), cell(theirs)),
        ),
      ),
    ),
    h(
      'div',
      { class: 'form-actions' },
      button(words.keepMine, onKeepMine, { ref: first, class: 'button button-main' }),
      button(words.keepTheirs, onKeepTheirs),
    ),
  );
}
