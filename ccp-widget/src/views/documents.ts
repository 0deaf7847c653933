import { type ComponentChild, Fragment, h } from 'preact';
import { useState } from 'preact/hooks';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { formatBytes } from '../format/format-bytes.ts';
import { formatMoment } from '../format/format-time.ts';
import { messages } from '../messages.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { icon } from './icon.ts';
import { lazy } from './lazy.ts';

const Uploads = lazy(() => import('./uploads.ts').then((view) => view.Uploads));

interface DocumentsProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly documents: readonly DocumentView[];
  readonly onOpen: (document: DocumentView) => void;
}

export function Documents({ desk, opportunity, documents, onOpen }: DocumentsProps): ComponentChild {
  const texts = messages.documents;
  const [dragging, setDragging] = useState(false);
  const [chosen, setChosen] = useState<readonly File[]>([]);
  const take = (files: FileList | null | undefined): void => {
    if (files && files.length > 0) setChosen([...files]);
  };
  return h(
    'section',
    {
      class: dragging ? 'panel documents dragging' : 'panel documents',
      'aria-labelledby': 'documents-title',
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
      h('h2', { id: 'documents-title' }, texts.title, h('span', { class: 'count' }, documents.length)),
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
    chosen.length > 0 ? h(Uploads, { desk, opportunity, files: chosen }) : null,
    documents.length === 0 ? h('p', { class: 'quiet' }, texts.none) : null,
    byCategory(documents).map(([category, members]) =>
      h(
        Fragment,
        { key: category },
        h('h3', { class: 'clamp', dir: 'auto', title: category }, category),
        h(
          'ul',
          { class: 'files' },
          members.map((document) => h(DocumentRow, { key: document.id, desk, opportunity, document, onOpen })),
        ),
      ),
    ),
  );
}

interface DocumentRowProps extends Omit<DocumentsProps, 'documents'> {
  readonly document: DocumentView;
}

function DocumentRow({ desk, opportunity, document, onOpen }: DocumentRowProps): ComponentChild {
  const texts = messages.documents;
  const ready = document.state === 'ready';
  const act = (what: 'pin' | 'download'): void =>
    void import('../state/handle-document.ts').then((handle) =>
      what === 'pin'
        ? handle.pinDocument(desk, opportunity, document)
        : handle.downloadDocument(desk, opportunity, document),
    );
  return h(
    'li',
    { class: `file file-${document.state}` },
    h(
      'button',
      {
        type: 'button',
        class: 'file-open',
        disabled: !ready,
        onClick: () => onOpen(document),
      },
      h('span', { class: `file-kind kind-${kindOf(document)}`, 'aria-hidden': 'true' }, kindOf(document)),
      h(
        'span',
        { class: 'file-facts' },
        h('span', { class: 'visually-hidden' }, texts.open),
        h('bdi', { class: 'file-title' }, document.title),
        h('span', { class: 'quiet' }, describe(document)),
      ),
    ),
    h(
      'button',
      {
        type: 'button',
        class: document.pinned ? 'icon-button pinned' : 'icon-button',
        'aria-pressed': document.pinned,
        'aria-label': document.pinned ? texts.unpin(document.title) : texts.pin(document.title),
        onClick: () => act('pin'),
      },
      icon('pin', document.pinned),
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        disabled: !ready,
        'aria-label': texts.download(document.title),
        onClick: () => act('download'),
      },
      icon('download'),
    ),
  );
}

function describe(document: DocumentView): string {
  const texts = messages.documents;
  if (document.state === 'failed')
    return `${texts.states.failed}: ${document.reason ? texts.failures[document.reason] : messages.trouble.unexpected}`;
  if (document.state !== 'ready') return texts.states[document.state];
  const size = document.bytes === undefined ? [] : [formatBytes(document.bytes)];
  return [...size, formatMoment(new Date(document.updatedAt), new Date())].join(' · ');
}

/** What stands on the sheet of paper: three or four letters that people know. */
function kindOf({ contentType, fileName }: DocumentView): string {
  if (contentType === 'application/pdf') return 'pdf';
  if (contentType.startsWith('image/')) return 'img';
  const ending = /\.([a-z0-9]{1,4})$/i.exec(fileName)?.[1]?.toLowerCase();
  return ending ?? (contentType.startsWith('text/') ? 'txt' : 'file');
}

/** Pinned ones first, then the categories by name; within each the newest first. */
function byCategory(documents: readonly DocumentView[]): readonly [string, readonly DocumentView[]][] {
  const texts = messages.documents;
  const groups = Map.groupBy(documents, ({ pinned, category }) => (pinned ? texts.pinned : category || texts.other));
  const rank = (name: string): number => (name === texts.pinned ? 0 : name === texts.other ? 2 : 1);
  return [...groups]
    .toSorted(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([name, members]) => [name, members.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))]);
}
