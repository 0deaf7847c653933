/** Texts of what only a host has, in English. */
export const host = {
  whichDeal: 'For which deal?',
  known: (name: string) => `The CRM knows this number: ${name}`,
  show: 'Show',
  notInternational: (number: string) =>
    `${number} does not say its country. Call from the deal, or write the number with its country code.`,
  noDeal: (number: string) => `No deal is known here with ${number}. Call from the deal, or add the person to one.`,
  notFound: (number: string, why: string) => `${number} could not be looked up: ${why}`,
  dealUnknown: (why: string) => `This deal cannot be called from here${why ? `. ${why}` : '.'}`,
  nobody: (number: string, deal: string) => `${number} is not the number of one person of ${deal}.`,
  otherNumber: (number: string, name: string) => `${number} is not known here as a number of ${name}.`,
  unreachable: 'The page around this one does not answer: clicks on its numbers call nobody. Reload it.',
};

export type HostMessages = typeof host;
