import { isOver } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';

/** Countries and ranges that the account may not call; `PUT /simulator/quotas` changes the list. */
export const destinationAllowed = (engine: Engine, number: string): boolean =>
  !engine.quotas.settings().blockedPrefixes.some((prefix) => number.startsWith(prefix));

/** "Concurrent active calls per instance": calls in flows, queues and with agents count, those in after-call work do not. */
export const underConcurrencyLimit = (engine: Engine): boolean =>
  [...engine.contacts.values()].filter((contact) => !isOver(contact)).length < engine.quotas.settings().concurrentCalls;
