import { touch } from '../../engine.ts';
import { type ActionDefinition, done, ENTRY_FLOWS, failed, NO_MATCHING_ERROR } from '../action.ts';
import { agent, optional, queue } from '../parameter-rules.ts';
import { exactlyOneQueue, queueOf } from '../target-queue.ts';

export const updateContactTargetQueue: ActionDefinition = {
  type: 'UpdateContactTargetQueue',
  flowTypes: ENTRY_FLOWS,
  parameters: { QueueId: optional(queue), AgentId: optional(agent) },
  check: exactlyOneQueue,
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const target = queueOf(run, parameters);
    if (target === undefined) return failed('no such queue or agent');
    run.contact.targetQueue = target;
    touch(run.engine, run.contact);
    return done(target.name ?? `queue of ${target.username}`);
  },
};
