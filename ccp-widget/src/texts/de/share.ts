/** Texts of links for people outside, in German. */
import type * as english from '../en/share.ts';

export const title: typeof english.title = (title) => `${title} teilen`;
export const hint = 'Per Link teilen';
export const explanation =
  'Wer den Link hat, lädt das Dokument ohne Anmeldung herunter, bis der Link abläuft oder widerrufen wird.';
export const off = 'Links sind hier nicht erlaubt. Fragen Sie Ihre Administration.';
export const make = 'Neuer Link für';
export const hours: typeof english.hours = { 1: '1 Stunde', 24: '1 Tag', 168: '7 Tage' };
export const making = 'Der Link wird erstellt…';
export const address = 'Link';
export const once = '(nur jetzt sichtbar: kopieren)';
export const copy = 'Kopieren';
export const copied: typeof english.copied = (until) => `Link kopiert. Er gilt bis ${until}.`;
export const made: typeof english.made = (until) => `Link erstellt. Er gilt bis ${until}.`;
export const refused = 'Der Browser lässt diese Seite nicht kopieren. Erlauben Sie es neben der Adresse.';
export const active = 'Gültige Links';
export const none = 'Keine.';
export const until: typeof english.until = (until) => `bis ${until}`;
export const by: typeof english.by = (who, at) => `von ${who}, ${at}`;
export const opened: typeof english.opened = (count, written, at) =>
  at === undefined ? 'noch nicht geöffnet' : `${count === 1 ? 'einmal' : `${written}-mal`} geöffnet, zuletzt ${at}`;
export const revoke = 'Widerrufen';
export const revokeOf: typeof english.revokeOf = (until) => `Link bis ${until} widerrufen`;
export const revoked = 'Der Link ist widerrufen.';
