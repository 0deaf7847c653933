/** Texts of the preview of documents, in German. */
import type * as english from '../en/preview.ts';

export const rows: typeof english.rows = (rows, columns) => `${rows} Zeilen, ${columns} Spalten`;
export const column: typeof english.column = (number) => `Spalte ${number}`;
export const close = 'Vorschau schließen';
export const download = 'Herunterladen';
export const page: typeof english.page = (page, pages) => `Seite ${page} von ${pages}`;
export const loading = 'Öffnet…';
export const failures: typeof english.failures = {
  unsupported: 'Für diese Art von Datei gibt es keine Vorschau. Laden Sie sie herunter, um sie anzusehen.',
  damaged: 'Die Datei scheint beschädigt zu sein. Laden Sie sie herunter, um sie anzusehen.',
  locked: 'Die Datei ist mit einem Kennwort geschützt. Laden Sie sie herunter, um sie zu öffnen.',
  gone: 'Der Speicher hat die Datei nicht herausgegeben. Versuchen Sie es noch einmal; bleibt es so, sagen Sie Ihrer Administration Bescheid.',
};
export const failed = 'Das Dokument kann nicht gezeigt werden';
export const cut = 'Nur der Anfang wird gezeigt. Laden Sie die Datei für den Rest herunter.';
export const widen = 'Breit';
export const narrow = 'Neben den Personen';
