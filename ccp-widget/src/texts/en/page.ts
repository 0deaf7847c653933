/** Texts of the page itself, in English. */

export const title = 'Agent desktop';
export const loading = 'Loading…';
export const close = 'Close';
