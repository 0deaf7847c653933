import { type ComponentChild, h } from 'preact';
import * as texts from '#texts/trouble.ts';
import type { Trouble } from '../state/desktop-state.ts';
import { button } from './button.ts';

/** What is not there, why, and what to do. */
export const troubleBox = (trouble: Trouble, retry?: () => void, label: string = texts.retry): ComponentChild =>
  h(
    'div',
    { class: 'trouble', role: 'alert' },
    h('strong', null, trouble.what),
    trouble.advice ? h('p', null, trouble.advice) : null,
    trouble.reference ? h('p', { class: 'quiet' }, trouble.reference) : null,
    retry ? button(label, retry) : null,
  );
