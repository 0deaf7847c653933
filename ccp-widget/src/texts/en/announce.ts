/** Texts of what a screen reader announces of calls, in English. */

export const ringing = (who: string, what: string) => `Call with ${who}${what ? ` about ${what}` : ''} is ringing`;
export const connected = (who: string) => `Connected with ${who}`;
export const ended = (who: string) => `The call with ${who} has ended`;
