import type { ComponentChild } from 'preact';
import * as texts from '#texts/documents.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { formatCount } from '../format/format-number.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { DocumentRow } from './document-row.ts';
import { Fragment, h, useState } from './h.ts';
import { icon } from './icon.ts';
import { inParts } from './in-parts.ts';
import { lazy } from './lazy.ts';

/** More than an eye takes in at once: from here on there is a search box. */
const HANDFUL = 6;

const Uploads = lazy((later) => later.Uploads);
const DocumentEditor = lazy((later) => later.DocumentEditor);
const DocumentFilterBar = lazy((later) => later.DocumentFilterBar);

interface DocumentsProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly documents: readonly DocumentView[];
  readonly onOpen: (document: DocumentView) => void;
}

export function Documents({ desk, opportunity, documents, onOpen }: DocumentsProps): ComponentChild {
  const [dragging, setDragging] = useState(false);
  const [chosen, setChosen] = useState<readonly File[]>([]);
  const [editing, setEditing] = useState<string | undefined>();
  /** Of the documents, those that the filter lets through; absent: all. */
  const [narrowed, setNarrowed] = useState<
    ((documents: readonly DocumentView[]) => readonly DocumentView[]) | undefined
  >();
  const take = (files: FileList | null | undefined): void => {
    if (files && files.length > 0) setChosen([...files]);
  };
  const tagged = documents.some(({ tags }) => tags.length > 0);
  const searchable = documents.length > HANDFUL;
  const shown = narrowed ? narrowed(documents) : documents;
  const row = (document: DocumentView): ComponentChild =>
    document.id === editing
      ? h(
          'li',
          { key: document.id },
          h(DocumentEditor, {
            desk,
            opportunity,
            document,
            categories: [...new Set(documents.map(({ category }) => category))].filter(Boolean).toSorted(),
            onClose: () => setEditing(undefined),
          }),
        )
      : h(DocumentRow, { key: document.id, desk, opportunity, document, onOpen, onEdit: setEditing });
  return h(
    'section',
    {
      class: dragging ? 'panel documents dragging' : 'panel documents',
      'aria-label': texts.title,
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setDragging(true);
      },
      onDragLeave: (event: DragEvent & { currentTarget: HTMLElement }) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
          setDragging(false);
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        setDragging(false);
        take(event.dataTransfer?.files);
      },
    },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', null, texts.title, h('span', { class: 'count' }, formatCount(documents.length))),
      h(
        'label',
        { class: 'button button-quiet' },
        icon('upload'),
        texts.upload,
        h('input', {
          type: 'file',
          multiple: true,
          class: 'visually-hidden',
          onChange: (event: Event & { currentTarget: HTMLInputElement }) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          },
        }),
      ),
    ),
    dragging ? h('p', { class: 'drop-hint' }, texts.dropHere) : null,
    h(Uploads, { desk, opportunity, files: chosen }),
    documents.length === 0 ? h('p', { class: 'quiet' }, texts.none) : null,
    searchable || tagged
      ? h(
          // Its height is taken before it has been loaded, so that the list does not jump.
          'div',
          { class: `filter-place${searchable ? ' with-search' : ''}${tagged ? ' with-tags' : ''}` },
          h(DocumentFilterBar, { documents, searchable, onNarrow: (filter) => setNarrowed(() => filter) }),
        )
      : null,
    byCategory(shown).map(([category, members]) =>
      h(
        Fragment,
        { key: category },
        h('h3', { class: 'clamp', dir: 'auto', title: category }, category),
        inParts(members).map((part, index) => h('ul', { key: index, class: 'files' }, part.map(row))),
      ),
    ),
  );
}

/** Pinned ones first, then the categories by name; within each the newest first. */
function byCategory(documents: readonly DocumentView[]): readonly [string, readonly DocumentView[]][] {
  const groups = Map.groupBy(documents, ({ pinned, category }) => (pinned ? texts.pinned : category || texts.other));
  const rank = (name: string): number => (name === texts.pinned ? 0 : name === texts.other ? 2 : 1);
  return [...groups]
    .toSorted(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([name, members]) => [name, members.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))]);
}
