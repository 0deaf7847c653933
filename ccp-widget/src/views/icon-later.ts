import type { ComponentChild } from 'preact';
import { drawing, PATHS as FIRST } from './icon.ts';

/** Drawings of the parts that load after the first paint. */
const PATHS = {
  phone: FIRST.phone,
  link: 'm6.3 9.7 3.4-3.4M7.3 4.7l1.4-1.4a2.8 2.8 0 0 1 4 4l-1.4 1.4M4.7 7.3 3.3 8.7a2.8 2.8 0 0 0 4 4l1.4-1.4',
  check: 'm3.5 8.5 3 3 6-7',
  help: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0M6.3 6.3a1.7 1.7 0 1 1 2.4 1.6c-.5.2-.7.5-.7 1.1M8 11.2v.1',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  widen: 'M5.5 4 2 8l3.5 4M10.5 4 14 8l-3.5 4',
  close: 'm4 4 8 8M12 4l-8 8',
  'hang-up': 'M1.8 9.2c3.6-3.4 8.8-3.4 12.4 0l-.9 2.1-3-.8-.2-1.9a7 7 0 0 0-4.2 0l-.2 1.9-3 .8z',
  microphone:
    'M8 1.8a2 2 0 0 1 2 2v3.7a2 2 0 0 1-4 0V3.8a2 2 0 0 1 2-2M3.8 7.5a4.2 4.2 0 0 0 8.4 0M8 11.7v2.5M5.8 14.2h4.4',
  'microphone-off':
    'M6 6v1.5a2 2 0 0 0 3.2 1.6M10 6.3V3.8a2 2 0 0 0-3.9-.6M3.8 7.5a4.2 4.2 0 0 0 6.4 3.6M12.1 8.3q.1-.4.1-.8M8 11.7v2.5M5.8 14.2h4.4M2.5 2l11 12',
  hold: 'M5.5 3.5v9M10.5 3.5v9',
  resume: 'M5 3.2 12.5 8 5 12.8z',
  merge: 'M3 3.5c0 3 5 2.5 5 6v3.5M13 3.5c0 3-5 2.5-5 6M5.8 10.8 8 13l2.2-2.2',
  swap: 'M4.5 2.5 2 5l2.5 2.5M2 5h10M11.5 8.5 14 11l-2.5 2.5M14 11H4',
  'add-person':
    'M6.5 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M1.8 13.5c.3-2.5 2.2-4 4.7-4q1.5 0 2.6.6M12 9v5M9.5 11.5h5',
  search: 'M11 7A4 4 0 1 1 3 7a4 4 0 0 1 8 0m-1 3 3.5 3.5',
  transfer: 'M2.5 8h11M9.5 4l4 4-4 4',
} as const;

export const laterIcon = (name: keyof typeof PATHS): ComponentChild => drawing(name, PATHS[name]);
