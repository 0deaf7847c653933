import { metricsOf } from '../../queues/metrics.ts';
import { type ActionDefinition, done, failed, NO_MATCHING_ERROR } from '../action.ts';
import { agent, anything, optional, queue } from '../parameter-rules.ts';
import { atMostOneQueue, queueOf } from '../target-queue.ts';

export const getMetricData: ActionDefinition = {
  type: 'GetMetricData',
  parameters: { QueueId: optional(queue), AgentId: optional(agent), QueueChannel: optional(anything) },
  check: atMostOneQueue,
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const named = parameters.QueueId !== undefined || parameters.AgentId !== undefined;
    const target = named ? queueOf(run, parameters) : (run.contact.targetQueue ?? run.contact.queue);
    if (target === undefined) return failed('no such queue, or no working queue is set');
    const metrics = metricsOf(run.engine, target);
    run.memory.metrics = {
      Queue: {
        Name: target.name ?? '',
        ARN: target.arn,
        Size: String(metrics.waiting),
        OldestContactAge: String(metrics.oldestSeconds),
      },
      Agents: {
        Online: { Count: String(metrics.online) },
        Available: { Count: String(metrics.available) },
        Staffed: { Count: String(metrics.staffed) },
      },
    };
    return done();
  },
};
