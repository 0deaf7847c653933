import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import * as editorTexts from '#texts/editor.ts';
import * as labels from '#texts/labels.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey, Trouble } from '../state/desktop-state.ts';
import {
  type DocumentForm,
  documentEditBetween,
  documentFormFrom,
  LONGEST_TAG,
  MOST_TAGS,
  tagsFrom,
} from '../state/document-form.ts';
import { documentEdit } from '../state/handle-document.ts';
import { documentActions } from './document-actions.ts';
import { DocumentVersions } from './document-versions.ts';
import { editorForm } from './editor-form.ts';
import { textField } from './fields.ts';
import { useFocusOnMount } from './hooks-later.ts';
import { useSubmission } from './submission.ts';

interface DocumentEditorProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly document: DocumentView;
  readonly categories: readonly string[];
  readonly onClose: () => void;
}

/** Title, category and tags in the document's own place. Nothing is overwritten unseen: a 412 shows both and asks. */
export function DocumentEditor(props: DocumentEditorProps): ComponentChild {
  const { desk, opportunity, categories, onClose } = props;
  const fields = labels.fields;
  /** What the form was filled with: a newer version that arrives meanwhile must not change what the edit is measured against. */
  const [base] = useState(props.document);
  const [form, setForm] = useState<DocumentForm>(() => documentFormFrom(base));
  const { submit, conflict, saving, trouble, fail } = useSubmission({ desk, onClose });
  const first = useFocusOnMount<HTMLInputElement>();
  const change = (part: Partial<DocumentForm>): void => setForm({ ...form, ...part });
  const edit = documentEditBetween(base, form);

  const save = async (): Promise<void> => {
    const wrong = wrongWith(form);
    if (wrong) return fail(wrong);
    if (Object.keys(edit).length === 0) return onClose();
    return submit(documentEdit(opportunity, base, edit), form.title.trim());
  };

  if (conflict) return conflict;
  return editorForm(
    {
      class: 'document-editor',
      label: base.title,
      trouble,
      saving,
      onSave: () => void save(),
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
    textField(editorTexts.tagsHint, form.tags, (tags) => change({ tags }), {
      maxLength: MOST_TAGS * (LONGEST_TAG + 2),
    }),
    h(DocumentVersions, { desk, opportunity, document: props.document }),
  );
}

/** A person's title is something else than a document's, so their texts stand under different names. */
const FIELD = { title: 'documentTitle', category: 'category', tags: 'tags' } as const;

function wrongWith(form: DocumentForm): Trouble | undefined {
  const tags = tagsFrom(form.tags);
  if (!form.title.trim()) return { what: editorTexts.needTitle };
  return tags.length > MOST_TAGS || tags.some(({ length }) => length > LONGEST_TAG)
    ? { what: editorTexts.tooManyTags(MOST_TAGS, LONGEST_TAG) }
    : undefined;
}
