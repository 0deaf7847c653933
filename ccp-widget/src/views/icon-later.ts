import type { ComponentChild } from 'preact';
import { drawing } from './icon.ts';

/** Drawings of the parts that load after the first paint. */
const PATHS = {
  link: 'm6.3 9.7 3.4-3.400M7.3 4.700l1.4-1.400a2.8 2.8 0 0 1 4 4l-1.4 1.400M4.7 7.3 3.3 8.700a2.8 2.8 0 0 0 4 4l1.4-1.4',
  check: 'm3.5 8.5 3 3 6-7',
  help: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0M6.3 6.300a1.7 1.7 0 1 1 2.4 1.600c-.5.2-.7.5-.7 1.100M8 11.200v.1',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  widen: 'M5.5 4 2 8l3.5 4M10.5 4 14 8l-3.5 4',
  close: 'm4 4 8 8M12 4l-8 8',
} as const;

export const laterIcon = (name: keyof typeof PATHS): ComponentChild => drawing(name, PATHS[name]);
