import { type ComponentChild, Fragment, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as texts from '#texts/upload.ts';
import type { Desk } from '../state/desk.ts';
import { contextId, type OpportunityKey } from '../state/desktop-state.ts';
import { isOf, type UnfinishedUpload, unfinishedUploads } from '../state/unfinished-uploads.ts';
import { giveUp, uploadDocument } from '../state/upload-document.ts';
import { iconButton } from './button.ts';
import { laterIcon } from './icon-later.ts';
import { linkButton } from './link-button.ts';

interface UploadsProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  /** A new array is a new choice of files; earlier ones go on. */
  readonly files: readonly File[];
  /** They are its next versions; absent: each is a new document. */
  readonly documentId?: string;
}

interface Upload {
  readonly id: string;
  readonly name: string;
  /** 0 to 1 */
  readonly progress: number;
  readonly stop: AbortController;
}

/** Uploads under way, and those that a reload or a lost network has interrupted. */
export function Uploads({ desk, opportunity, files, documentId }: UploadsProps): ComponentChild {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const interrupted = (): readonly UnfinishedUpload[] =>
    unfinishedUploads().filter((one) => isOf(opportunity, one) && (documentId ?? one.documentId) === one.documentId);
  const [unfinished, setUnfinished] = useState(interrupted);
  useEffect(() => setUnfinished(interrupted()), [contextId(opportunity)]);
  useEffect(() => {
    for (const file of files) {
      const upload: Upload = { id: crypto.randomUUID(), name: file.name, progress: 0, stop: new AbortController() };
      setUploads((all) => [...all, upload]);
      const report = (progress: number): void =>
        setUploads((all) => all.map((one) => (one.id === upload.id ? { ...one, progress } : one)));
      setUnfinished((all) => all.filter(({ name }) => name !== file.name));
      void uploadDocument(desk, { opportunity, documentId }, file, report, upload.stop.signal).finally(() => {
        setUploads((all) => all.filter(({ id }) => id !== upload.id));
        setUnfinished(interrupted().filter(({ name }) => name === file.name));
      });
    }
  }, [files]);
  return h(Fragment, null, interruptedList(), running());

  function running(): ComponentChild {
    if (uploads.length === 0) return null;
    return h(
      'ul',
      { class: 'uploads', 'aria-live': 'polite' },
      uploads.map(({ id, name, progress, stop }) =>
        h(
          'li',
          { key: id },
          h('bdi', null, name),
          h('progress', { value: progress, max: 1, 'aria-label': name }),
          iconButton(laterIcon('close'), texts.cancel(name), () => stop.abort()),
        ),
      ),
    );
  }

  function interruptedList(): ComponentChild {
    if (unfinished.length === 0) return null;
    const discard = (upload: UnfinishedUpload): void => {
      setUnfinished((all) => all.filter((one) => one !== upload));
      void giveUp(desk, upload);
    };
    return h(
      'ul',
      { class: 'uploads', 'aria-label': texts.interrupted },
      unfinished.map((upload) =>
        h(
          'li',
          { key: upload.uploadId, class: 'interrupted' },
          h('span', null, texts.chooseAgain(upload.name)),
          linkButton(texts.discard, () => discard(upload)),
        ),
      ),
    );
  }
}
