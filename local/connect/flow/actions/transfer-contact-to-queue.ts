import { atCapacity } from '../../queues/waiting.ts';
import { type ActionDefinition, ENTRY_FLOWS, failed, finish } from '../action.ts';

export const transferContactToQueue: ActionDefinition = {
  type: 'TransferContactToQueue',
  flowTypes: ENTRY_FLOWS,
  parameters: {},
  errors: () => ({ required: ['QueueAtCapacity', 'NoMatchingError'] }),
  run: ({ engine, contact }) => {
    const { targetQueue } = contact;
    if (targetQueue === undefined) return failed('no working queue is set');
    if (contact.state !== 'in_flow') return failed('the contact is in a queue already');
    if (targetQueue.disabled === true) return failed('the queue is disabled');
    if (atCapacity(engine, targetQueue)) return failed('the queue is full', 'QueueAtCapacity');
    return finish({ kind: 'enqueue', queue: targetQueue });
  },
};
