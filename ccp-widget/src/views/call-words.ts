import { messages } from '../messages.ts';
import { later } from '../messages-later.ts';

/** What is said of a call or a party in each of its states. */
export const callWords = { ...messages.call, ...later.call };
