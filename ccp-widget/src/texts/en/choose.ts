/** Texts of choosing the opportunity of a call, in English. */

export const silent = (who: string) => `No answer from ${who}`;
export const notAttached = 'The call is not recorded yet';
export const several = 'This number belongs to several opportunities';
export const severalHint = 'Choose what the call is about.';
export const none = 'No opportunity knows this number';
export const noneHint = 'Find it by name.';
export const lookingUp = 'Looking up the caller…';
