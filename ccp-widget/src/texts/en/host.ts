/** Texts of what only a host has, in English. */

export const whichDeal = 'For which deal?';
export const known = (name: string) => `The CRM knows this number: ${name}`;
export const show = 'Show';
export const notInternational = (number: string) =>
  `${number} does not say its country. Call from the deal, or write the number with its country code.`;
export const noDeal = (number: string) =>
  `No deal is known here with ${number}. Call from the deal, or add the person to one.`;
export const notFound = (number: string, why: string) => `${number} could not be looked up: ${why}`;
export const noAnswer = 'The CRM does not answer';
export const dealUnknown = (why: string) => `This deal cannot be called from here${why ? `. ${why}` : '.'}`;
export const nobody = (number: string, deal: string) => `${number} is not the number of one person of ${deal}.`;
export const otherNumber = (number: string, name: string) => `${number} is not known here as a number of ${name}.`;
export const unreachable = 'The page around this one does not answer: clicks on its numbers call nobody. Reload it.';
