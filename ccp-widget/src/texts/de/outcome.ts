/** Texts of notes and outcome, in German. */
import type * as english from '../en/outcome.ts';

export const disposition = 'Wie lief es?';
export const notes = 'Notizen';
export const notesHint = 'Gesagtes und nächste Schritte';
export const once = 'Notizen, gehen einmal ans CRM';
export const followUp = 'Wiedervorlage';
export const callback: typeof english.callback = (date) => `Rückruf geplant: ${date}`;
export const callbackIs: typeof english.callbackIs = (state) => `Rückruf ${state}`;
export const change = 'Ändern';
export const cancelCallback = 'Rückruf absagen';
export const saveAndClose = 'Speichern und abschließen';
export const save = 'Ergebnis speichern';
export const saved: typeof english.saved = (clock) => `Gespeichert ${clock}`;
export const saving = 'Speichert…';
export const kept = 'Bleibt hier, bis Sie ein Ergebnis wählen';
export const retrying = 'Noch nicht gespeichert, wird wiederholt';
export const refused: typeof english.refused = (why) => `Nicht gespeichert: ${why}`;
export const chooseFirst = 'Erst wählen, wie es lief';
export const notRecorded = 'Dieser Anruf ist noch nicht erfasst; Notizen bleiben hier.';
export const closeFailed = 'Das Ergebnis ist gespeichert. Schließen Sie den Anruf im Softphone ab.';
export const closed: typeof english.closed = (who) => `Ergebnis für ${who} gespeichert`;
