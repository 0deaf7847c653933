import { agentMetricsOf, waitingMetricsOf } from '../../queues/metrics.ts';
import { CHANNELS } from '../../routing-profile.ts';
import { type ActionDefinition, done, failed, NO_MATCHING_ERROR, textOf } from '../action.ts';
import { agent, optional, queue, text } from '../parameter-rules.ts';
import { atMostOneQueue, queueOf } from '../target-queue.ts';

export const getMetricData: ActionDefinition = {
  type: 'GetMetricData',
  parameters: { QueueId: optional(queue), AgentId: optional(agent), QueueChannel: optional(text(20)) },
  check: atMostOneQueue,
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const named = parameters.QueueId !== undefined || parameters.AgentId !== undefined;
    const target = named ? queueOf(run, parameters) : (run.contact.targetQueue ?? run.contact.queue);
    if (target === undefined) return failed('no such queue, or no working queue is set');
    const channel = CHANNELS.find((known) => known === textOf(parameters, 'QueueChannel')?.toUpperCase());
    const agents = agentMetricsOf(run.engine, target, channel ?? run.contact.channel);
    const contacts = waitingMetricsOf(run.engine, target, channel);
    run.memory.metrics = {
      Queue: {
        Name: target.name ?? '',
        ARN: target.arn,
        Size: String(contacts.waiting),
        OldestContactAge: String(contacts.oldestSeconds),
      },
      Agents: {
        Online: { Count: String(agents.online) },
        Available: { Count: String(agents.available) },
        Staffed: { Count: String(agents.staffed) },
      },
    };
    return done();
  },
};
