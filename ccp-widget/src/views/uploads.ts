import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { later } from '../messages-later.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { uploadDocument } from '../state/upload-document.ts';
import { laterIcon } from './icon-later.ts';

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

export function Uploads({ desk, opportunity, files, documentId }: UploadsProps): ComponentChild {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  useEffect(() => {
    for (const file of files) {
      const upload: Upload = { id: crypto.randomUUID(), name: file.name, progress: 0, stop: new AbortController() };
      setUploads((all) => [...all, upload]);
      const report = (progress: number): void =>
        setUploads((all) => all.map((one) => (one.id === upload.id ? { ...one, progress } : one)));
      void uploadDocument(desk, { opportunity, documentId }, file, report, upload.stop.signal).finally(() =>
        setUploads((all) => all.filter(({ id }) => id !== upload.id)),
      );
    }
  }, [files]);
  if (uploads.length === 0) return null;
  return h(
    'ul',
    { class: 'uploads', 'aria-live': 'polite' },
    uploads.map(({ id, name, progress, stop }) =>
      h(
        'li',
        { key: id },
        h('bdi', null, later.upload.uploading(name)),
        h('progress', { value: progress, max: 1, 'aria-label': name }),
        h(
          'button',
          {
            type: 'button',
            class: 'icon-button',
            'aria-label': later.upload.cancel(name),
            onClick: () => stop.abort(),
          },
          laterIcon('close'),
        ),
      ),
    ),
  );
}
