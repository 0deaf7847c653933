/** Texts of the look before a call, in German. */
import type * as english from '../en/before-call.ts';

export const title = 'Vor dem Anruf';
export const announce: typeof english.announce = (who, about) => `Vor dem Anruf: ${who}${about ? `, ${about}` : ''}`;
export const accept = 'Annehmen';
export const dial = 'Anrufen';
export const discard = 'Verwerfen';
export const back = 'Zurück';
export const never = 'Noch nie angerufen';
export const why = 'Warum kein Anruf?';
export const note = 'Notiz';
export const reasons: typeof english.reasons = {
  'bad-timing': 'Passt gerade nicht',
  'wrong-person': 'Falsche Person',
  'already-handled': 'Schon erledigt',
  other: 'Anderer Grund',
};
export const discarded: typeof english.discarded = (who) => `Kein Anruf bei ${who}: verworfen`;
export const ended: typeof english.ended = (who) => `Anruf bei ${who} nicht mehr gewünscht`;
export const refused: typeof english.refused = (reason, due) =>
  `Jetzt nicht: ${reason}.${due ? ` Erlaubt ab ${due}.` : ''}`;
export const notDialled: typeof english.notDialled = (why) => `Nicht angerufen: ${why}`;
export const notNow = 'Nicht angerufen: Beenden Sie erst den anderen Anruf.';
