import { type ComponentChild, type ComponentChildren, h } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icons.ts';

interface SheetProps {
  readonly title: string;
  readonly close: () => void;
  readonly children?: ComponentChildren;
}

/** A page of its own within the softphone; Escape and the arrow lead back. */
export const Sheet = ({ title, close, children }: SheetProps): ComponentChild => {
  const root = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const target = root.current?.querySelector<HTMLElement>('[data-focus]') ?? root.current?.querySelector('h1');
    target?.focus();
  }, []);
  return h(
    'section',
    {
      ref: root,
      class: 'sheet',
      'aria-labelledby': 'sheet-title',
      onKeyDown: ({ key }: { key: string }) => key === 'Escape' && close(),
    },
    h(
      'div',
      { class: 'sheet-head' },
      h(
        'button',
        { type: 'button', class: 'button icon-only', 'aria-label': 'Back', onClick: close },
        h(Icon, { name: 'back' }),
      ),
      h('h1', { id: 'sheet-title', tabIndex: -1 }, title),
    ),
    children,
  );
};
