/** Texts of a document’s way to the CRM, in English. */

export const onItsWay = 'going to the CRM…';
export const onlyHere = {
  'too-large': 'kept here only: larger than the CRM takes',
  'not-taken': 'kept here only',
  refused: 'kept here only: the CRM did not take it',
  'opportunity-gone': 'kept here only: the CRM has no such opportunity',
};
