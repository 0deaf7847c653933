/** Texts of what is done with documents, in English. */
import { formatCount } from './format/format-number.ts';

export const documents = {
  share: {
    title: (title: string) => `Share ${title}`,
    hint: 'Share by link',
    explanation: 'Whoever has the link downloads the document without signing in, until it ends or you revoke it.',
    off: 'Links for people outside are switched off here. Ask your administrator.',
    make: 'New link for',
    hours: { 1: '1 hour', 24: '1 day', 168: '7 days' },
    making: 'Making the link…',
    address: 'Link',
    once: '(shown only now: copy it)',
    copy: 'Copy',
    copied: (until: string) => `Link copied. It works until ${until}.`,
    made: (until: string) => `The link is ready. It works until ${until}.`,
    refused: 'The browser does not let this page copy. Allow the clipboard in the site’s settings beside the address.',
    active: 'Links that work now',
    none: 'None.',
    until: (until: string) => `until ${until}`,
    by: (who: string, at: string) => `by ${who}, ${at}`,
    opened: (count: number, at: string | undefined) =>
      at === undefined
        ? 'not opened yet'
        : `opened ${count === 1 ? 'once' : `${formatCount(count)} times`}, last ${at}`,
    revoke: 'Revoke',
    revokeOf: (until: string) => `Revoke the link until ${until}`,
    revoked: 'The link is revoked: it opens nothing any more.',
  },
  versions: {
    title: 'Versions',
    add: 'New version',
    number: (number: number) => `Version ${number}`,
    current: 'current',
    fromCrm: 'from the CRM',
    open: 'Open',
    openOf: (number: number) => `Open version ${number}`,
    show: 'Make current',
    showOf: (number: number) => `Make version ${number} the current one`,
    shown: (title: string, number: number) => `${title} shows version ${number} again`,
  },
  failure: {
    newer: 'This is the last good version; a newer one did not get here.',
    reasons: {
      unreachable: 'The CRM’s server did not answer.',
      'http-error': 'The CRM refused to hand it out.',
      'too-large': 'It is larger than allowed (50 MB at most).',
      'host-not-allowed': 'Its server is not among the allowed hosts.',
      'private-address': 'Its address is not public.',
      'type-not-allowed': 'This type of file is not allowed.',
      'content-mismatch': 'Its content is not what its type says.',
    },
    statuses: {
      401: 'The CRM wants a sign-in for it. Ask whoever looks after the CRM to give this system access.',
      403: 'The CRM does not let this system have it. Ask whoever looks after the CRM to give access.',
      404: 'The CRM does not have it any more.',
      410: 'The CRM does not have it any more.',
    } as Readonly<Record<number, string>>,
    again: 'Fetch again',
    againOf: (title: string) => `Fetch ${title} again`,
    orUpload: 'You can also upload it here.',
    otherWay: 'Open it in the CRM, or upload it here.',
  },
};
