/** Texts of asking for a call, in English. */

export const accepted = (name: string) =>
  `The call with ${name} is on its way. The softphone rings when ${name} answers.`;
export const later = (name: string, reason: string, due: string) =>
  `The call with ${name} waits${reason ? `: ${reason}` : ''}.${due ? ` Due ${due}.` : ''}`;
export const refused = (name: string, reason: string) => `No call with ${name}: ${reason}.`;
