/** One more party on a contact's line. */
import { type Engine, touch, traceContact } from '../engine.ts';
import type { FailedCall } from '../telephony/phones.ts';
import { type Contact, type Leg, setLegState } from './contact.ts';
import { conversationOf } from './conversation.ts';
import { newLeg, phoneEndpoint } from './legs.ts';

export interface ThirdPartyListener {
  readonly onAnswered?: () => void;
  readonly onFailed: (why: FailedCall) => void;
  readonly onHangUp: () => void;
}

/** Rings a number; its leg is on the contact from now on and disconnected when the listener is told of the end. */
export const dialThirdParty = (
  engine: Engine,
  contact: Contact,
  to: {
    readonly number: string;
    readonly name: string | null;
    readonly ringTimeoutMs: number;
    /** Number that the third party's phone shows. */
    readonly callerId: string | undefined;
  },
  listener: ThirdPartyListener,
): Leg => {
  const leg = newLeg(engine, {
    type: 'outbound',
    initial: false,
    state: 'connecting',
    addedBy: contact.id,
    endpoint: phoneEndpoint(to.number, to.name),
    quickConnectName: to.name,
  });
  contact.legs.push(leg);
  const conversation = conversationOf(engine, contact);
  const { thirdParties } = conversation;
  const carrier = () => conversation.contacts[0] ?? contact;
  const gone = () => {
    thirdParties.delete(leg.id);
    setLegState(leg, 'disconnected', engine.scheduler.now());
    touch(engine, carrier());
  };
  const call = {
    contactId: carrier().id,
    ringTimeoutMs: to.ringTimeoutMs,
    callerId: to.callerId,
  };
  const line = engine.phones.ring(to.number, call, {
    onAnswered: () => {
      setLegState(leg, 'connected', engine.scheduler.now());
      traceContact(engine, contact, 'phone', 'third party answered');
      touch(engine, carrier());
      listener.onAnswered?.();
    },
    onFailed: (why) => {
      leg.failure = why;
      gone();
      listener.onFailed(why);
    },
    onHangUp: () => {
      gone();
      listener.onHangUp();
    },
  });
  thirdParties.set(leg.id, line);
  touch(engine, contact);
  return leg;
};
