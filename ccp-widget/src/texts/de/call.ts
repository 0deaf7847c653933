/** Texts of a call that is going on, in German. */
import type * as english from '../en/call.ts';

export const phases: typeof english.phases = {
  ringing: 'Klingelt',
  connected: 'Im Gespräch',
  hold: 'Gehalten',
};
export const line = 'Anruf';
