/** A request's message of the dial queue, sent anew for later. */
import type { CallMessage } from '../contracts/queue-messages.ts';
import { MAX_QUEUE_DELAY, SAFETY_NET_DELAY } from '../policy.ts';
import type { CallQueue, WakeUps } from '../ports/queues.ts';
import { queueDelay } from '../queue-delay.ts';

/** What the message of every stage knows: whatever else it says belongs to its stage. */
export const identity = ({ sourceId, requestId, throttled }: CallMessage): CallMessage => ({
  ...{ sourceId, requestId },
  ...(throttled !== undefined && { throttled }),
});

/** When somebody looks whether what was due has happened. */
export const netOf = (due: Date): Date => new Date(due.getTime() + SAFETY_NET_DELAY);

export const wakeLater = (dialQueue: CallQueue, message: CallMessage, until: Date, now: Date): Promise<void> =>
  dialQueue.send({ ...identity(message), wakeAt: until.toISOString() }, queueDelay(until, now));

export interface WaitPorts {
  readonly dialQueue: CallQueue;
  readonly wakeUps: Pick<WakeUps, 'set'>;
}

/**
 * A wait that may last for weeks: what the queue cannot delay is scheduled. Only who handles a message does this, so that
 * until the schedule is there the message comes again. Waits for a slot hop through the queue instead: a slot is a matter
 * of seconds, a schedule one of minutes.
 */
export async function waitUntil(ports: WaitPorts, message: CallMessage, until: Date, now: Date): Promise<void> {
  if (until.getTime() - now.getTime() <= MAX_QUEUE_DELAY) return wakeLater(ports.dialQueue, message, until, now);
  await ports.wakeUps.set({ ...identity(message), wakeAt: until.toISOString() }, until);
}
