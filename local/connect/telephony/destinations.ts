import { type Contact, isOver } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';

/** Countries and ranges that the account may not call; `PUT /simulator/quotas` changes the list. */
export const destinationAllowed = (engine: Engine, number: string): boolean =>
  !engine.quotas.settings().blockedPrefixes.some((prefix) => number.startsWith(prefix));

/** A callback that waits is no call yet. */
const isCall = (contact: Contact): boolean =>
  contact.channel === 'VOICE' &&
  !isOver(contact) &&
  !(contact.callback !== undefined && contact.connectedToSystemAt === undefined && contact.state !== 'ringing');

/** Calls with TrafficType CAMPAIGN, whether or not they name a campaign. */
export const underCampaignLimit = (engine: Engine): boolean =>
  [...engine.contacts.values()].filter((contact) => contact.campaign !== undefined && isCall(contact)).length <
  engine.quotas.settings().concurrentCampaignCalls;

/** "Concurrent active calls per instance": calls in flows, queues and with agents count, those in after-call work do not. */
export const underConcurrencyLimit = (engine: Engine): boolean =>
  [...engine.contacts.values()].filter(isCall).length < engine.quotas.settings().concurrentCalls;
