/** Texts of a call that is going on, in German. */
import type * as english from '../en/call.ts';

export const phases: typeof english.phases = {
  ringing: 'Klingelt',
  connected: 'Im Gespräch',
  hold: 'Wird gehalten',
};
export const line = 'Anruf';
