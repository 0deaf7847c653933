/** Texts of links for people outside, in English. */

export const title = (title: string) => `Share ${title}`;
export const hint = 'Share by link';
export const explanation =
  'Whoever has the link downloads the document without signing in, until it ends or is revoked.';
export const off = 'Links are switched off here. Ask your administrator.';
export const make = 'New link for';
export const hours = { 1: '1 hour', 24: '1 day', 168: '7 days' };
export const making = 'Making the link…';
export const address = 'Link';
export const once = '(shown only now: copy it)';
export const copy = 'Copy';
export const copied = (until: string) => `Link copied. It works until ${until}.`;
export const made = (until: string) => `The link is ready. It works until ${until}.`;
export const refused = 'The browser does not let this page copy. Allow it beside the address.';
export const active = 'Links that work now';
export const none = 'None.';
export const until = (until: string) => `until ${until}`;
export const by = (who: string, at: string) => `by ${who}, ${at}`;
export const opened = (count: number, written: string, at: string | undefined) =>
  at === undefined ? 'not opened yet' : `opened ${count === 1 ? 'once' : `${written} times`}, last ${at}`;
export const revoke = 'Revoke';
export const revokeOf = (until: string) => `Revoke the link until ${until}`;
export const revoked = 'The link is revoked.';
