import { type ComponentChild, h } from 'preact';

const HANDSET = 'M5 4h4l2 5-2.6 1.6a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A15.5 15.5 0 0 1 3 6a2 2 0 0 1 2-2z';

/** Strokes on a grid of 24 by 24. */
const SHAPES = {
  phone: [HANDSET],
  'hang-up': [HANDSET],
  pause: ['M9 5v14', 'M15 5v14'],
  play: ['M8 5l11 7-11 7z'],
  microphone: ['M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3z', 'M6 11a6 6 0 0 0 12 0', 'M12 17v4'],
  'microphone-off': [
    'M9 6a3 3 0 0 1 6 0v5m-.7 3A3 3 0 0 1 9 12V9',
    'M6 11a6 6 0 0 0 9.6 4.8M18 11v1',
    'M12 17v4',
    'M4 3l16 18',
  ],
  keypad: ['M6 5h.01M12 5h.01M18 5h.01M6 11h.01M12 11h.01M18 11h.01M6 17h.01M12 17h.01M18 17h.01'],
  'add-person': ['M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8z', 'M2.5 21a6.5 6.5 0 0 1 13 0', 'M19 8v6', 'M16 11h6'],
  close: ['M6 6l12 12', 'M18 6L6 18'],
  back: ['M15 5l-7 7 7 7'],
  erase: ['M9 6h11v12H9l-6-6z', 'M12 10l4 4', 'M16 10l-4 4'],
  swap: ['M4 8h15l-4-4', 'M20 16H5l4 4'],
  join: ['M5 4v4a4 4 0 0 0 4 4h10', 'M5 20v-4a4 4 0 0 1 4-4', 'M16 8l4 4-4 4'],
  check: ['M4 12.5l5 5L20 6.5'],
  task: ['M6 4h12v17H6z', 'M9 4V2.5h6V4', 'M9 11l2 2 4-4'],
  settings: [
    'M4 7h9M17 7h3M4 17h3M11 17h9',
    'M15 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
    'M9 14.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  ],
  moon: ['M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z'],
  cup: ['M4 9h13v6a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5z', 'M17 10h2a2.5 2.5 0 0 1 0 5h-2', 'M8 3v2.5M13 3v2.5'],
} as const;
export type IconName = keyof typeof SHAPES;

export const Icon = ({ name }: { name: IconName }): ComponentChild =>
  h(
    'svg',
    { class: `icon icon-${name}`, viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    SHAPES[name].map((d) => h('path', { d, key: d })),
  );
