/** Texts of the head of an opportunity, in German. */

export const stage = 'Phase';
export const amount = 'Betrag';
export const closeDate = 'Abschluss';
export const probability = 'Wahrscheinlichkeit';
export const owner = 'Zuständig';
export const openInCrm = 'Im CRM öffnen';
export const yes = 'ja';
export const no = 'nein';
export const back = 'Zurück';
export const sections = 'Bereiche';
