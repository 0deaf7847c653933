import { type ComponentChild, Fragment, h } from 'preact';
import * as documentsTexts from '#texts/documents.ts';
import * as previewTexts from '#texts/preview.ts';
import * as shareTexts from '#texts/share.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { downloadDocument } from '../state/handle-document.ts';
import { iconButton } from './button.ts';
import { icon } from './icon.ts';
import { laterIcon } from './icon-later.ts';
import { openShareDialog } from './share-dialog.ts';

/** What can be done with a document that is here, wherever it is shown. */
export const documentActions = (desk: Desk, opportunity: OpportunityKey, document: DocumentView): ComponentChild =>
  h(
    Fragment,
    null,
    iconButton(
      laterIcon('link'),
      shareTexts.title(document.title),
      () => openShareDialog(desk, opportunity, document),
      { title: shareTexts.hint, 'aria-haspopup': 'dialog' },
    ),
    iconButton(
      icon('download'),
      documentsTexts.download(document.title),
      () => void downloadDocument(desk, opportunity, document),
      { title: previewTexts.download },
    ),
  );
