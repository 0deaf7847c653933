import type { ComponentChild } from 'preact';
import { drawing, PATHS as FIRST } from './icon.ts';

/** Drawings of the parts that load after the first paint. */
const PATHS = {
  phone: FIRST.phone,
  link: 'm6.3 9.7 3.4-3.400M7.3 4.700l1.4-1.400a2.8 2.8 0 0 1 4 4l-1.4 1.400M4.7 7.3 3.3 8.700a2.8 2.8 0 0 0 4 4l1.4-1.4',
  check: 'm3.5 8.5 3 3 6-7',
  help: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0M6.3 6.300a1.7 1.7 0 1 1 2.4 1.600c-.5.2-.7.5-.7 1.100M8 11.200v.1',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  widen: 'M5.5 4 2 8l3.5 4M10.5 4 14 8l-3.5 4',
  close: 'm4 4 8 8M12 4l-8 8',
  'hang-up': 'M1.8 9.200c3.600-3.400 8.800-3.400 12.400 0l-.9 2.100-3-.8-.2-1.900a7 7 0 0 0-4.200 0l-.2 1.900-3 .8z',
  microphone:
    'M8 1.800a2 2 0 0 1 2 2v3.700a2 2 0 0 1-4 0V3.800a2 2 0 0 1 2-2M3.800 7.500a4.2 4.2 0 0 0 8.400 0M8 11.700v2.500M5.800 14.200h4.400',
  'microphone-off':
    'M6 6v1.500a2 2 0 0 0 3.200 1.600M10 6.300V3.800a2 2 0 0 0-3.900-.6M3.800 7.500a4.2 4.2 0 0 0 6.400 3.600M12.100 8.300q.1-.4.1-.8M8 11.700v2.500M5.800 14.200h4.400M2.500 2l11 12',
  hold: 'M5.500 3.500v9M10.500 3.500v9',
  resume: 'M5 3.200 12.500 8 5 12.800z',
  merge: 'M3 3.500c0 3 5 2.500 5 6v3.500M13 3.500c0 3-5 2.500-5 6M5.800 10.800 8 13l2.200-2.200',
  swap: 'M4.500 2.500 2 5l2.500 2.500M2 5h10M11.500 8.500 14 11l-2.500 2.500M14 11H4',
  'add-person':
    'M6.500 7.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5M1.800 13.500c.3-2.500 2.200-4 4.700-4q1.500 0 2.600.6M12 9v5M9.500 11.500h5',
  search: 'M11 7A4 4 0 1 1 3 7a4 4 0 0 1 8 0m-1 3 3.5 3.5',
  transfer: 'M2.500 8h11M9.500 4l4 4-4 4',
} as const;

export const laterIcon = (name: keyof typeof PATHS): ComponentChild => drawing(name, PATHS[name]);
