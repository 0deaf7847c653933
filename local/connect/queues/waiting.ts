import type { Contact } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';
import type { Queue } from '../instance.ts';
import { AGENT_QUEUE_CAPACITY } from '../tuning.ts';

/** Contacts that wait in a queue, those that ring at an agent included; first come, first served within a priority. */
export const waitingIn = (engine: Engine, queue?: Queue): readonly Contact[] =>
  [...engine.contacts.values()]
    .filter(
      (contact) =>
        (contact.state === 'queued' || contact.state === 'offered') && (queue === undefined || contact.queue === queue),
    )
    .toSorted(
      (one, other) =>
        // An agent's own queue has the highest priority there is.
        Number(other.queue?.type === 'AGENT') - Number(one.queue?.type === 'AGENT') ||
        one.queuePriority - other.queuePriority ||
        rank(one) - rank(other),
    );

const rank = (contact: Contact): number => (contact.enqueuedAt ?? 0) - contact.queueTimeAdjustmentS * 1_000;

/** An agent's queue holds ten, a standard one what its `MaxContacts` says. */
export const atCapacity = (engine: Engine, queue: Queue): boolean => {
  const capacity = queue.type === 'AGENT' ? AGENT_QUEUE_CAPACITY : queue.maxContacts;
  return capacity !== undefined && waitingIn(engine, queue).length >= capacity;
};
