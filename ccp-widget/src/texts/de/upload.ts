/** Texts of uploads, in German. */
import type * as english from '../en/upload.ts';

export const failed: typeof english.failed = (name) => `${name} wurde nicht hochgeladen`;
export const failedAdvice = 'Prüfen Sie das Netz und laden Sie erneut hoch.';
export const goOnAdvice = 'Prüfen Sie das Netz und wählen Sie die Datei erneut: Der Rest wird hochgeladen.';
export const done: typeof english.done = (name) => `${name} hochgeladen`;
export const cancel: typeof english.cancel = (name) => `${name} abbrechen`;
export const empty: typeof english.empty = (name) => `${name} ist leer`;
export const wrongKind = 'Nur PDF-, Bild-, Text- und Office-Dateien sind erlaubt.';
export const tooLarge: typeof english.tooLarge = (name) => `${name} ist größer als 50 MB`;
export const interrupted = 'Unterbrochene Uploads';
export const chooseAgain: typeof english.chooseAgain = (name) =>
  `${name} ist noch nicht ganz da. Wählen Sie die Datei erneut: Der Rest wird hochgeladen.`;
export const discard = 'Verwerfen';
