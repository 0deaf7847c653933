/** Texts of versions of a document, in English. */

export const title = 'Versions';
export const add = 'New version';
export const number = (number: number) => `Version ${number}`;
export const current = 'current';
export const fromCrm = 'from the CRM';
export const open = 'Open';
export const openOf = (number: number) => `Open version ${number}`;
export const show = 'Make current';
export const showOf = (number: number) => `Make current: version ${number}`;
export const shown = (title: string, number: number) => `${title} shows version ${number} again`;
