import type { ComponentChild } from 'preact';
import { h } from './h.ts';

/** 16 x 16, drawn with the text's colour; the name beside it or the button's label says what it means. */
const PATHS = {
  phone:
    'M5.3 1.8 3.6 2.6c-.9.4-1.4 1.3-1.2 2.3 1 4.5 4.2 7.7 8.7 8.7 1 .2 1.9-.3 2.3-1.2l.8-1.7-3.1-1.9-1.4 1.5c-1.9-.8-3.2-2.1-4-4l1.5-1.4z',
  edit: 'M11 2.5 13.5 5 5.5 13l-3 .5.5-3zM9.5 4l2.5 2.5',
  star: 'm8 1.8 1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.6l-3.8 2 .7-4.3-3.1-3 4.3-.6z',
  pin: 'M6 2h4l-.5 4 2.5 2.5H4L6.5 6zM8 8.5V14',
  download: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  upload: 'M8 11V3M4.5 6 8 2.5 11.5 6M2.5 13.5h11',
  plus: 'M8 3v10M3 8h10',
  external: 'M6.5 3H3v10h10V9.5M9 3h4v4M13 3 7.5 8.5',
  back: 'M10 3 5 8l5 5',
  clock: 'M8 4.5V8l2.5 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0',
  stop: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0M3.8 3.8l8.4 8.4',
} as const;

export type IconName = keyof typeof PATHS;

export const icon = (name: IconName, filled = false): ComponentChild =>
  h(
    'svg',
    { class: `icon icon-${name}${filled ? ' icon-filled' : ''}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    h('path', { d: PATHS[name] }),
  );
