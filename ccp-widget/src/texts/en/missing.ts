/** Texts of an opportunity that is not here, in English. */
import type { ReadingFailure } from '../../../../functions/core/contracts/opportunity-reading.ts';

export const here = 'This opportunity is not here';
export const perhapsOthers = {
  what: 'This opportunity is not here, or it is not yours',
  advice: 'You see the opportunities that you own and those of your calls. Ask its owner or a supervisor.',
};
export const reading = {
  first: 'It is being read from the CRM…',
  again: 'It is being read from the CRM. The CRM has not answered yet and is asked again…',
};
export const slow = 'The CRM takes longer than usual. Try again in a moment.';
export const reasons = {
  'not-readable': 'Its CRM sends opportunities by itself. Press Call there.',
  'opportunity-not-found': 'The CRM has none with this address, or does not show it.',
  'crm-refused': 'The CRM does not let this system in. Tell your administrator.',
  'crm-answer-unusable': 'The CRM’s answer cannot be used. Tell your administrator.',
  'crm-unavailable': 'The CRM does not answer. Try again later.',
} satisfies Readonly<Record<ReadingFailure, string>>;
