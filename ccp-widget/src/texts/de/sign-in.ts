/** Texts of signing in, in German. */
import type * as english from '../en/sign-in.ts';

export const trouble: typeof english.trouble = {
  'signed-out': {
    what: 'Melden Sie sich an, um hier zu telefonieren',
    advice: 'Dafür öffnet sich ein Fenster, das sich von selbst schließt.',
  },
  'sign-in': {
    what: 'Die Anmeldung hat nicht geklappt',
    advice:
      'Versuchen Sie es noch einmal. Klappt es wieder nicht, fragen Sie Ihre Administration, ob die Adresse dieser Seite beim Anmeldedienst eingetragen ist.',
  },
  expired: {
    what: 'Ihre Anmeldung ist abgelaufen',
    advice:
      'Melden Sie sich in einem Fenster wieder an, um zu laden und zu speichern. Ein Gespräch läuft weiter, und nichts Getipptes geht verloren.',
  },
  configuration: {
    what: 'Der Agentenplatz ist nicht eingerichtet',
    advice:
      'Seine Datei config.json fehlt oder ist beschädigt. Sie wird bei der Einrichtung geschrieben; sagen Sie Ihrer Administration Bescheid.',
  },
};
export const again = 'Anmelden';
