import { agentMetricsOf, waitingMetricsOf } from '../../queues/metrics.ts';
import { type ActionDefinition, failed, textOf, VOICE_FLOWS } from '../action.ts';
import { agent, oneOf, optional, queue, required } from '../parameter-rules.ts';
import { atMostOneQueue, queueOf } from '../target-queue.ts';

const AGENT_METRICS = ['NumberOfAgentsAvailable', 'NumberOfAgentsStaffed', 'NumberOfAgentsOnline'];

export const checkMetricData: ActionDefinition = {
  type: 'CheckMetricData',
  flowTypes: VOICE_FLOWS,
  parameters: {
    MetricType: required(oneOf(...AGENT_METRICS, 'OldestContactInQueueAgeSeconds', 'NumberOfContactsInQueue')),
    QueueId: optional(queue),
    AgentId: optional(agent),
  },
  check: atMostOneQueue,
  errors: () => ({ required: ['NoMatchingError', 'NoMatchingCondition'] }),
  conditions: (conditions, action) =>
    AGENT_METRICS.includes(textOf(action.Parameters, 'MetricType') ?? '') &&
    conditions.some(({ Condition }) => Condition.Operator !== 'NumberGreaterThan' || Condition.Operands[0] !== '0')
      ? 'agent metrics allow only NumberGreaterThan 0'
      : undefined,
  run: (run, parameters) => {
    const named = parameters.QueueId !== undefined || parameters.AgentId !== undefined;
    const target = named ? queueOf(run, parameters) : (run.contact.targetQueue ?? run.contact.queue);
    if (target === undefined) return failed('no such queue, or no working queue is set');
    const agents = agentMetricsOf(run.engine, target, run.contact.channel);
    const contacts = waitingMetricsOf(run.engine, target);
    const value = {
      NumberOfAgentsAvailable: agents.available,
      NumberOfAgentsStaffed: agents.staffed,
      NumberOfAgentsOnline: agents.online,
      NumberOfContactsInQueue: contacts.waiting,
      OldestContactInQueueAgeSeconds: contacts.oldestSeconds,
    }[textOf(parameters, 'MetricType') ?? ''];
    if (value === undefined) return failed('unknown metric');
    return { next: 'condition', value: String(value), otherwise: 'NoMatchingCondition', detail: String(value) };
  },
};
