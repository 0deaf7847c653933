import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import * as filterTexts from '#texts/filter.ts';
import * as labels from '#texts/labels.ts';
import type { DocumentView } from '../../../functions/core/contracts/opportunity-context.ts';
import { formatCount } from '../format/format-number.ts';
import { type DocumentFilter, filterDocuments, NO_FILTER, tagsOf } from '../state/filter-documents.ts';
import { button } from './button.ts';
import { laterIcon } from './icon-later.ts';
import { linkButton } from './link-button.ts';

interface DocumentFilterBarProps {
  readonly documents: readonly DocumentView[];
  readonly searchable: boolean;
  readonly onNarrow: (filter: (documents: readonly DocumentView[]) => readonly DocumentView[]) => void;
}

/** A search box when there is more than a handful, and the tags that are in use. */
export function DocumentFilterBar({ documents, searchable, onNarrow }: DocumentFilterBarProps): ComponentChild {
  const [filter, setFilter] = useState(NO_FILTER);
  const tags = tagsOf(documents);
  const shown = filterDocuments(documents, filter).length;
  const narrowed = filter.text.trim() !== '' || filter.tag !== '';
  const onChange = (next: DocumentFilter): void => {
    setFilter(next);
    onNarrow((all) => filterDocuments(all, next));
  };
  return h(
    'search',
    { class: 'filter', 'aria-label': filterTexts.documents },
    searchable
      ? h(
          'label',
          { class: 'field find-field' },
          h('span', { class: 'visually-hidden' }, filterTexts.search),
          laterIcon('search'),
          h('input', {
            type: 'search',
            dir: 'auto',
            placeholder: filterTexts.search,
            value: filter.text,
            onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) =>
              onChange({ ...filter, text: event.currentTarget.value }),
          }),
        )
      : null,
    tags.length > 0
      ? h(
          'div',
          { class: 'tags', role: 'group', 'aria-label': labels.fields.tags },
          tags.map((tag) =>
            button(h('bdi', null, tag), () => onChange({ ...filter, tag: filter.tag === tag ? '' : tag }), {
              key: tag,
              class: 'tag-button',
              'aria-pressed': filter.tag === tag,
            }),
          ),
        )
      : null,
    h(
      'p',
      { class: 'visually-hidden', role: 'status' },
      narrowed ? filterTexts.shown(formatCount(shown), formatCount(documents.length)) : '',
    ),
    narrowed && shown === 0
      ? h(
          'p',
          { class: 'quiet' },
          filterTexts.nothing,
          ' ',
          linkButton(filterTexts.all, () => onChange(NO_FILTER)),
        )
      : null,
  );
}
