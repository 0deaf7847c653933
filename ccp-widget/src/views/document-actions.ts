import { type ComponentChild, Fragment, h } from 'preact';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { messages } from '../messages.ts';
import { later } from '../messages-later.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { downloadDocument } from '../state/handle-document.ts';
import { icon } from './icon.ts';
import { laterIcon } from './icon-later.ts';
import { openShareDialog } from './share-dialog.ts';

/** What can be done with a document that is here, wherever it is shown. */
export const documentActions = (desk: Desk, opportunity: OpportunityKey, document: DocumentView): ComponentChild =>
  h(
    Fragment,
    null,
    h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': later.documents.share.title(document.title),
        title: later.documents.share.hint,
        'aria-haspopup': 'dialog',
        onClick: () => openShareDialog(desk, opportunity, document),
      },
      laterIcon('link'),
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': messages.documents.download(document.title),
        title: later.preview.download,
        onClick: () => void downloadDocument(desk, opportunity, document),
      },
      icon('download'),
    ),
  );
