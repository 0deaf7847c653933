import * as v from 'valibot';
import { CtiError } from '../../agent-session.ts';
import { type Contact, setLegState } from '../../contacts/contact.ts';
import { createContact } from '../../contacts/create-contact.ts';
import { customerLine } from '../../contacts/customer-line.ts';
import { disconnect } from '../../contacts/disconnect.ts';
import { joinAgent } from '../../contacts/join-agent.ts';
import { newAgentLeg } from '../../contacts/legs.ts';
import { transferTask } from '../../contacts/tasks.ts';
import { dialThirdParty } from '../../contacts/third-party.ts';
import { type Engine, runtimeOf, touch, traceContact } from '../../engine.ts';
import { agentQueueOf, callerIdOf, findQueue, findUser } from '../../instance.ts';
import { profileOf } from '../../queues/availability.ts';
import { destinationAllowed, underConcurrencyLimit } from '../../telephony/destinations.ts';
import { E164 } from '../../telephony/e164.ts';
import { DEFAULT_RING_TIMEOUT_S } from '../../tuning.ts';
import type { Assignment } from '../agent.ts';
import { holdCustomer } from './connections.ts';
import { invalidState, type Operation, type Params, type Result, read, talkingIn } from './operation.ts';

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
  // A task may stay on the desk meanwhile: the agent calls because of it.
  if (agent.assignments.some((other) => other.contact.channel === 'VOICE')) {
    return invalidState('The agent is working on a contact.');
  }
  const queue =
    (queueARN === undefined || queueARN === null ? undefined : findQueue(engine.instance, queueARN)) ??
    findQueue(engine.instance, profileOf(engine, agent)?.defaultOutboundQueueId ?? '');
  const callerId = callerIdOf(engine.instance, queue);
  const contact = createContact(engine, {
    initiationMethod: 'OUTBOUND',
    customerPhone: to.phoneNumber,
    ...(callerId !== undefined && { systemPhone: callerId }),
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

const destination = v.object({
  endpoint: v.looseObject({ type: v.picklist(['agent', 'queue']), endpointARN: v.string() }),
});

/** An agent's or a queue's own ARN is the endpoint; a task that gets another party goes there. */
const transferTaskTo = (engine: Engine, contact: Contact, params: Params): Result => {
  const { endpointARN } = read(destination, params).endpoint;
  const user = findUser(engine.instance, endpointARN);
  const queue =
    user === undefined ? findQueue(engine.instance, endpointARN) : agentQueueOf(engine.instance, user.username);
  if (queue === undefined) throw new CtiError('BadEndpointException', 'There is no such agent or queue.');
  transferTask(engine, contact, { queue });
  return {};
};

/** Adds a third party; the customer is put on hold until `conferenceConnections` or `toggleActiveConnections`. */
export const createAdditionalConnection: Operation = (engine, agent, params) => {
  const { contact } = talkingIn(agent, params);
  if (contact.channel === 'TASK') return transferTaskTo(engine, contact, params);
  const { endpoint: to } = read(additionalParams, params);
  checkNumber(engine, to.phoneNumber);
  holdCustomer(engine, contact);
  const gone = () => {
    const someoneLeft = contact.legs.some((other) => other.type !== 'agent' && other.state !== 'disconnected');
    if (!someoneLeft) disconnect(engine, contact, 'THIRD_PARTY_DISCONNECT');
  };
  const third = { number: to.phoneNumber, name: to.name ?? null, ringTimeoutMs: DEFAULT_RING_TIMEOUT_S * 1_000 };
  dialThirdParty(engine, contact, third, { onFailed: gone, onHangUp: gone });
  traceContact(engine, contact, 'agent', `${agent.user.username} adds a third party`);
  return {};
};
