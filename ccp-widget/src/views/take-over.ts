import { Fragment, h, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Deal, type DealProps } from './deal.ts';
import { element } from './element.ts';
import { drawWith } from './h.ts';

/**
 * Preact draws the deal from now on. `render` takes the nodes that are there for its own, in their order, and compares their
 * attributes (`diffElementNodes` of preact 10); `hydrate` would leave those alone, even where the clock has gone on.
 * Files that have been chosen meanwhile are told again to whoever listens now.
 */
export function takeOver(props: DealProps): void {
  const place = element('deal');
  drawWith({ Fragment, h, useEffect, useState });
  render(h(Deal, props), place);
  for (const input of place.querySelectorAll<HTMLInputElement>('input[type=file]')) {
    if (input.value !== '') input.dispatchEvent(new Event('change', { bubbles: true }));
  }
}
