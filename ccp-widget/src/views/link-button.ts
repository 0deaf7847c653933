import type { ComponentChild } from 'preact';
import { button } from './button.ts';

/** A verb that stands in a line of text. */
export const linkButton = (text: string, onClick: () => void, more: object = {}): ComponentChild =>
  button(text, onClick, { class: 'link-button', ...more });
