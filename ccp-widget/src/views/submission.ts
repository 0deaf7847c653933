import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import * as texts from '#texts/editor.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import { troubleFrom } from '../api/trouble.ts';
import { outboxOf } from '../outbox/outbox-of.ts';
import { type NewEdit, onTopOf, type Values } from '../outbox/waiting-edit.ts';
import type { Desk } from '../state/desk.ts';
import type { Trouble } from '../state/desktop-state.ts';
import { notify } from '../state/notify.ts';
import { conflictRows } from './conflict-rows.ts';
import { ConflictTable } from './conflict-table.ts';

type Progress =
  | { readonly name: 'editing' | 'saving' }
  | { readonly name: 'failed'; readonly trouble: Trouble }
  | { readonly name: 'conflict'; readonly edit: NewEdit; readonly theirs: Values; readonly version: number };

interface SubmissionOptions {
  readonly desk: Desk;
  readonly onClose: () => void;
  /** Whom the fields of a person name by id. */
  readonly people?: readonly ContactView[];
}

/**
 * How the form of an editor gets rid of its edit: sent or kept, it closes. Nothing is overwritten unseen: a conflict is
 * shown in the place of the form, both values side by side.
 */
export function useSubmission({ desk, onClose, people }: SubmissionOptions) {
  const [progress, setProgress] = useState<Progress>({ name: 'editing' });
  const submit = async (edit: NewEdit, saved: string): Promise<void> => {
    setProgress({ name: 'saving' });
    const submission = await outboxOf(desk).submit(edit);
    if (submission.name === 'conflict') return setProgress({ ...submission, edit });
    if (submission.name === 'refused') return setProgress({ name: 'failed', trouble: troubleFrom(submission.error) });
    if (submission.name === 'sent') notify(desk, { tone: 'success', text: texts.saved(saved) });
    onClose();
  };
  const conflict = (): ComponentChild => {
    if (progress.name !== 'conflict') return undefined;
    const { edit, theirs, version } = progress;
    return h(ConflictTable, {
      name: edit.name,
      rows: conflictRows(edit.work, theirs, people),
      onKeepMine: () => void submit(onTopOf(edit, theirs, version), edit.name),
      onKeepTheirs: onClose,
    });
  };
  return {
    submit,
    conflict: conflict(),
    saving: progress.name === 'saving',
    trouble: progress.name === 'failed' ? progress.trouble : undefined,
    fail: (trouble: Trouble): void => setProgress({ name: 'failed', trouble }),
  };
}
