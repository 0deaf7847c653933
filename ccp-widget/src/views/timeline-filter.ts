import { type ComponentChild, h } from 'preact';
import * as texts from '#texts/timeline.ts';
import type { TimelineFilter, TimelineKind } from '../state/timeline-entries.ts';

interface TimelineFilterBarProps {
  readonly filter: TimelineFilter;
  readonly doers: readonly string[];
  readonly me: string | undefined;
  readonly onChange: (filter: TimelineFilter) => void;
}

const KINDS: readonly (TimelineKind | undefined)[] = [undefined, 'calls', 'changes', 'documents'];

export function TimelineFilterBar({ filter, doers, me, onChange }: TimelineFilterBarProps): ComponentChild {
  const { kind, by } = filter;
  return h(
    'div',
    { class: 'timeline-filter' },
    h(
      'div',
      { class: 'segments', role: 'group', 'aria-label': texts.filter },
      KINDS.map((one) =>
        h(
          'button',
          {
            key: one ?? 'all',
            type: 'button',
            'aria-pressed': kind === one,
            onClick: () => onChange({ kind: one, by }),
          },
          one ? texts.kinds[one] : texts.all,
        ),
      ),
    ),
    doers.length > 1
      ? h(
          'label',
          { class: 'by-whom' },
          h('span', { class: 'quiet' }, texts.byWhom),
          h(
            'select',
            {
              value: by ?? '',
              onChange: ({ currentTarget: { value } }: Event & { currentTarget: HTMLSelectElement }) =>
                onChange({ kind, by: value || undefined }),
            },
            h('option', { value: '' }, texts.everybody),
            doers.map((doer) => h('option', { key: doer, value: doer }, doer === me ? texts.you : doer)),
          ),
        )
      : null,
  );
}
