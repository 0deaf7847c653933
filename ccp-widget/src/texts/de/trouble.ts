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
  what: 'Kein Zugang',
  advice: 'Ihrem Konto fehlt das Recht eines Agenten. Fragen Sie Ihre Administration.',
};
export const unexpected: typeof english.unexpected = {
  what: 'Fehler auf dem Server',
  advice: 'Versuchen Sie es gleich erneut.',
};
export const reference: typeof english.reference = (id) => `Kennung ${id}`;
export const isApiLanguage: typeof english.isApiLanguage = false;
export const statuses: typeof english.statuses = {
  404: 'Es ist nicht mehr da',
  409: 'Das geht noch nicht oder nicht mehr',
  410: 'Es wurde gelöscht oder darf nicht gelesen werden',
  412: 'Es wurde inzwischen geändert',
  413: 'Es ist zu groß',
  422: 'Einige Felder stimmen nicht',
  429: 'Zu viele Anfragen. Versuchen Sie es in einer Minute erneut',
};
