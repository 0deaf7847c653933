import * as v from 'valibot';
import { CtiError } from '../../agent-session.ts';
import { others, setLegState } from '../../contacts/contact.ts';
import { conversationOf } from '../../contacts/conversation.ts';
import { createContact } from '../../contacts/create-contact.ts';
import { customerLine } from '../../contacts/customer-line.ts';
import { joinAgent } from '../../contacts/join-agent.ts';
import { newAgentLeg } from '../../contacts/legs.ts';
import { dialThroughWhisper } from '../../contacts/outbound-whisper.ts';
import { touch, traceContact } from '../../engine.ts';
import { callerIdOf, findQueue } from '../../instance.ts';
import { profileOf } from '../../queues/availability.ts';
import { DEFAULT_RING_TIMEOUT_S } from '../../tuning.ts';
import type { Agent, Assignment } from '../agent.ts';
import { checkNumber, destinationIn } from './destination.ts';
import { invalidState, type Operation, read } from './operation.ts';

const outboundParams = v.object({
  queueARN: v.optional(v.nullable(v.string())),
  relatedContactId: v.optional(v.nullable(v.string())),
});

/** Two calls at once since Streams 2.26: a second one while everybody on the first waits on hold. */
const mayDial = (agent: Agent): boolean => {
  const calls = agent.assignments.filter(({ contact }) => contact.channel === 'VOICE');
  const [first] = calls;
  if (first === undefined) return true;
  return (
    calls.length === 1 &&
    first.state === 'connected' &&
    others(first.contact, first.leg).every(({ state }) => state === 'hold')
  );
};

/** The agent places a call: the agent's own leg stands first, the customer's phone rings, the outbound whisper greets. */
export const createOutboundContact: Operation = (engine, agent, params) => {
  const { queueARN, relatedContactId } = read(outboundParams, params);
  const to = destinationIn(engine, params);
  if (to.kind !== 'number') throw new CtiError('BadEndpointException', 'Only phone numbers can be dialled.');
  checkNumber(engine, to.number);
  // A task may stay on the desk meanwhile: the agent calls because of it.
  if (!mayDial(agent)) return invalidState('The agent is working on a contact.');
  const queue =
    (queueARN === undefined || queueARN === null ? undefined : findQueue(engine.instance, queueARN)) ??
    findQueue(engine.instance, profileOf(engine, agent)?.defaultOutboundQueueId ?? '');
  const callerId = callerIdOf(engine.instance, queue);
  const contact = createContact(engine, {
    initiationMethod: 'OUTBOUND',
    customerPhone: to.number,
    ...(callerId !== undefined && { systemPhone: callerId }),
    ...(typeof relatedContactId === 'string' && { relatedContactId }),
  });
  if (queue !== undefined) contact.queue = queue;
  contact.agent = agent.user.username;
  const leg = newAgentLeg(engine, contact, agent.user);
  contact.legs.push(leg);
  const assignment: Assignment = { contact, leg, state: 'connecting', since: engine.scheduler.now() };
  agent.assignments.push(assignment);
  const listener = customerLine(engine, contact, () => joinAgent(engine, agent, assignment));
  dialThroughWhisper(engine, contact, agent, () => {
    const placed = {
      contactId: contact.id,
      ringTimeoutMs: DEFAULT_RING_TIMEOUT_S * 1_000,
      callerId: contact.systemPhone,
    };
    conversationOf(engine, contact).line = engine.phones.ring(to.number, placed, {
      ...listener,
      onRinging: () => {
        setLegState(leg, 'connected', engine.scheduler.now());
        listener.onRinging?.();
      },
    });
  });
  traceContact(engine, contact, 'agent', `${agent.user.username} dials`);
  touch(engine, contact);
  return {};
};
