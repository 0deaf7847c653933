/** Texts of finding a document in the list, in German. */
import type * as english from '../en/filter.ts';

export const documents = 'Dokument finden';
export const search = 'Name, Kategorie, Tags';
export const shown: typeof english.shown = (shown, of) => `${shown} von ${of} Dokumenten`;
export const nothing = 'Kein Dokument passt.';
export const all = 'Alle zeigen';
