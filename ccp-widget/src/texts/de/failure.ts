/** Texts of a document that could not be fetched, in German. */
import type * as english from '../en/failure.ts';

export const newer = 'Das ist die letzte gute Version; eine neuere kam nicht an.';
export const reasons: typeof english.reasons = {
  unreachable: 'Der Server des CRM antwortet nicht.',
  'http-error': 'Das CRM gibt es nicht heraus.',
  'too-large': 'Es ist größer als erlaubt (50 MB).',
  'host-not-allowed': 'Sein Server ist nicht erlaubt.',
  'private-address': 'Seine Adresse ist nicht öffentlich.',
  'type-not-allowed': 'Dieser Dateityp ist nicht erlaubt.',
  'content-mismatch': 'Sein Inhalt passt nicht zum Dateityp.',
};
export const statuses: typeof english.statuses = {
  401: 'Das CRM verlangt dafür eine Anmeldung. Fragen Sie seine Administration.',
  403: 'Das CRM gibt es diesem System nicht. Fragen Sie seine Administration.',
  404: 'Das CRM hat es nicht mehr.',
  410: 'Das CRM hat es nicht mehr.',
};
export const again = 'Erneut holen';
export const againOf: typeof english.againOf = (title) => `Erneut holen: ${title}`;
export const orUpload = 'Oder laden Sie es hier hoch.';
export const otherWay = 'Öffnen Sie es im CRM oder laden Sie es hier hoch.';
