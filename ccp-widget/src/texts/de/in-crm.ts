/** Texts of a document’s way to the CRM, in German. */
import type * as english from '../en/in-crm.ts';

export const onItsWay = 'unterwegs ins CRM…';
export const onlyHere: typeof english.onlyHere = {
  'too-large': 'nur hier: zu groß für das CRM',
  'not-taken': 'nur hier',
  refused: 'nur hier: das CRM hat es nicht angenommen',
  'opportunity-gone': 'nur hier: Verkaufschance fehlt im CRM',
};
