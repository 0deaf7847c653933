import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { isConflict } from '../api/api-error.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { later } from '../messages-later.ts';
import { changeContext, withDocument } from '../state/change-context.ts';
import type { Desk } from '../state/desk.ts';
import { contextId, type OpportunityKey, type Trouble } from '../state/desktop-state.ts';
import {
  type DocumentForm,
  documentEditBetween,
  documentFormFrom,
  LONGEST_TAG,
  MOST_TAGS,
  tagsFrom,
} from '../state/document-form.ts';
import { notify } from '../state/notify.ts';
import { ConflictTable } from './conflict-table.ts';
import { documentActions } from './document-actions.ts';
import { DocumentVersions } from './document-versions.ts';
import { editorForm } from './editor-form.ts';
import { textField } from './fields.ts';
import { useFocusOnMount } from './hooks.ts';

interface DocumentEditorProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly document: DocumentView;
  readonly categories: readonly string[];
  readonly onClose: () => void;
}

type Progress =
  | { readonly name: 'editing' | 'saving' }
  | { readonly name: 'failed'; readonly trouble: Trouble }
  | { readonly name: 'conflict'; readonly current: DocumentView };

/** Title, category and tags in the document's own place. Nothing is overwritten unseen: a 412 shows both and asks. */
export function DocumentEditor(props: DocumentEditorProps): ComponentChild {
  const { desk, opportunity, categories, onClose } = props;
  const texts = later.editor;
  const fields = later.fields;
  /** What the form was filled with: a newer version that arrives meanwhile must not change what the edit is measured against. */
  const [base] = useState(props.document);
  const [form, setForm] = useState<DocumentForm>(() => documentFormFrom(base));
  const [progress, setProgress] = useState<Progress>({ name: 'editing' });
  const first = useFocusOnMount<HTMLInputElement>();
  const change = (part: Partial<DocumentForm>): void => setForm({ ...form, ...part });
  const edit = documentEditBetween(base, form);

  const save = async (against: DocumentView): Promise<void> => {
    const trouble = wrongWith(form);
    if (trouble) return setProgress({ name: 'failed', trouble });
    if (Object.keys(edit).length === 0) return onClose();
    setProgress({ name: 'saving' });
    try {
      const saved = await apiOf(desk).editDocument(opportunity, against, edit);
      desk.store.update((state) => changeContext(state, opportunity, withDocument(saved)));
      notify(desk, { tone: 'success', text: texts.saved(saved.title) });
      onClose();
    } catch (error) {
      if (isConflict(error)) await desk.loadContext(opportunity);
      const documents = desk.store.get().contexts[contextId(opportunity)]?.context?.documents ?? [];
      const current = documents.find(({ id, version }) => id === against.id && version > against.version);
      setProgress(
        isConflict(error) && current ? { name: 'conflict', current } : { name: 'failed', trouble: troubleFrom(error) },
      );
    }
  };

  if (progress.name === 'conflict') {
    const { current } = progress;
    const theirs = documentFormFrom(current);
    const different = (Object.keys(edit) as (keyof DocumentForm)[]).filter((field) => form[field] !== theirs[field]);
    return h(ConflictTable, {
      name: current.title,
      rows: different.map((field) => ({ field: FIELD[field], mine: form[field], theirs: theirs[field] })),
      onKeepMine: () => void save(current),
      onKeepTheirs: onClose,
    });
  }
  const saving = progress.name === 'saving';
  return editorForm(
    {
      class: 'document-editor',
      label: base.title,
      trouble: progress.name === 'failed' ? progress.trouble : undefined,
      saving,
      onSave: () => void save(base),
      onClose,
      // Of what is there now: the bytes may have come while the form was open.
      actions: props.document.state === 'ready' ? documentActions(desk, opportunity, props.document) : null,
    },
    textField(fields[FIELD.title], form.title, (title) => change({ title }), {
      ...{ ref: first, maxLength: 500, required: true },
    }),
    textField(fields[FIELD.category], form.category, (category) => change({ category }), {
      ...{ suggestions: categories, maxLength: 100 },
    }),
    textField(texts.tagsHint, form.tags, (tags) => change({ tags }), { maxLength: MOST_TAGS * (LONGEST_TAG + 2) }),
    h(DocumentVersions, { desk, opportunity, document: props.document }),
  );
}

/** A person's title is something else than a document's, so their texts stand under different names. */
const FIELD = { title: 'documentTitle', category: 'category', tags: 'tags' } as const;

function wrongWith(form: DocumentForm): Trouble | undefined {
  const tags = tagsFrom(form.tags);
  if (!form.title.trim()) return { what: later.editor.needTitle };
  return tags.length > MOST_TAGS || tags.some(({ length }) => length > LONGEST_TAG)
    ? { what: later.editor.tooManyTags(MOST_TAGS, LONGEST_TAG) }
    : undefined;
}
