/** What every dialog has: it is open from its first paint, and its head has a name and the way out. */

import { type ComponentChild, h, type RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import * as texts from '#texts/page.ts';
import { iconButton } from './button.ts';
import { laterIcon } from './icon-later.ts';

export function useModal(): RefObject<HTMLDialogElement> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return dialog;
}

/** @param id by which the dialog's `aria-labelledby` finds its title */
export const dialogHead = (
  dialog: RefObject<HTMLDialogElement>,
  id: string,
  title: string,
  more: { readonly dir?: 'auto' } = {},
): ComponentChild =>
  h(
    'div',
    { class: 'panel-head' },
    h('h2', { id, ...more }, title),
    iconButton(laterIcon('close'), texts.close, () => dialog.current?.close()),
  );
