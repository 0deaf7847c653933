/** Texts of versions of a document, in German. */
import type * as english from '../en/versions.ts';

export const title = 'Versionen';
export const add = 'Neue Version';
export const number: typeof english.number = (number) => `Version ${number}`;
export const current = 'aktuell';
export const fromCrm = 'aus dem CRM';
export const open = 'Öffnen';
export const openOf: typeof english.openOf = (number) => `Öffnen: Version ${number}`;
export const show = 'Wieder zeigen';
export const showOf: typeof english.showOf = (number) => `Wieder zeigen: Version ${number}`;
export const shown: typeof english.shown = (title, number) => `${title} zeigt wieder Version ${number}`;
