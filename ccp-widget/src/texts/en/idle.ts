/** Texts of the screen without an opportunity, in English. */

export const title = 'Ready for the next call';
export const hint = 'When a call rings, its people and documents appear here.';
export const unavailable = (state: string) => `You are set to ${state}. Set yourself to Available to receive calls.`;
export const recent = 'My recent calls';
export const upcoming = 'My upcoming calls';
export const none = 'No calls yet. Open an opportunity in the CRM and press Call.';
export const noOutcome = 'outcome missing';
export const find = 'Find an opportunity';
export const findHint = 'Opportunity, person or company';
export const nothingFound = 'Nothing found';
