import { atCapacity } from '../../queues/waiting.ts';
import { type ActionDefinition, failed, finish } from '../action.ts';
import { agent, optional, queue } from '../parameter-rules.ts';
import { exactlyOneQueue, queueOf } from '../target-queue.ts';

/** "Contacts can be transferred from queue to queue up to 11 times" (Administrator Guide, queue to queue transfers). */
const MAX_QUEUE_HOPS = 11;

/** Fails while the contact is being offered to or joined with an agent, as the service's reference says. */
export const dequeueContactAndTransferToQueue: ActionDefinition = {
  type: 'DequeueContactAndTransferToQueue',
  flowTypes: ['CUSTOMER_QUEUE', 'MODULE'],
  parameters: { QueueId: optional(queue), AgentId: optional(agent) },
  check: exactlyOneQueue,
  errors: () => ({ required: ['QueueAtCapacity', 'NoMatchingError'] }),
  run: (run, parameters) => {
    const target = queueOf(run, parameters);
    if (target === undefined) return failed('no such queue or agent');
    if (run.contact.state !== 'queued') return failed(`the contact is ${run.contact.state}, not waiting`);
    if (run.contact.queueHops >= MAX_QUEUE_HOPS) return failed(`transferred ${MAX_QUEUE_HOPS} times already`);
    if (target.disabled === true) return failed('the queue is disabled');
    if (atCapacity(run.engine, target)) return failed('the queue is full', 'QueueAtCapacity');
    return finish({ kind: 'transfer-queue', queue: target });
  },
};
