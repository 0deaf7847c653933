import { type ComponentChild, h } from 'preact';

/** Not to be had before Preact is there: what the first paint shows writes its own. */
export const button = (content: ComponentChild, onClick: () => void, more: object = {}): ComponentChild =>
  h('button', { type: 'button', class: 'button', onClick, ...more }, content);

/** What it does is drawn, and said in words to who does not see it. */
export const iconButton = (
  icon: ComponentChild,
  label: string,
  onClick: () => void,
  more: object = {},
): ComponentChild => button(icon, onClick, { class: 'icon-button', 'aria-label': label, ...more });
