/** Texts of the screen without an opportunity, in German. */
import type * as english from '../en/idle.ts';

export const title = 'Bereit für den nächsten Anruf';
export const hint = 'Klingelt ein Anruf, erscheinen hier seine Personen und Dokumente.';
export const unavailable: typeof english.unavailable = (state) =>
  `Ihr Status ist ${state}. Wählen Sie Available für Anrufe.`;
export const recent = 'Meine letzten Anrufe';
export const upcoming = 'Meine nächsten Anrufe';
export const none = 'Noch keine Anrufe. Öffnen Sie im CRM eine Verkaufschance und drücken Sie auf Anrufen.';
export const noOutcome = 'Ergebnis fehlt';
export const find = 'Verkaufschance finden';
export const findHint = 'Name, Person oder Firma';
export const nothingFound = 'Nichts gefunden';
