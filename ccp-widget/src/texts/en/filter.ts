/** Texts of finding a document in the list, in English. */

export const documents = 'Find a document';
export const search = 'Find by name, category or tag';
export const shown = (shown: string, of: string) => `${shown} of ${of} documents`;
export const nothing = 'No document matches.';
export const all = 'Show all';
