/** Texts of calls that are over, and callers without a name, in German. */
import type * as english from '../en/calls.ts';

export const ends: typeof english.ends = {
  ended: 'Beendet',
  missed: 'Verpasst',
  cleared: 'Beendet',
};
export const unknown = 'Unbekannter Anrufer';
export const calls = 'Anrufe';
