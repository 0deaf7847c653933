import * as texts from '#texts/editor.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import { outboxOf } from '../outbox/outbox-of.ts';
import { beforeOf } from '../outbox/waiting-edit.ts';
import { changeContext, withContact } from './change-context.ts';
import { EMPTY_FORM, recreationOf } from './contact-form.ts';
import type { Desk } from './desk.ts';
import type { OpportunityKey } from './desktop-state.ts';
import { reportTrouble } from './handle-document.ts';
import { notify } from './notify.ts';

/** Gone from the screen at once; for some seconds it can be taken back. */
export async function removePerson(desk: Desk, key: OpportunityKey, person: ContactView): Promise<void> {
  const { id, name, version } = person;
  const work = { kind: 'remove-contact', id, before: beforeOf(EMPTY_FORM, person) } as const;
  const removal = { work, key, name, version };
  const submission = await outboxOf(desk).submit(removal);
  if (submission.name === 'refused') return reportTrouble(desk, submission.error);
  if (submission.name === 'conflict') return;
  notify(desk, {
    tone: 'info',
    text: texts.removed(name),
    action: { label: texts.undo, run: () => void bringBack(desk, key, person) },
  });
}

/** A removal that still waits is not sent at all; after one that was sent the person is added again. */
async function bringBack(desk: Desk, key: OpportunityKey, person: ContactView): Promise<void> {
  const { store } = desk;
  const { id, name } = person;
  const waits = store.get().waiting?.own.find(({ work }) => work.kind === 'remove-contact' && work.id === id);
  if (waits) {
    await outboxOf(desk).discard(waits.uid);
    store.update((state) => changeContext(state, key, withContact(person)));
  } else {
    const work = { kind: 'add-contact', id, body: recreationOf(person) } as const;
    const submission = await outboxOf(desk).submit({ work, key, name, version: 0 });
    if (submission.name === 'refused') return reportTrouble(desk, submission.error);
  }
  notify(desk, { tone: 'success', text: texts.undone(name) });
}
