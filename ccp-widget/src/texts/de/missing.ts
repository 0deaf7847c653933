/** Texts of an opportunity that is not here, in German. */
import type * as english from '../en/missing.ts';

export const here = 'Diese Verkaufschance ist nicht hier';
export const perhapsOthers: typeof english.perhapsOthers = {
  what: 'Diese Verkaufschance ist nicht hier, oder es ist nicht Ihre',
  advice:
    'Sie sehen die Verkaufschancen, die Ihnen gehören, und die Ihrer Anrufe. Fragen Sie, wem sie gehört, oder Ihre Leitung.',
};
export const reading: typeof english.reading = {
  first: 'Sie wird aus dem CRM gelesen …',
  again: 'Sie wird aus dem CRM gelesen. Das CRM hat noch nicht geantwortet und wird noch einmal gefragt …',
};
export const slow = 'Das CRM braucht länger als sonst. Versuchen Sie es gleich noch einmal.';
export const reasons: typeof english.reasons = {
  'not-readable':
    'Dieses CRM schickt Verkaufschancen von selbst. Drücken Sie dort auf Anrufen, oder lassen Sie sie neu schicken.',
  'opportunity-not-found': 'Das CRM hat keine unter dieser Adresse (mehr), oder es zeigt sie diesem System nicht.',
  'crm-refused':
    'Das CRM lässt dieses System nicht ein. Sagen Sie es Ihrer Administration: Der Zugang muss erneuert werden.',
  'crm-answer-unusable':
    'Die Antwort des CRM ist nicht zu gebrauchen. Sagen Sie Ihrer Administration, um welche Verkaufschance es geht.',
  'crm-unavailable': 'Das CRM antwortet nicht. Versuchen Sie es später noch einmal.',
};
