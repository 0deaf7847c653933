/**
 * One call with everybody on it. A transfer or consultation makes a new contact ("Connect creates a consult leg contact
 * record and issues a new Contact ID", Administrator Guide, "Identify conferences and transfers"); both contacts are then
 * on the same line, and share their legs, until one of them ends. Lines belong to the contact that has been on it longest.
 */
import { type Engine, runtimeOf } from '../engine.ts';
import type { LineHandle } from '../telephony/phones.ts';
import { type Contact, type Leg, setLegState } from './contact.ts';
import { setHold } from './hold.ts';

export interface Conversation {
  /** The customer's line. */
  line?: LineHandle;
  /** Lines of third parties by connection id. */
  readonly thirdParties: Map<string, LineHandle>;
  /** The contacts on it that are not over, oldest first. */
  readonly contacts: Contact[];
}

export const conversationOf = (engine: Engine, contact: Contact): Conversation =>
  runtimeOf(engine, contact).conversation;

/** The other contacts whose agents can be heard, or are still to come: a supervisor who listens keeps no call alive. */
export const speaking = (engine: Engine, contact: Contact): readonly Contact[] =>
  conversationOf(engine, contact).contacts.filter(
    (other) =>
      other !== contact && !contact.legs.some((leg) => leg.contactId === other.id && leg.state === 'silent_monitor'),
  );

/** The contact that the lines belong to. */
export const carrierOf = (engine: Engine, contact: Contact): Contact =>
  conversationOf(engine, contact).contacts[0] ?? contact;

export const joinConversation = (engine: Engine, contact: Contact, host: Contact): void => {
  const conversation = conversationOf(engine, host);
  runtimeOf(engine, contact).conversation = conversation;
  conversation.contacts.push(contact);
  contact.legs = host.legs;
};

/** `next` goes on where `previous` stood; `previous` keeps a picture of the legs. */
export const takeOver = (engine: Engine, previous: Contact, next: Contact): void => {
  const { conversation } = runtimeOf(engine, previous);
  runtimeOf(engine, next).conversation = conversation;
  conversation.contacts.splice(conversation.contacts.indexOf(previous), 1, next);
  const { legs } = previous;
  next.legs = legs;
  previous.legs = legs.map((leg) => ({ ...leg, state: 'disconnected', since: engine.scheduler.now() }));
  for (const leg of legs) if (leg.contactId === previous.id) leg.contactId = next.id;
  handLinesOver(engine, legs, previous, next);
};

const handLinesOver = (engine: Engine, legs: readonly Leg[], from: Contact, to: Contact): void => {
  for (const { endpoint } of legs)
    if (endpoint.phoneNumber !== null) engine.phones.handOver(endpoint.phoneNumber, from.id, to.id);
};

/** The contact ends while others talk on. Whom its agent had put on hold is with the others again. */
export const leaveConversation = (engine: Engine, contact: Contact, held: boolean): void => {
  const conversation = conversationOf(engine, contact);
  const now = engine.scheduler.now();
  const { legs } = contact;
  conversation.contacts.splice(conversation.contacts.indexOf(contact), 1);
  const [carrier] = conversation.contacts;
  for (const leg of legs) {
    if (leg.contactId !== contact.id) continue;
    if (leg.state === 'connecting' && contact.disconnectReason !== undefined) leg.failure = contact.disconnectReason;
    setLegState(leg, 'disconnected', now);
  }
  contact.legs = legs.map((leg) => ({ ...leg, state: 'disconnected', since: now }));
  if (carrier === undefined) return;
  handLinesOver(engine, legs, contact, carrier);
  if (!held) return;
  for (const leg of legs) if (leg.state === 'hold') setHold(engine, carrier, leg, false);
};

/** A supervisor whom nobody hears. */
export const isListening = ({ state }: Leg): boolean => state === 'silent_monitor';
const isPresent = ({ state }: Leg): boolean => state === 'connected' || state === 'hold' || state === 'barge';

/** Somebody is there, and somebody to talk to is there or being rung. */
export const stands = ({ contacts: [carrier] }: Conversation): boolean => {
  const legs = carrier?.legs ?? [];
  const present = legs.filter(isPresent).length;
  return present > 0 && present + legs.filter(({ state }) => state === 'connecting').length > 1;
};
