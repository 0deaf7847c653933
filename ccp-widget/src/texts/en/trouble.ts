/** Texts of what went wrong on the way to the server, in English. */

export const retry = 'Try again';
export const unreachable = {
  what: 'The server cannot be reached',
  advice: 'Check the network and try again. What you typed is kept here.',
};
export const signedOut = {
  what: 'You are not signed in any more',
  advice: 'Sign in again; nothing you typed is lost.',
};
export const notAllowed = {
  what: 'You may not use this desktop',
  advice: 'Your account lacks the permission of an agent. Ask your administrator for it.',
};
export const unexpected = { what: 'Something went wrong on the server', advice: 'Try again in a moment.' };
export const reference = (id: string) => `Reference ${id}`;
/** What the API says about a field can be told as it is. */
export const isApiLanguage: boolean = true;
/** By HTTP status, which a gateway's answers have too. What is missing is the server's own fault. */
export const statuses: Readonly<Record<number, string>> = {
  404: 'It is not there any more',
  409: 'It cannot be done yet, or not any more',
  410: 'It was deleted, or this system may not read it',
  412: 'Somebody else changed it meanwhile',
  413: 'It is too large',
  422: 'Some fields are wrong',
  429: 'Too many requests. Try again in a minute',
};
