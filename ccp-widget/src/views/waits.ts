import { type ComponentChild, h } from 'preact';
import * as texts from '#texts/outbox.ts';
import type { Desk } from '../state/desk.ts';

/** The mark of a person or document whose edit is not sent yet. Drawn anew with the deal, at every change of the state. */
export function Waits({ desk, id }: { desk: Desk; id: string }): ComponentChild {
  const edits = desk.store.get().waiting?.own.filter(({ work }) => work.id === id) ?? [];
  if (edits.length === 0) return null;
  return h('span', { class: 'chip chip-warning' }, edits.some(({ stuck }) => stuck) ? texts.needsYou : texts.waits);
}
