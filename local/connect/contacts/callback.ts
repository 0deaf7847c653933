/** A queued callback: the agent is rung first (INCOMING), and dials the customer by accepting. */
import type { Agent, Assignment } from '../agents/agent.ts';
import { failOnDesk } from '../agents/fail-on-desk.ts';
import { type Engine, runtimeOf, touch, traceContact } from '../engine.ts';
import type { Flow, Queue } from '../instance.ts';
import { dispatch } from '../queues/dispatch.ts';
import { destinationAllowed } from '../telephony/destinations.ts';
import type { FailedCall } from '../telephony/phones.ts';
import { DEFAULT_RING_TIMEOUT_S } from '../tuning.ts';
import { type Contact, customerLeg, isOver } from './contact.ts';
import { conversationOf } from './conversation.ts';
import { createContact } from './create-contact.ts';
import { customerLine, FAILED_AGENT_STATES, FAILED_REASONS } from './customer-line.ts';
import { disconnect } from './disconnect.ts';
import { joinAgent } from './join-agent.ts';
import { newLeg } from './legs.ts';
import { dialThroughWhisper } from './outbound-whisper.ts';
import { enqueue, startEntryFlow } from './run-contact-flow.ts';

export const createCallback = (
  engine: Engine,
  order: {
    readonly previous: Contact;
    readonly customerPhone: string;
    readonly queue: Queue;
    readonly initialDelayS: number;
    readonly attempts: number;
    readonly retryDelayS: number;
    /** Number the customer sees. */
    readonly callerId?: string;
    /** Runs first, at once, and decides where the callback waits; the initial delay is ignored then. */
    readonly flow?: Flow;
  },
): Contact => {
  const { previous, customerPhone, flow } = order;
  const systemPhone = order.callerId ?? previous.systemPhone;
  const contact = createContact(engine, {
    initiationMethod: 'CALLBACK',
    customerPhone,
    previous,
    ...(systemPhone !== undefined && { systemPhone }),
    ...(previous.name !== null && { name: previous.name }),
  });
  contact.callback = { attemptsLeft: order.attempts, retryDelayS: order.retryDelayS };
  if (flow !== undefined) {
    contact.targetQueue = order.queue;
    startEntryFlow(engine, contact, flow);
    return contact;
  }
  engine.scheduler.after(order.initialDelayS * 1_000, () => {
    if (!isOver(contact)) enqueue(engine, contact, order.queue);
  });
  return contact;
};

/** The customer did not answer, and there are attempts left: the agent is told, the callback waits for its next turn. */
const retryLater = (engine: Engine, agent: Agent, assignment: Assignment, why: FailedCall): void => {
  const { contact } = assignment;
  const runtime = runtimeOf(engine, contact);
  runtime.outboundCall?.joining.abort(new Error('the customer did not answer'));
  delete runtime.outboundCall;
  failOnDesk(engine, assignment, FAILED_AGENT_STATES[why]);
  contact.state = 'initiated';
  delete contact.agent;
  delete contact.acceptedAt;
  delete contact.dequeuedAt;
  touch(engine, contact);
  engine.changes.agent(agent.user.username);
  engine.scheduler.after((contact.callback?.retryDelayS ?? 0) * 1_000, () => {
    if (isOver(contact)) return;
    contact.state = 'queued';
    traceContact(engine, contact, 'connect', 'the callback is tried again');
    touch(engine, contact);
    dispatch(engine);
  });
};

/** The agent accepted the callback: the customer's phone rings. */
export const placeCallback = (engine: Engine, agent: Agent, assignment: Assignment): void => {
  const { contact } = assignment;
  const { callback, customerPhone } = contact;
  if (callback === undefined || customerPhone === undefined) return;
  const now = engine.scheduler.now();
  assignment.cancelOffer?.();
  callback.attemptsLeft -= 1;
  // Streams sees new connections after the acceptance.
  const previousLeg = customerLeg(contact);
  if (previousLeg !== undefined) contact.legs.splice(contact.legs.indexOf(previousLeg), 1);
  contact.legs.push(
    newLeg(engine, {
      type: 'outbound',
      initial: true,
      state: 'connecting',
      endpoint: previousLeg?.endpoint ?? assignment.leg.endpoint,
    }),
  );
  Object.assign(assignment, { state: 'connecting', since: now });
  contact.state = 'initiated';
  contact.agent = agent.user.username;
  contact.acceptedAt = now;
  contact.dequeuedAt = now;
  traceContact(engine, contact, 'agent', `${agent.user.username} takes the callback`);
  if (!destinationAllowed(engine, customerPhone)) {
    disconnect(engine, contact, 'OUTBOUND_DESTINATION_ENDPOINT_ERROR', 'BadAddressCustomer');
    return;
  }
  const listener = customerLine(engine, contact, () => joinAgent(engine, agent, assignment));
  dialThroughWhisper(engine, contact, agent, () => {
    const placed = {
      contactId: contact.id,
      ringTimeoutMs: DEFAULT_RING_TIMEOUT_S * 1_000,
      callerId: contact.systemPhone,
    };
    conversationOf(engine, contact).line = engine.phones.ring(customerPhone, placed, {
      ...listener,
      onFailed: (why) => {
        traceContact(engine, contact, 'phone', `callback failed: ${why}`, { ok: false });
        if (callback.attemptsLeft > 0) retryLater(engine, agent, assignment, why);
        else disconnect(engine, contact, FAILED_REASONS[why], FAILED_AGENT_STATES[why]);
      },
    });
  });
  touch(engine, contact);
  engine.changes.agent(agent.user.username);
};
