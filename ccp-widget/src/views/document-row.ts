import type { ComponentChild } from 'preact';
import * as texts from '#texts/documents.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { formatBytes } from '../format/format-bytes.ts';
import { formatMoment } from '../format/format-time.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { h } from './h.ts';
import { icon } from './icon.ts';
import { lazy, loadLater } from './lazy.ts';

const DocumentFailure = lazy((later) => later.DocumentFailure);
const DocumentPlace = lazy((later) => later.DocumentPlace);

interface DocumentRowProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly document: DocumentView;
  readonly onOpen: (document: DocumentView) => void;
  readonly onEdit: (id: string) => void;
}

export function DocumentRow({ desk, opportunity, document, onOpen, onEdit }: DocumentRowProps): ComponentChild {
  const ready = document.state === 'ready';
  const act = (what: 'pin' | 'download'): void =>
    void loadLater().then((handle) =>
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
        h(
          'span',
          { class: 'quiet' },
          describe(document),
          h(DocumentPlace, { desk, document }),
          ' ',
          document.tags.map((tag) => h('bdi', { key: tag, class: 'tag' }, tag)),
        ),
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
        class: 'icon-button if-room',
        disabled: !ready,
        'aria-label': texts.download(document.title),
        onClick: () => act('download'),
      },
      icon('download'),
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': texts.edit(document.title),
        title: texts.editHint,
        onClick: () => onEdit(document.id),
      },
      icon('edit'),
    ),
    document.reason === undefined
      ? null
      : h('p', { class: 'quiet file-failure' }, h(DocumentFailure, { desk, opportunity, document })),
  );
}

function describe(document: DocumentView): string {
  if (document.state !== 'ready') return texts.states[document.state];
  const size = document.bytes === undefined ? [] : [formatBytes(document.bytes)];
  return [...size, formatMoment(document.updatedAt)].join(' · ');
}

/** What stands on the sheet of paper: three or four letters that people know. */
function kindOf({ contentType, fileName }: DocumentView): string {
  if (contentType === 'application/pdf') return 'pdf';
  if (contentType.startsWith('image/')) return 'img';
  const ending = /\.([a-z0-9]{1,4})$/i.exec(fileName)?.[1]?.toLowerCase();
  return ending ?? (contentType.startsWith('text/') ? 'txt' : 'file');
}
