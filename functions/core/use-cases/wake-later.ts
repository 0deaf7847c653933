/** A request's message of the dial queue, sent anew for later. */
import type { CallMessage } from '../contracts/queue-messages.ts';
import { SAFETY_NET_DELAY } from '../policy.ts';
import type { CallQueue } from '../ports.ts';
import { queueDelay } from '../queue-delay.ts';

/** What the message of every stage names: whatever else it knew belongs to that stage. */
export const identity = ({ sourceId, requestId }: CallMessage): CallMessage => ({ sourceId, requestId });

/** When somebody looks whether what was due has happened. */
export const netOf = (due: Date): Date => new Date(due.getTime() + SAFETY_NET_DELAY);

export const wakeLater = (dialQueue: CallQueue, message: CallMessage, until: Date, now: Date): Promise<void> =>
  dialQueue.send({ ...identity(message), wakeAt: until.toISOString() }, queueDelay(until, now));
