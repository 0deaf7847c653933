/** Texts of the preview of documents, in German. */
import type * as english from '../en/preview.ts';

export const rows: typeof english.rows = (rows, columns) => `${rows} Zeilen, ${columns} Spalten`;
export const column: typeof english.column = (number) => `Spalte ${number}`;
export const close = 'Vorschau schließen';
export const download = 'Herunterladen';
export const page: typeof english.page = (page, pages) => `Seite ${page} von ${pages}`;
export const loading = 'Öffnet…';
export const failures: typeof english.failures = {
  unsupported: 'Die Datei hat keine Vorschau. Laden Sie sie zum Ansehen herunter.',
  damaged: 'Die Datei scheint beschädigt. Laden Sie sie zum Ansehen herunter.',
  locked: 'Die Datei hat ein Kennwort. Laden Sie sie zum Ansehen herunter.',
  gone: 'Die Datei war nicht da. Versuchen Sie es erneut; bleibt es so, fragen Sie Ihre Administration.',
};
export const failed = 'Das Dokument lässt sich nicht zeigen';
export const cut = 'Nur der Anfang wird gezeigt.';
export const widen = 'Breit';
export const narrow = 'Neben den Personen';
