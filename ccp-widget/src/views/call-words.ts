import * as callTexts from '#texts/call.ts';
import * as callsTexts from '#texts/calls.ts';

/** What is said of a call or a party in each of its states. */
export const callWords = { ...callTexts.phases, ...callsTexts.ends };
