import * as editorTexts from '#texts/editor.ts';
import * as outboxTexts from '#texts/outbox.ts';
import { changeContext } from '../state/change-context.ts';
import type { Desk } from '../state/desk.ts';
import { notify } from '../state/notify.ts';
import { outboxOf } from './outbox-of.ts';
import { withoutEdit } from './overlay.ts';
import type { NewEdit } from './waiting-edit.ts';

/** What will not be sent is not shown as if it were. */
export function withdraw(desk: Desk, { key, work }: NewEdit): void {
  if (!key) return;
  desk.store.update((state) => changeContext(state, key, (context) => withoutEdit(context, work)));
  if (navigator.onLine) void desk.loadContext(key);
}

/** Takes back what has not been sent; for some seconds that can be taken back too. */
export async function discardEdit(desk: Desk, uid: string): Promise<void> {
  const edit = desk.store.get().waiting?.own.find((one) => one.uid === uid);
  if (!edit) return;
  const outbox = outboxOf(desk);
  await outbox.discard(uid);
  withdraw(desk, edit);
  const { uid: _uid, owner: _owner, at: _at, stuck: _stuck, ...again } = edit;
  notify(desk, {
    tone: 'info',
    text: outboxTexts.discarded(edit.name),
    action: { label: editorTexts.undo, run: () => void outbox.submit(again) },
  });
}
