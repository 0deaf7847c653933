import { randomUUID } from 'node:crypto';
import { type Engine, runtimeOf, touch, traceContact } from '../engine.ts';
import { carriedRoutingCriteria, deactivateRoutingCriteria } from '../queues/follow-routing-criteria.ts';
import type { Contact } from './contact.ts';
import { takeOver } from './conversation.ts';
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
    hooks: { ...previous.hooks },
    routingCriteria: carriedRoutingCriteria(previous),
    recording: structuredClone(previous.recording),
    holdPeriods: [],
    keys: [],
    queueHops: previous.queueHops + 1,
    agentConnectionAttempts: 0,
    pauses: 0,
    pausedMs: 0,
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
  takeOver(engine, previous, next);
  runtimeOf(engine, previous).cancelExpiry?.();
  if (next.channel === 'TASK') armExpiry(engine, next);
  previous.nextContactId = next.id;
  deactivateRoutingCriteria(previous);
  previous.dequeuedAt = now;
  previous.disconnectedAt = now;
  traceContact(engine, next, 'connect', 'queue to queue transfer');
  engine.events.publish(next, 'INITIATED');
  engine.events.publish(previous, 'DISCONNECTED');
  complete(engine, previous);
  touch(engine, next);
  return next;
};
