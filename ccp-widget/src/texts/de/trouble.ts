/** Texts of what went wrong on the way to the server, in German. */
import type * as english from '../en/trouble.ts';

export const retry = 'Noch einmal versuchen';
export const unreachable: typeof english.unreachable = {
  what: 'Der Server ist nicht erreichbar',
  advice:
    'Prüfen Sie die Netzverbindung und versuchen Sie es noch einmal. Was Sie getippt haben, bleibt auf diesem Rechner.',
};
export const signedOut: typeof english.signedOut = {
  what: 'Sie sind nicht mehr angemeldet',
  advice: 'Melden Sie sich wieder an; nichts Getipptes geht verloren.',
};
export const notAllowed: typeof english.notAllowed = {
  what: 'Sie dürfen diesen Agentenplatz nicht benutzen',
  advice: 'Ihrem Konto fehlt das Recht eines Agenten. Bitten Sie Ihre Administration darum.',
};
export const unexpected: typeof english.unexpected = {
  what: 'Auf dem Server ist etwas schiefgegangen',
  advice: 'Versuchen Sie es gleich noch einmal.',
};
export const reference: typeof english.reference = (id) => `Kennung ${id}`;
export const codes: typeof english.codes = {
  'not-found': 'Es ist nicht mehr da',
  gone: 'Es wurde gelöscht',
  'not-ready': 'Es ist noch nicht so weit',
  'version-conflict': 'Jemand anderes hat es inzwischen geändert',
  'body-too-large': 'Es ist zu groß',
  'invalid-fields': 'Einige Felder stimmen nicht',
  'too-many-requests': 'Zu viele Anfragen in kurzer Zeit',
  'try-again': 'Versuchen Sie es gleich noch einmal',
  'internal-error': 'Auf dem Server ist etwas schiefgegangen',
};
