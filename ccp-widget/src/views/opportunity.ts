import type { ComponentChild } from 'preact';
import * as documentsTexts from '#texts/documents.ts';
import * as opportunityTexts from '#texts/opportunity.ts';
import * as pageTexts from '#texts/page.ts';
import * as partsTexts from '#texts/parts.ts';
import * as peopleTexts from '#texts/people.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import type { Desk } from '../state/desk.ts';
import { contextId, type DeskCall, type OpportunityKey } from '../state/desktop-state.ts';
import { useStore } from '../state/store.ts';
import { Documents } from './documents.ts';
import { element } from './element.ts';
import { Fragment, h, useEffect, useState } from './h.ts';
import { laterNow, lazy } from './lazy.ts';
import { OpportunityHeader } from './opportunity-header.ts';
import { People } from './people.ts';

const ContextTrouble = lazy((later) => later.ContextTrouble);
const Timeline = lazy((later) => later.Timeline);
const DocumentPreview = lazy((later) => later.DocumentPreview);

/** On a narrow screen one part at a time is shown; the notes are beside the softphone otherwise. */
const PARTS = ['people', 'documents', 'notes', 'timeline'] as const;
type Part = (typeof PARTS)[number];
const PART_TITLES: Readonly<Record<Part, string>> = {
  people: peopleTexts.title,
  documents: documentsTexts.title,
  notes: partsTexts.notes,
  timeline: partsTexts.timeline,
};

interface OpportunityProps {
  readonly desk: Desk;
  readonly opportunity: OpportunityKey;
  readonly call: DeskCall | undefined;
  /** Of several calls one is on the screen. */
  readonly shown: boolean;
}

export function Opportunity({ desk, opportunity, call, shown: onScreen }: OpportunityProps): ComponentChild {
  const id = contextId(opportunity);
  const entry = useStore(desk.store, (state) => state.contexts[id]);
  const onTheLine = call && laterNow()?.peopleOnTheLine(desk.store.get(), call);
  const [part, setPart] = useState<Part>('people');
  const [opened, setOpened] = useState<{ in: string; document: DocumentView } | undefined>();
  const [wide, setWide] = useState(false);
  useEffect(() => {
    if (onScreen) element('desk').dataset.part = part;
  }, [part, onScreen]);

  const trouble =
    entry?.trouble || entry?.reading ? h(ContextTrouble, { desk, opportunity, entry, closable: !call }) : null;
  if (!entry?.context)
    return trouble ?? (entry?.isLate ? h(Skeleton, { name: call?.attributes.opportunityName }) : null);
  const { context } = entry;
  const shown =
    opened?.in === id ? (context.documents.find((one) => one.id === opened.document.id) ?? opened.document) : undefined;
  const isCall = call !== undefined;
  return h(
    Fragment,
    null,
    trouble,
    h(OpportunityHeader, { opportunity: context.opportunity, desk, closable: !isCall }),
    h(
      'nav',
      { class: 'parts', 'aria-label': opportunityTexts.sections },
      PARTS.map((name) =>
        h(
          'button',
          {
            key: name,
            type: 'button',
            'aria-current': part === name ? 'true' : undefined,
            onClick: () => setPart(name),
          },
          PART_TITLES[name],
        ),
      ),
    ),
    h(
      'div',
      { class: shown ? (wide ? 'columns previewing wide' : 'columns previewing') : 'columns' },
      h(People, { key: `people ${id}`, desk, opportunity, context, onTheLine }),
      h(
        'div',
        { class: 'column' },
        shown
          ? h(DocumentPreview, {
              key: shown.id,
              desk,
              opportunity,
              document: shown,
              wide,
              onWiden: () => setWide(!wide),
              onClose: () => setOpened(undefined),
            })
          : h(Documents, {
              key: `documents ${id}`,
              desk,
              opportunity,
              documents: context.documents,
              onOpen: (document) => setOpened({ in: id, document }),
            }),
        h(Timeline, { desk, opportunity, context }),
      ),
    ),
  );
}

/** The same boxes as the real thing, so that nothing moves when it comes. */
function Skeleton({ name }: { name: string | undefined }): ComponentChild {
  const lines = (count: number): ComponentChild[] =>
    Array.from({ length: count }, (_, index) => h('div', { key: index, class: 'skeleton-line' }));
  return h(
    'div',
    { class: 'skeleton', 'aria-busy': 'true', 'aria-label': pageTexts.loading },
    h(
      'header',
      { class: 'opportunity' },
      h('h1', { dir: 'auto' }, name ?? pageTexts.loading),
      h('div', { class: 'skeleton-line' }),
    ),
    h(
      'div',
      { class: 'columns' },
      h('section', { class: 'panel' }, lines(4)),
      h('section', { class: 'panel' }, lines(4)),
    ),
  );
}
