import { type ComponentChild, h } from 'preact';

/** Drawings of the parts that load after the first paint. They are no code: each is a symbol of the static page (`index.html`). */
export type LaterIcon =
  | 'link'
  | 'check'
  | 'help'
  | 'file'
  | 'widen'
  | 'close'
  | 'hang-up'
  | 'microphone'
  | 'microphone-off'
  | 'hold'
  | 'resume'
  | 'merge'
  | 'swap'
  | 'add-person'
  | 'search'
  | 'transfer';

export const laterIcon = (name: LaterIcon): ComponentChild =>
  h('svg', { class: `icon icon-${name}`, 'aria-hidden': 'true' }, h('use', { href: `#icon-${name}` }));
