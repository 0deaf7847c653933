import { type ComponentChild, h } from 'preact';

/** Not to be had before Preact is there: what the first paint shows writes its own. */
export const button = (content: ComponentChild, onClick: () => void, more: object = {}): ComponentChild =>
  h('button', { type: 'button', class: 'button', onClick, ...more }, content);
