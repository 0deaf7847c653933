import { type ComponentChild, h } from 'preact';

/** 16 x 16, drawn with the text's colour; the name beside it or the button's label says what it means. */
const PATHS = {
  phone:
    'M5.300 1.800 3.600 2.600c-.9.400-1.400 1.300-1.200 2.300 1 4.500 4.200 7.700 8.700 8.700 1 .2 1.900-.3 2.300-1.200l.8-1.700-3.100-1.900-1.400 1.500c-1.900-.8-3.200-2.100-4-4l1.500-1.400z',
  edit: 'M11 2.500 13.500 5 5.500 13l-3 .5.5-3zM9.500 4l2.500 2.500',
  star: 'm8 1.800 1.900 3.900 4.300.6-3.100 3 .7 4.300L8 11.600l-3.800 2 .7-4.300-3.100-3 4.300-.6z',
  pin: 'M6 2h4l-.5 4 2.500 2.500H4L6.500 6zM8 8.500V14',
  download: 'M8 2v8M4.500 7 8 10.500 11.500 7M2.500 13.500h11',
  upload: 'M8 11V3M4.500 6 8 2.500 11.500 6M2.500 13.500h11',
  plus: 'M8 3v10M3 8h10',
  check: 'm3.500 8.500 3 3 6-7',
  help: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0M6.300 6.300a1.700 1.700 0 1 1 2.400 1.600c-.5.200-.7.500-.7 1.100M8 11.200v.1',
  close: 'm4 4 8 8M12 4l-8 8',
  external: 'M6.500 3H3v10h10V9.500M9 3h4v4M13 3 7.500 8.500',
  back: 'M10 3 5 8l5 5',
  clock: 'M8 4.500V8l2.500 1.500M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0',
  stop: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0M3.800 3.800l8.400 8.400',
  widen: 'M5.500 4 2 8l3.500 4M10.500 4 14 8l-3.500 4',
  link: 'm6.300 9.700 3.400-3.400M7.300 4.700l1.400-1.400a2.800 2.800 0 0 1 4 4l-1.400 1.400M4.700 7.300 3.300 8.700a2.800 2.800 0 0 0 4 4l1.400-1.400',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  search: 'M11 7A4 4 0 1 1 3 7a4 4 0 0 1 8 0m-1 3 3.500 3.500',
} as const;

export type IconName = keyof typeof PATHS;

export const icon = (name: IconName, filled = false): ComponentChild =>
  h(
    'svg',
    { class: `icon icon-${name}${filled ? ' icon-filled' : ''}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    h('path', { d: PATHS[name] }),
  );
