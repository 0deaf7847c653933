import { type ComponentChild, Fragment, h } from 'preact';
import { useState } from 'preact/hooks';
import * as texts from '#texts/versions.ts';
import type { DocumentView, FileVersion } from '../../../functions/core/contracts/opportunity-context.ts';
import { formatBytes } from '../format/format-bytes.ts';
import { formatMoment } from '../format/format-time.ts';
import type { Desk } from '../state/desk.ts';
import type { OpportunityKey } from '../state/desktop-state.ts';
import { openVersion, showVersion } from '../state/handle-versions.ts';
import { icon } from './icon.ts';
import { linkButton } from './link-button.ts';
import { Uploads } from './uploads.ts';

interface DocumentVersionsProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly document: DocumentView;
}

/** The files that a document has had: each can be looked at and made the current one; a new one is uploaded here. */
export function DocumentVersions({ desk, opportunity, document }: DocumentVersionsProps): ComponentChild {
  const [chosen, setChosen] = useState<readonly File[]>([]);
  const { fileVersions = [], fileVersion } = document;
  const facts = ({ at, by, bytes }: FileVersion): string =>
    [formatBytes(bytes), by ?? texts.fromCrm, formatMoment(at)].join(' · ');
  return h(
    Fragment,
    null,
    h(
      'div',
      { class: 'versions-head' },
      h('h4', null, texts.title),
      h(
        'label',
        { class: 'button button-quiet' },
        icon('upload'),
        texts.add,
        h('input', {
          ...{ type: 'file', class: 'visually-hidden' },
          onChange: (event: Event & { currentTarget: HTMLInputElement }) => {
            setChosen([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          },
        }),
      ),
    ),
    chosen.length > 0 ? h(Uploads, { desk, opportunity, files: chosen, documentId: document.id }) : null,
    fileVersions.length === 0 ? null : h('ul', { class: 'versions' }, fileVersions.map(row)),
  );

  function row(version: FileVersion): ComponentChild {
    const { number, fileName } = version;
    const isCurrent = number === fileVersion;
    return h(
      'li',
      { key: number, ...(isCurrent && { 'aria-current': 'true' }) },
      h(
        'div',
        null,
        h('p', null, `${texts.number(number)} `, isCurrent ? h('span', { class: 'chip' }, texts.current) : null),
        h('p', { class: 'quiet' }, h('bdi', null, fileName), ` · ${facts(version)}`),
      ),
      linkButton(texts.open, () => void openVersion(desk, opportunity, document, number), {
        'aria-label': texts.openOf(number),
      }),
      isCurrent
        ? null
        : linkButton(texts.show, () => void showVersion(desk, opportunity, document, number), {
            'aria-label': texts.showOf(number),
          }),
    );
  }
}
