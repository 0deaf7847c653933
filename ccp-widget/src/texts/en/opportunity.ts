/** Texts of the head of an opportunity, in English. */

export const stage = 'Stage';
export const amount = 'Amount';
export const closeDate = 'Close date';
export const probability = 'Probability';
export const owner = 'Owner';
export const openInCrm = 'Open in CRM';
export const yes = 'yes';
export const no = 'no';
export const back = 'Back';
export const sections = 'Parts of this opportunity';
