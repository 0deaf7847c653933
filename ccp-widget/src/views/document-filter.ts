import { type ComponentChild, h } from 'preact';
import { later } from '../messages-later.ts';
import type { DocumentFilter } from '../state/filter-documents.ts';
import { icon } from './icon.ts';

interface DocumentFilterBarProps {
  readonly filter: DocumentFilter;
  readonly tags: readonly string[];
  readonly searchable: boolean;
  readonly shown: number;
  readonly of: number;
  readonly onChange: (filter: DocumentFilter) => void;
}

/** A search box when there is more than a handful, and the tags that are in use. */
export function DocumentFilterBar(props: DocumentFilterBarProps): ComponentChild {
  const { filter, tags, searchable, shown, of, onChange } = props;
  const texts = later.filter;
  const narrowed = filter.text.trim() !== '' || filter.tag !== '';
  return h(
    'search',
    { class: 'filter', 'aria-label': texts.documents },
    searchable
      ? h(
          'label',
          { class: 'field find-field' },
          h('span', { class: 'visually-hidden' }, texts.search),
          icon('search'),
          h('input', {
            type: 'search',
            dir: 'auto',
            placeholder: texts.search,
            value: filter.text,
            onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) =>
              onChange({ ...filter, text: event.currentTarget.value }),
          }),
        )
      : null,
    tags.length > 0
      ? h(
          'div',
          { class: 'tags', role: 'group', 'aria-label': later.fields.tags },
          tags.map((tag) =>
            h(
              'button',
              {
                key: tag,
                type: 'button',
                class: 'tag-button',
                'aria-pressed': filter.tag === tag,
                onClick: () => onChange({ ...filter, tag: filter.tag === tag ? '' : tag }),
              },
              h('bdi', null, tag),
            ),
          ),
        )
      : null,
    h('p', { class: 'visually-hidden', role: 'status' }, narrowed ? texts.shown(shown, of) : ''),
    narrowed && shown === 0
      ? h(
          'p',
          { class: 'quiet' },
          texts.nothing,
          ' ',
          h(
            'button',
            { type: 'button', class: 'link-button', onClick: () => onChange({ text: '', tag: '' }) },
            texts.all,
          ),
        )
      : null,
  );
}
