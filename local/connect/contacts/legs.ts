import { randomUUID } from 'node:crypto';
import type { Endpoint } from '../agent-session.ts';
import type { Engine } from '../engine.ts';
import type { User } from '../instance.ts';
import { type Contact, type Leg, setLegState } from './contact.ts';

export const NOWHERE = { endpointARN: null, name: null, phoneNumber: null, agentLogin: null, queue: null } as const;

export const phoneEndpoint = (phoneNumber: string | null, name: string | null = null): Endpoint => ({
  ...NOWHERE,
  type: 'phone_number',
  name,
  phoneNumber,
});
export const agentEndpoint = ({ username, name }: User): Endpoint => ({
  ...NOWHERE,
  type: 'agent',
  agentLogin: username,
  name,
});

export const newLeg = (
  engine: Engine,
  leg: Pick<Leg, 'type' | 'initial' | 'endpoint' | 'state' | 'contactId' | 'seat' | 'addedBy'> & {
    quickConnectName?: string | null;
  },
): Leg => ({
  quickConnectName: null,
  ...leg,
  id: randomUUID(),
  since: engine.scheduler.now(),
  mute: false,
});

/** The agent's own leg, while the softphone rings. */
export const newAgentLeg = (engine: Engine, contact: Contact, user: User): Leg =>
  newLeg(engine, {
    type: 'agent',
    initial: false,
    state: 'connecting',
    endpoint: agentEndpoint(user),
    contactId: contact.id,
  });

/** Where the agent's leg goes who gets the contact: to the place that a transfer has kept, else to a new one. */
export const agentLegFor = (engine: Engine, contact: Contact, user: User): Leg => {
  const seat = contact.legs.find((leg) => leg.seat === true && leg.contactId === contact.id);
  if (seat !== undefined) return seat;
  const leg = newAgentLeg(engine, contact, user);
  contact.legs.push(leg);
  return leg;
};

/** The agent is off the contact, which goes on: to the next agent, or to the first one who has put it there. */
export const vacate = (engine: Engine, contact: Contact, leg: Leg): void => {
  if (leg.seat === true) {
    setLegState(leg, 'connecting', engine.scheduler.now());
    return;
  }
  setLegState(leg, 'disconnected', engine.scheduler.now());
  contact.legs.splice(contact.legs.indexOf(leg), 1);
};
