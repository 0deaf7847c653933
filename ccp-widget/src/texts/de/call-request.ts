/** Texts of asking for a call, in German. */
import type * as english from '../en/call-request.ts';

export const accepted: typeof english.accepted = (name) =>
  `Anruf bei ${name} ist unterwegs. Das Softphone klingelt, wenn ${name} abnimmt.`;
export const later: typeof english.later = (name, reason, due) =>
  `Anruf bei ${name} wartet${reason ? `: ${reason}` : ''}.${due ? ` Fällig ${due}.` : ''}`;
export const refused: typeof english.refused = (name, reason) => `Kein Anruf bei ${name}: ${reason}.`;
