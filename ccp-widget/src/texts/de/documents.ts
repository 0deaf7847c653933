/** Texts of the list of documents, in German. */
import type * as english from '../en/documents.ts';

export const title = 'Dokumente';
export const none = 'Noch keine Dokumente. Dateien hierher ziehen oder wählen.';
export const pinned = 'Angeheftet';
export const other = 'Sonstige';
export const upload = 'Hochladen';
export const open = 'Öffnen: ';
export const pin: typeof english.pin = (title) => `${title} anheften`;
export const unpin: typeof english.unpin = (title) => `${title} lösen`;
export const download: typeof english.download = (title) => `${title} herunterladen`;
export const edit: typeof english.edit = (title) => `${title} bearbeiten`;
export const editHint = 'Name, Kategorie, Tags';
export const dropHere = 'Zum Hochladen loslassen';
export const states: typeof english.states = {
  'awaiting-upload': 'wartet auf den Upload',
  fetching: 'kommt aus dem CRM…',
  ready: '',
  failed: 'nicht verfügbar',
};
