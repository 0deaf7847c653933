/** Texts of the headings of the parts of an opportunity, in English. */

export const timeline = 'Timeline';
export const outcome = 'Notes and outcome';
export const notes = 'Notes';
