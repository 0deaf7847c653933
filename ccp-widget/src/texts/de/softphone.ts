/** Texts of the softphone’s place, in German. */
import type * as english from '../en/softphone.ts';

export const title = 'Softphone';
export const silentTitle = 'Das Softphone antwortet nicht';
export const silent: typeof english.silent = [
  'Sehen Sie oben eine Anmeldung, melden Sie sich dort an.',
  'Bleibt es leer, melden Sie sich in einem Fenster bei Amazon Connect an.',
  'Ist es gesperrt, fragen Sie Ihre Administration nach der Adresse dieser Seite in den Approved origins der Instanz.',
  'Erlauben Sie Drittanbieter-Cookies für die Adresse des Softphones.',
  'Prüfen Sie das Netz.',
];
export const signIn = 'Beim Softphone anmelden';
export const reload = 'Softphone neu laden';
export const hide = 'Verbergen';
export const show = 'Softphone zeigen';
export const reloadApp = 'App neu laden';
