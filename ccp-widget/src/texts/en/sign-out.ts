/** Texts of signing out, in English. */

export const action = 'Sign out';
export const silence = 'A call loses its sound.';
export const waits = 'What is not sent waits here for you.';
