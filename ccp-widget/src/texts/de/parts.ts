/** Texts of the headings of the parts of an opportunity, in German. */

export const timeline = 'Verlauf';
export const outcome = 'Notizen und Ergebnis';
export const notes = 'Notizen';
