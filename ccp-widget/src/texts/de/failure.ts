/** Texts of a document that could not be fetched, in German. */
import type * as english from '../en/failure.ts';

export const newer = 'Das ist die letzte gute Fassung; eine neuere ist nicht angekommen.';
export const reasons: typeof english.reasons = {
  unreachable: 'Der Server des CRM hat nicht geantwortet.',
  'http-error': 'Das CRM hat es nicht herausgegeben.',
  'too-large': 'Es ist größer als erlaubt (höchstens 50 MB).',
  'host-not-allowed': 'Sein Server ist nicht unter den erlaubten.',
  'private-address': 'Seine Adresse ist nicht öffentlich.',
  'type-not-allowed': 'Diese Art von Datei ist nicht erlaubt.',
  'content-mismatch': 'Sein Inhalt ist nicht, was seine Art sagt.',
};
export const statuses: typeof english.statuses = {
  401: 'Das CRM verlangt dafür eine Anmeldung. Bitten Sie die Administration des CRM um Zugang für dieses System.',
  403: 'Das CRM gibt es diesem System nicht. Bitten Sie die Administration des CRM um Zugang.',
  404: 'Das CRM hat es nicht mehr.',
  410: 'Das CRM hat es nicht mehr.',
};
export const again = 'Noch einmal holen';
export const againOf: typeof english.againOf = (title) => `Noch einmal holen: ${title}`;
export const orUpload = 'Sie können es auch hier hochladen.';
export const otherWay = 'Öffnen Sie es im CRM, oder laden Sie es hier hoch.';
