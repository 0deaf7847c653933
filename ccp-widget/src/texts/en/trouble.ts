/** Texts of what went wrong on the way to the server, in English. */
import type { ProblemCode } from '../../../../functions/core/contracts/problem.ts';

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
/** Of those that an agent can meet. */
export const codes: Readonly<Partial<Record<ProblemCode, string>>> = {
  'not-found': 'It is not there any more',
  'not-ready': 'It is not ready yet',
  gone: 'It was deleted',
  'version-conflict': 'Somebody else changed it meanwhile',
  'body-too-large': 'It is too large',
  'invalid-fields': 'Some fields are wrong',
  'too-many-requests': 'Too many requests in a short time',
  'try-again': 'Try again in a moment',
  'internal-error': 'Something went wrong on the server',
};
