/** Texts of an opportunity that is not here, in German. */
import type * as english from '../en/missing.ts';

export const here = 'Diese Verkaufschance ist nicht hier';
export const perhapsOthers: typeof english.perhapsOthers = {
  what: 'Diese Verkaufschance ist nicht hier oder nicht Ihre',
  advice: 'Sie sehen Ihre eigenen und die Ihrer Anrufe. Fragen Sie, wer zuständig ist, oder Ihre Leitung.',
};
export const reading: typeof english.reading = {
  first: 'Sie wird aus dem CRM gelesen…',
  again: 'Sie wird aus dem CRM gelesen. Es hat noch nicht geantwortet und wird erneut gefragt…',
};
export const slow = 'Das CRM braucht länger als sonst. Versuchen Sie es gleich erneut.';
export const reasons: typeof english.reasons = {
  'not-readable': 'Dieses CRM sendet Verkaufschancen selbst. Drücken Sie dort auf Anrufen.',
  'opportunity-not-found': 'Das CRM hat keine unter dieser Adresse oder zeigt sie nicht.',
  'crm-refused': 'Das CRM verweigert diesem System den Zugang. Fragen Sie Ihre Administration.',
  'crm-answer-unusable': 'Die Antwort des CRM ist unbrauchbar. Fragen Sie Ihre Administration.',
  'crm-unavailable': 'Das CRM antwortet nicht. Versuchen Sie es später erneut.',
};
