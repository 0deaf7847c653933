/** Texts of calling somebody while a call is on, in English. */

export const title = (who: string) => `Call ${who}?`;
export const talking = (other: string, who: string) => `You are on a call with ${other}. ${who} would wait.`;
export const finishing = (other: string, who: string) =>
  `The call with ${other} is not closed yet. Until then ${who} would wait.`;
export const afterThis = 'Call after this one';
export const now = 'Call now all the same';
export const cancel = 'Cancel';
export const planned = (who: string) => `${who} is called as soon as this call is closed`;
export const next = (who: string) => `Next: ${who}`;
export const forget = (who: string) => `Do not call ${who} after this`;
