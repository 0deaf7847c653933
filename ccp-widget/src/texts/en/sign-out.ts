/** Texts of signing out, in English. */

export const action = 'Sign out';
export const ask = 'A call loses its sound. What is not sent waits here for you.';
