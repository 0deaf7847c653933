import { type ComponentChild, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import * as texts from '#texts/preview.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { apiOf } from '../api/desktop-api.ts';
import { troubleFrom } from '../api/trouble.ts';
import { previewOf } from '../preview/preview.ts';
import { PreviewError } from '../preview/preview-error.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey, Trouble } from '../state/desktop-state.ts';
import { iconButton } from './button.ts';
import { documentActions } from './document-actions.ts';
import { useFocusOnMount } from './hooks-later.ts';
import { icon } from './icon.ts';
import { laterIcon } from './icon-later.ts';
import { troubleBox } from './trouble.ts';

interface DocumentPreviewProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly document: DocumentView;
  readonly wide: boolean;
  readonly onWiden: () => void;
  readonly onClose: () => void;
}

/** A document in the place of the list, the people stay beside it. */
export function DocumentPreview({
  desk,
  opportunity,
  document,
  wide,
  onWiden,
  onClose,
}: DocumentPreviewProps): ComponentChild {
  const sheet = useRef<HTMLDivElement>(null);
  const close = useFocusOnMount<HTMLButtonElement>();
  const [trouble, setTrouble] = useState<Trouble | undefined>();
  const [busy, setBusy] = useState(true);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    const holder = sheet.current;
    const show = async (): Promise<void> => {
      setTrouble(undefined);
      setBusy(true);
      try {
        const preview = previewOf(document);
        const { url } = await apiOf(desk).linkDocument(opportunity, document.id, 'inline');
        if (holder) await preview(url, holder, stop.signal);
      } catch (error) {
        if (stop.signal.aborted) return;
        setTrouble(
          error instanceof PreviewError
            ? { what: texts.failed, advice: texts.failures[error.reason] }
            : troubleFrom(error),
        );
      }
      if (!stop.signal.aborted) setBusy(false);
    };
    void show();
    return () => {
      stop.abort();
      holder?.replaceChildren();
    };
  }, [document.id, attempt]);

  return h(
    'section',
    {
      class: 'panel preview',
      'aria-label': document.title,
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === 'Escape') onClose();
      },
    },
    h(
      'div',
      { class: 'panel-head' },
      iconButton(icon('back'), texts.close, onClose, { ref: close, title: texts.close }),
      h('h2', { dir: 'auto' }, document.title),
      iconButton(laterIcon('widen'), texts.widen, onWiden, {
        class: 'icon-button only-wide',
        'aria-pressed': wide,
        title: wide ? texts.narrow : texts.widen,
      }),
      documentActions(desk, opportunity, document),
    ),
    trouble ? troubleBox(trouble, () => setAttempt(attempt + 1)) : null,
    busy ? h('p', { class: 'quiet', role: 'status' }, texts.loading) : null,
    h('div', { ref: sheet, class: 'sheet', tabIndex: 0, role: 'group', 'aria-label': document.title }),
  );
}
