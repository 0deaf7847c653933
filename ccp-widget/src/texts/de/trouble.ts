/** Texts of what went wrong on the way to the server, in German. */
import type * as english from '../en/trouble.ts';

export const retry = 'Erneut versuchen';
export const unreachable: typeof english.unreachable = {
  what: 'Der Server ist nicht erreichbar',
  advice: 'Prüfen Sie das Netz und versuchen Sie es erneut. Ihre Eingaben bleiben erhalten.',
};
export const signedOut: typeof english.signedOut = {
  what: 'Sie sind nicht mehr angemeldet',
  advice: 'Melden Sie sich wieder an; Ihre Eingaben bleiben erhalten.',
};
export const notAllowed: typeof english.notAllowed = {
  what: 'Kein Zugang zum Agentenplatz',
  advice: 'Ihrem Konto fehlt das Recht eines Agenten. Fragen Sie Ihre Administration.',
};
export const unexpected: typeof english.unexpected = {
  what: 'Fehler auf dem Server',
  advice: 'Versuchen Sie es gleich erneut.',
};
export const reference: typeof english.reference = (id) => `Kennung ${id}`;
export const codes: typeof english.codes = {
  'not-found': 'Es ist nicht mehr da',
  gone: 'Es wurde gelöscht',
  'not-ready': 'Es ist noch nicht bereit',
  'version-conflict': 'Es wurde inzwischen geändert',
  'body-too-large': 'Es ist zu groß',
  'invalid-fields': 'Einige Felder stimmen nicht',
  'too-many-requests': 'Zu viele Anfragen in kurzer Zeit',
  'try-again': 'Versuchen Sie es gleich erneut',
  'internal-error': 'Fehler auf dem Server',
};
