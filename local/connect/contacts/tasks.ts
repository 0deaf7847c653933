/** Tasks: contacts without a line, that flows route and agents complete. */
import { type Engine, runtimeOf, touch, traceContact } from '../engine.ts';
import type { Flow, Queue } from '../instance.ts';
import { type Contact, isOver } from './contact.ts';
import { createContact, type NewContact } from './create-contact.ts';
import { disconnect } from './disconnect.ts';
import { enqueue, startEntryFlow } from './run-contact-flow.ts';
import { armExpiry } from './task-expiry.ts';

const begin = (engine: Engine, contact: Contact, flow: Flow): void => {
  if (isOver(contact)) return;
  const now = engine.scheduler.now();
  contact.connectedToSystemAt = now;
  engine.events.publish(contact, 'CONNECTED_TO_SYSTEM');
  armExpiry(engine, contact);
  startEntryFlow(engine, contact, flow);
};

/** Its flow starts at once, or when it is due. */
export const startTask = (
  engine: Engine,
  order: Omit<NewContact, 'channel' | 'customerPhone' | 'initiationMethod'> & {
    readonly flow: Flow;
    readonly scheduledAt?: number;
  },
): Contact => {
  const contact = createContact(engine, { ...order, channel: 'TASK', initiationMethod: 'API' });
  if (order.scheduledAt === undefined) begin(engine, contact, order.flow);
  else schedule(engine, contact, order.flow, order.scheduledAt);
  return contact;
};

const schedule = (engine: Engine, contact: Contact, flow: Flow, at: number): void => {
  contact.scheduledAt = at;
  const cancel = engine.scheduler.after(at - engine.scheduler.now(), () => {
    delete runtimeOf(engine, contact).start;
    begin(engine, contact, flow);
  });
  runtimeOf(engine, contact).start = { flow, cancel };
};

/** A task that has not begun begins at another time; false when it has. */
export const reschedule = (engine: Engine, contact: Contact, at: number): boolean => {
  const { start } = runtimeOf(engine, contact);
  if (isOver(contact) || start === undefined) return false;
  start.cancel();
  schedule(engine, contact, start.flow, at);
  touch(engine, contact);
  return true;
};

/**
 * The task goes on as a new contact, with the same attributes, by a flow that knows where it shall go, or straight into a
 * queue. An agent who had it has after-contact work to do.
 */
export const transferTask = (
  engine: Engine,
  previous: Contact,
  to: { readonly queue?: Queue; readonly flow?: Flow },
): Contact => {
  const next = createContact(engine, {
    channel: 'TASK',
    initiationMethod: 'TRANSFER',
    previous,
    references: previous.references,
    ...(previous.name !== null && { name: previous.name }),
    ...(previous.description !== null && { description: previous.description }),
  });
  previous.nextContactId = next.id;
  next.queueHops = previous.queueHops + 1;
  traceContact(engine, previous, 'connect', 'transferred');
  disconnect(engine, previous, 'OTHER');
  if (to.queue !== undefined) next.targetQueue = to.queue;
  if (to.flow !== undefined) begin(engine, next, to.flow);
  else if (to.queue !== undefined) {
    armExpiry(engine, next);
    next.connectedToSystemAt = engine.scheduler.now();
    engine.events.publish(next, 'CONNECTED_TO_SYSTEM');
    enqueue(engine, next, to.queue);
  }
  return next;
};
