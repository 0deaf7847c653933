import { randomUUID } from 'node:crypto';
import { type Engine, runtimeOf, touch, traceContact } from '../engine.ts';
import { carriedRoutingCriteria, deactivateRoutingCriteria } from '../queues/follow-routing-criteria.ts';
import { type Contact, customerLeg } from './contact.ts';
import { complete } from './disconnect.ts';
import { armExpiry } from './task-expiry.ts';

/**
 * A queue to queue transfer: "a new contact segment is created with the existing contact as its previous contact"
 * (flow language reference, DequeueContactAndTransferToQueue). The customer's line moves to the new segment, user
 * attributes are shared, and the old one is over without a disconnect reason, since nobody hung up.
 */
export const transferToQueue = (engine: Engine, previous: Contact): Contact => {
  const now = engine.scheduler.now();
  const next: Contact = {
    ...previous,
    id: randomUUID(),
    previousContactId: previous.id,
    initiationMethod: 'QUEUE_TRANSFER',
    state: 'in_flow',
    legs: previous.legs.filter((leg) => leg === customerLeg(previous)).map((leg) => ({ ...leg })),
    hooks: { ...previous.hooks },
    routingCriteria: carriedRoutingCriteria(previous),
    queueHops: previous.queueHops + 1,
    agentConnectionAttempts: 0,
    initiatedAt: now,
    connectedToSystemAt: now,
    lastUpdatedAt: now,
    flowTrace: [],
    spoken: [],
    events: [],
  };
  delete next.queue;
  delete next.enqueuedAt;
  engine.contacts.set(next.id, next);
  const runtime = runtimeOf(engine, previous);
  engine.runtimes.set(next.id, {
    thirdParties: new Map(),
    hookFlows: new Map(),
    digits: '',
    ...(runtime.line !== undefined && { line: runtime.line }),
  });
  delete runtime.line;
  runtime.cancelExpiry?.();
  if (next.channel === 'TASK') armExpiry(engine, next);
  previous.nextContactId = next.id;
  deactivateRoutingCriteria(previous);
  previous.dequeuedAt = now;
  previous.disconnectedAt = now;
  if (previous.customerPhone !== undefined) engine.phones.handOver(previous.customerPhone, previous.id, next.id);
  traceContact(engine, next, 'connect', 'queue to queue transfer');
  engine.events.publish(next, 'INITIATED');
  engine.events.publish(previous, 'DISCONNECTED');
  complete(engine, previous);
  touch(engine, next);
  return next;
};
