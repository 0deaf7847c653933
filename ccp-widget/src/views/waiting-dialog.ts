import { type ComponentChild, h } from 'preact';
import * as outboxTexts from '#texts/outbox.ts';
import * as pageTexts from '#texts/page.ts';
import { formatMoment } from '../format/format-time.ts';
import { outboxOf } from '../outbox/outbox-of.ts';
import { recordOf, type WaitingEdit } from '../outbox/waiting-edit.ts';
import { discardEdit } from '../outbox/withdraw.ts';
import type { Desk } from '../state/desk.ts';
import { contextId } from '../state/desktop-state.ts';
import { useStore } from '../state/store.ts';
import { button } from './button.ts';
import { conflictRows, fieldNames } from './conflict-rows.ts';
import { ConflictTable } from './conflict-table.ts';
import { laterIcon } from './icon-later.ts';
import { dialogHead, useModal } from './modal.ts';

interface WaitingDialogProps {
  readonly desk: Desk;
  readonly online: boolean;
  readonly onClose: () => void;
}

/** Everything that waits, in its order: what it is, why it waits, and the way out. */
export function WaitingDialog({ desk, online, onClose }: WaitingDialogProps): ComponentChild {
  const dialog = useModal();
  const { own = [], others = 0 } = useStore(desk.store, (state) => state.waiting) ?? {};
  const forgetful = useStore(desk.store, (state) => state.forgetful);

  const held = new Set<string>();
  const entry = (edit: WaitingEdit): ComponentChild => {
    const record = recordOf(edit);
    const behind = held.has(record);
    held.add(record);
    const work = outboxTexts.works[edit.work.kind](edit.name);
    const fields = fieldNames(edit.work);
    const about = [formatMoment(edit.at), ...fields, ...(behind ? [outboxTexts.behind] : [])];
    return h(
      'li',
      { key: edit.uid, class: `finding finding-${edit.stuck ? 'bad' : 'unsure'}` },
      h('span', { class: 'finding-mark', 'aria-hidden': 'true' }, laterIcon(edit.stuck ? 'help' : 'hold')),
      h(
        'div',
        { class: 'finding-words' },
        h('h3', { dir: 'auto' }, work),
        h('p', { class: 'quiet' }, about.join(' · ')),
        edit.stuck?.name === 'refused' ? h('p', null, edit.stuck.why) : null,
        edit.stuck?.name === 'conflict'
          ? conflict(edit, edit.stuck)
          : button(outboxTexts.discard, () => void discardEdit(desk, edit.uid), {
              'aria-label': outboxTexts.discardWork(work),
            }),
      ),
    );
  };
  const conflict = (
    { uid, name, key, work }: WaitingEdit,
    { theirs }: Extract<WaitingEdit['stuck'], { name: 'conflict' }>,
  ): ComponentChild => {
    const people = key && desk.store.get().contexts[contextId(key)]?.context?.contacts;
    return h(ConflictTable, {
      name,
      rows: conflictRows(work, theirs, people),
      removes: work.kind === 'remove-contact',
      onKeepMine: () => void outboxOf(desk).keepMine(uid),
      onKeepTheirs: () => void discardEdit(desk, uid),
    });
  };

  return h(
    'dialog',
    { ref: dialog, class: 'diagnostics', 'aria-labelledby': 'waiting-title', onClose },
    dialogHead(dialog, 'waiting-title', outboxTexts.title),
    h('p', { class: 'quiet', role: 'status' }, own.length > 0 ? outboxTexts.hint : outboxTexts.none),
    forgetful ? h('p', null, h('strong', null, outboxTexts.forgetful)) : null,
    others > 0 ? h('p', null, outboxTexts.others(others)) : null,
    h('ul', { class: 'findings' }, own.map(entry)),
    h(
      'div',
      { class: 'form-actions' },
      button(outboxTexts.sendNow, () => void outboxOf(desk).flush(), {
        class: 'button button-main',
        disabled: !online || own.length === 0,
      }),
      button(pageTexts.close, () => dialog.current?.close()),
    ),
  );
}
