/** Texts of a document that could not be fetched, in English. */

export const newer = 'This is the last good version; a newer one did not get here.';
export const reasons = {
  unreachable: 'The CRM’s server did not answer.',
  'http-error': 'The CRM refused to hand it out.',
  'too-large': 'It is larger than allowed (50 MB).',
  'host-not-allowed': 'Its server is not among the allowed hosts.',
  'private-address': 'Its address is not public.',
  'type-not-allowed': 'This type of file is not allowed.',
  'content-mismatch': 'Its content is not what its type says.',
};
export const statuses: Readonly<Record<number, string>> = {
  401: 'The CRM wants a sign-in for it. Ask its administrator.',
  403: 'The CRM does not let this system have it. Ask its administrator.',
  404: 'The CRM does not have it any more.',
  410: 'The CRM does not have it any more.',
};
export const again = 'Fetch again';
export const againOf = (title: string) => `Fetch again: ${title}`;
export const orUpload = 'You can also upload it here.';
export const otherWay = 'Open it in the CRM, or upload it here.';
