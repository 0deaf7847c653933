import { type ComponentChild, h } from 'preact';

/** A verb that stands in a line of text. */
export const linkButton = (text: string, onClick: () => void): ComponentChild =>
  h('button', { type: 'button', class: 'link-button', onClick }, text);
