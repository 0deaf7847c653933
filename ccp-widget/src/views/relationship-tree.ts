import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import * as texts from '#texts/person.ts';
import type { ContactView } from '../../../functions/core/contracts/opportunity-context.ts';
import { initials, toneOf } from '../format/initials.ts';
import type { LineState } from '../state/person-on-the-line.ts';
import { decides, type Relationship, relationshipsOf } from '../state/relationships.ts';
import { callWords } from './call-words.ts';
import { laterIcon } from './icon-later.ts';

interface RelationshipTreeProps {
  readonly contacts: readonly ContactView[];
  readonly onTheLine: ReadonlyMap<string, LineState> | undefined;
  readonly onChoose: (contactId: string) => void;
}

/**
 * Who reports to whom and who decides, with the keys of a tree (ARIA Authoring Practices, tree view): arrows walk, open
 * and close, Home and End jump, Enter goes to the person in the list.
 */
export function RelationshipTree({ contacts, onTheLine, onChoose }: RelationshipTreeProps): ComponentChild {
  const tops = relationshipsOf(contacts);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(tops[0]?.contact.id);
  const toggle = (id: string, close: boolean): void => {
    const next = new Set(closed);
    if (close) next.add(id);
    else next.delete(id);
    setClosed(next);
  };

  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]')];
    const at = items.indexOf(event.target as HTMLElement);
    const item = items[at];
    const id = item?.dataset.contact;
    if (!item || id === undefined) return;
    const open = item.getAttribute('aria-expanded');
    const go = (to: Element | null | undefined): void => {
      if (to instanceof HTMLElement) to.focus();
    };
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(items[at + 1]),
      ArrowUp: () => go(items[at - 1]),
      Home: () => go(items[0]),
      End: () => go(items.at(-1)),
      ArrowRight: () => (open === 'false' ? toggle(id, false) : open === 'true' ? go(items[at + 1]) : undefined),
      ArrowLeft: () => (open === 'true' ? toggle(id, true) : go(item.closest('ul')?.previousElementSibling)),
      Enter: () => onChoose(id),
      ' ': () => onChoose(id),
    };
    const move = moves[mirrored(event.key, item)];
    if (!move) return;
    event.preventDefault();
    move();
  };

  const node =
    (level: number) =>
    ({ contact, reports }: Relationship): ComponentChild => {
      const { id, name } = contact;
      const open = !closed.has(id);
      const phase = onTheLine?.get(id);
      const work = [contact.title, contact.role].filter((text) => text !== undefined).join(' · ');
      return h(
        'li',
        { key: id, role: 'none' },
        h(
          'div',
          {
            class: phase ? 'relation on-the-line' : 'relation',
            role: 'treeitem',
            'aria-level': level,
            ...(reports.length > 0 ? { 'aria-expanded': open } : {}),
            tabIndex: id === active ? 0 : -1,
            'data-contact': id,
            onFocus: () => setActive(id),
            onClick: () => onChoose(id),
          },
          h('span', { class: `avatar avatar-small tone-${toneOf(id)}`, 'aria-hidden': 'true' }, initials(name)),
          h(
            'span',
            { class: 'relation-facts' },
            h('bdi', { class: 'relation-name' }, name),
            h('span', { class: 'quiet', dir: 'auto' }, ` ${work}`),
          ),
          decides(contact) ? h('span', { class: 'chip chip-stage' }, laterIcon('check'), texts.decides) : null,
          phase ? h('span', { class: 'chip chip-live' }, callWords[phase]) : null,
        ),
        reports.length > 0 && open ? h('ul', { role: 'group' }, reports.map(node(level + 1))) : null,
      );
    };
  return h('ul', { class: 'relations', role: 'tree', 'aria-label': texts.reporting, onKeyDown }, tops.map(node(1)));
}

/** From right to left the tree opens to the left. */
function mirrored(key: string, item: HTMLElement): string {
  if (getComputedStyle(item).direction !== 'rtl') return key;
  return key === 'ArrowLeft' ? 'ArrowRight' : key === 'ArrowRight' ? 'ArrowLeft' : key;
}
