import * as v from 'valibot';
import { CtiError } from '../../agent-session.ts';
import { setLegState } from '../../contacts/contact.ts';
import { createContact } from '../../contacts/create-contact.ts';
import { customerLine } from '../../contacts/customer-line.ts';
import { disconnect } from '../../contacts/disconnect.ts';
import { joinAgent } from '../../contacts/join-agent.ts';
import { newAgentLeg, newLeg, phoneEndpoint } from '../../contacts/legs.ts';
import { type Engine, runtimeOf, touch, traceContact } from '../../engine.ts';
import { findQueue } from '../../instance.ts';
import { destinationAllowed, underConcurrencyLimit } from '../../telephony/destinations.ts';
import { DEFAULT_RING_TIMEOUT_S } from '../../tuning.ts';
import type { Assignment } from '../agent.ts';
import { holdCustomer } from './connections.ts';
import { invalidState, type Operation, read, talkingIn } from './operation.ts';

const E164 = /^\+[1-9]\d{1,14}$/;
const endpoint = v.looseObject({
  type: v.literal('phone_number', 'only phone numbers can be dialled here'),
  phoneNumber: v.string(),
  name: v.optional(v.nullable(v.string())),
});
const outboundParams = v.object({
  endpoint,
  queueARN: v.optional(v.nullable(v.string())),
  relatedContactId: v.optional(v.nullable(v.string())),
});

const checkNumber = (engine: Engine, number: string): void => {
  if (!E164.test(number)) throw new CtiError('BadEndpointException', 'The number is not in E.164 format.');
  if (!destinationAllowed(engine, number)) {
    throw new CtiError('DestinationNotAllowedException', 'The destination may not be called.', 403);
  }
  if (!underConcurrencyLimit(engine)) throw new CtiError('LimitExceededException', 'Too many active calls.', 429);
};

/** The agent places a call: the agent's own leg stands first, the customer's phone rings, the outbound whisper greets. */
export const createOutboundContact: Operation = (engine, agent, params) => {
  const { endpoint: to, queueARN, relatedContactId } = read(outboundParams, params);
  checkNumber(engine, to.phoneNumber);
  if (agent.assignments.length > 0) return invalidState('The agent is working on a contact.');
  const queue =
    (queueARN === undefined || queueARN === null ? undefined : findQueue(engine.instance, queueARN)) ??
    engine.instance.queues[0];
  const [callerId] = engine.instance.seed.phoneNumbers;
  const contact = createContact(engine, {
    initiationMethod: 'OUTBOUND',
    customerPhone: to.phoneNumber,
    ...(callerId !== undefined && { systemPhone: callerId.number }),
    ...(typeof relatedContactId === 'string' && { relatedContactId }),
  });
  if (queue !== undefined) contact.queue = queue;
  contact.agent = agent.user.username;
  const leg = newAgentLeg(engine, agent.user.username);
  contact.legs.push(leg);
  const assignment: Assignment = { contact, leg, state: 'connecting', since: engine.scheduler.now() };
  agent.assignments.push(assignment);
  const listener = customerLine(engine, contact, () => joinAgent(engine, agent, assignment));
  runtimeOf(engine, contact).line = engine.phones.ring(to.phoneNumber, contact.id, DEFAULT_RING_TIMEOUT_S * 1_000, {
    ...listener,
    onRinging: () => {
      setLegState(leg, 'connected', engine.scheduler.now());
      listener.onRinging?.();
    },
  });
  traceContact(engine, contact, 'agent', `${agent.user.username} dials`);
  touch(engine, contact);
  return {};
};

const additionalParams = v.object({ endpoint });

/** Adds a third party; the customer is put on hold until `conferenceConnections` or `toggleActiveConnections`. */
export const createAdditionalConnection: Operation = (engine, agent, params) => {
  const { contact } = talkingIn(agent, params);
  const { endpoint: to } = read(additionalParams, params);
  checkNumber(engine, to.phoneNumber);
  holdCustomer(engine, contact);
  const leg = newLeg(engine, {
    type: 'outbound',
    initial: false,
    state: 'connecting',
    endpoint: phoneEndpoint(to.phoneNumber, to.name ?? null),
    quickConnectName: to.name ?? null,
  });
  contact.legs.push(leg);
  const { thirdParties } = runtimeOf(engine, contact);
  const gone = () => {
    thirdParties.delete(leg.id);
    setLegState(leg, 'disconnected', engine.scheduler.now());
    touch(engine, contact);
    const someoneLeft = contact.legs.some((other) => other.type !== 'agent' && other.state !== 'disconnected');
    if (!someoneLeft) disconnect(engine, contact, 'THIRD_PARTY_DISCONNECT');
  };
  const line = engine.phones.ring(to.phoneNumber, contact.id, DEFAULT_RING_TIMEOUT_S * 1_000, {
    onAnswered: () => {
      setLegState(leg, 'connected', engine.scheduler.now());
      traceContact(engine, contact, 'phone', 'third party answered');
      touch(engine, contact);
    },
    onFailed: gone,
    onHangUp: gone,
  });
  thirdParties.set(leg.id, line);
  traceContact(engine, contact, 'agent', `${agent.user.username} adds a third party`);
  touch(engine, contact);
  return {};
};
