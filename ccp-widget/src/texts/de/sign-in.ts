/** Texts of signing in, in German. */
import type * as english from '../en/sign-in.ts';

export const trouble: typeof english.trouble = {
  'signed-out': {
    what: 'Melden Sie sich an, um hier zu telefonieren',
    advice: 'Dafür öffnet sich ein Fenster; es schließt sich selbst.',
  },
  'sign-in': {
    what: 'Die Anmeldung hat nicht geklappt',
    advice: 'Versuchen Sie es erneut; bleibt es so, fragen Sie Ihre Administration.',
  },
  expired: {
    what: 'Ihre Anmeldung ist abgelaufen',
    advice: 'Melden Sie sich in einem Fenster wieder an. Gespräch und Eingaben bleiben erhalten.',
  },
  configuration: {
    what: 'Der Agentenplatz ist nicht eingerichtet',
    advice: 'Seine Datei config.json fehlt oder ist beschädigt. Fragen Sie Ihre Administration.',
  },
};
export const again = 'Anmelden';
