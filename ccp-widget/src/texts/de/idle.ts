/** Texts of the screen without an opportunity, in German. */
import type * as english from '../en/idle.ts';

export const title = 'Bereit für den nächsten Anruf';
export const hint =
  'Klingelt ein Anruf, stehen die Personen und Dokumente seiner Verkaufschance hier, bevor Sie sich melden.';
export const unavailable: typeof english.unavailable = (state) =>
  `Ihr Status ist ${state}. Stellen Sie ihn im Softphone auf „Available“, um Anrufe zu bekommen.`;
export const recent = 'Meine letzten Anrufe';
export const upcoming = 'Meine nächsten Anrufe';
export const none = 'Noch keine Anrufe. Der erste beginnt im CRM: eine Verkaufschance öffnen und auf Anrufen drücken.';
export const noOutcome = 'Ergebnis fehlt';
export const find = 'Verkaufschance finden';
export const findHint = 'Verkaufschance, Person oder Firma';
export const nothingFound = 'Nichts gefunden';
