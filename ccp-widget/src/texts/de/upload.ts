/** Texts of uploads, in German. */
import type * as english from '../en/upload.ts';

export const failed: typeof english.failed = (name) => `${name} wurde nicht hochgeladen`;
export const failedAdvice = 'Prüfen Sie die Netzverbindung und laden Sie noch einmal hoch.';
export const goOnAdvice =
  'Prüfen Sie die Netzverbindung und wählen Sie die Datei noch einmal: es geht weiter, wo es aufhörte.';
export const done: typeof english.done = (name) => `${name} hochgeladen`;
export const cancel: typeof english.cancel = (name) => `${name} abbrechen`;
export const empty: typeof english.empty = (name) => `${name} ist leer`;
export const tooLarge: typeof english.tooLarge = (name) => `${name} ist zu groß: ein Dokument darf 50 MB haben`;
export const interrupted = 'Unterbrochene Uploads';
export const chooseAgain: typeof english.chooseAgain = (name) =>
  `${name} ist noch nicht ganz da. Wählen Sie dieselbe Datei noch einmal: es geht weiter, wo es aufhörte.`;
export const discard = 'Verwerfen';
