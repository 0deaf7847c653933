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
};
