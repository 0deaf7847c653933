import type { DocumentEdit } from '../../../functions/core/contracts/agent-requests.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { apiOf } from '../api/desktop-api.ts';
import { wordsOf } from '../api/trouble.ts';
import { outboxOf } from '../outbox/outbox-of.ts';
import { beforeOf, type NewEdit } from '../outbox/waiting-edit.ts';
import { changeContext, withDocument } from './change-context.ts';
import type { Desk } from './desk.ts';
import type { OpportunityKey } from './desktop-state.ts';
import { notify } from './notify.ts';

export const documentEdit = (key: OpportunityKey, document: DocumentView, body: DocumentEdit): NewEdit => ({
  work: { kind: 'edit-document', id: document.id, body, before: beforeOf(body, document) },
  ...{ key, name: document.title, version: document.version },
});

/** Shown as pinned at once; taken back, with the reason, when the API does not follow. */
export async function pinDocument(desk: Desk, key: OpportunityKey, document: DocumentView): Promise<void> {
  const edit = documentEdit(key, document, { pinned: !document.pinned });
  desk.store.update((state) => changeContext(state, key, withDocument({ ...document, pinned: !document.pinned })));
  const submission = await outboxOf(desk).submit(edit);
  if (submission.name === 'refused') reportTrouble(desk, submission.error);
}

/** The link lives for minutes only, so it is asked for when it is needed. */
export async function downloadDocument(desk: Desk, key: OpportunityKey, { id }: DocumentView): Promise<void> {
  try {
    const { url, fileName } = await apiOf(desk).linkDocument(key, id, 'attachment');
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = fileName;
    anchor.rel = 'noreferrer';
    anchor.click();
  } catch (error) {
    reportTrouble(desk, error);
  }
}

export const reportTrouble = (desk: Desk, error: unknown): void =>
  notify(desk, { tone: 'problem', text: wordsOf(error) });
