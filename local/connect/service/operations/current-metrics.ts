import { agentState } from '../../agents/agent.ts';
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { findQueue, type Queue, resourceArn } from '../../instance.ts';
import { freeSlots } from '../../queues/availability.ts';
import { agentMetricsOf, agentsOf, waitingMetricsOf } from '../../queues/metrics.ts';
import { CHANNELS, type Channel } from '../../routing-profile.ts';
import { invalidParameter, invalidRequest, notFound } from '../errors.ts';
import { checkInstance, type Input, pageOf } from '../input.ts';
import type { ServiceOperation } from '../operation.ts';

type Metric = (engine: Engine, queue: Queue, channel: Channel) => number;

const agentsIn =
  (...states: readonly string[]): Metric =>
  (engine, queue, channel) =>
    agentsOf(engine, queue, channel).filter((agent) =>
      agent.assignments.some(({ state, contact }) => states.includes(state) && contact.channel === channel),
    ).length;

const METRICS: Readonly<Record<string, Metric>> = {
  AGENTS_ONLINE: (engine, queue, channel) => agentMetricsOf(engine, queue, channel).online,
  AGENTS_STAFFED: (engine, queue, channel) => agentMetricsOf(engine, queue, channel).staffed,
  AGENTS_AVAILABLE: (engine, queue, channel) => agentMetricsOf(engine, queue, channel).available,
  AGENTS_ON_CALL: agentsIn('connected', 'connecting'),
  AGENTS_ON_CONTACT: agentsIn('connected', 'connecting'),
  AGENTS_AFTER_CONTACT_WORK: agentsIn('ended'),
  AGENTS_ERROR: agentsIn('error'),
  AGENTS_NON_PRODUCTIVE: (engine, queue, channel) =>
    agentsOf(engine, queue, channel).filter((agent) => agentState(agent).type === 'not_routable').length,
  CONTACTS_IN_QUEUE: (engine, queue, channel) => waitingMetricsOf(engine, queue, channel).waiting,
  OLDEST_CONTACT_AGE: (engine, queue, channel) => waitingMetricsOf(engine, queue, channel).oldestSeconds,
  SLOTS_ACTIVE: (engine, queue, channel) =>
    agentsOf(engine, queue, channel).reduce(
      (sum, agent) => sum + agent.assignments.filter(({ contact }) => contact.channel === channel).length,
      0,
    ),
  SLOTS_AVAILABLE: (engine, queue, channel) =>
    agentsOf(engine, queue, channel).reduce((sum, agent) => sum + freeSlots(engine, agent, channel), 0),
};

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const queuesIn = (engine: Engine, input: Input): readonly Queue[] => {
  const { Queues } = isRecord(input.Filters) ? input.Filters : {};
  return list(Queues).map((id) => {
    const queue = findQueue(engine.instance, String(id));
    if (queue?.type !== 'STANDARD') throw notFound('Queue not found');
    return queue;
  });
};

const metricsIn = (input: Input) =>
  list(input.CurrentMetrics).map((entry) => {
    const { Name, Unit } = isRecord(entry) ? entry : {};
    const measure = METRICS[String(Name)];
    if (measure === undefined) throw invalidParameter(`Metric ${Name} is not known`);
    const unit = Name === 'OLDEST_CONTACT_AGE' ? 'SECONDS' : 'COUNT';
    if (Unit !== undefined && Unit !== unit) throw invalidParameter(`The unit of ${Name} is ${unit}`);
    return { metric: { Name, Unit: unit }, measure };
  });

/** Agents' own queues have no metrics, as in the service. */
export const getCurrentMetricData: ServiceOperation = {
  partial: 'filtered by queues and channels and grouped by both; no routing profiles, steps, agent statuses',
  resources: (engine, input) => {
    const { Queues } = isRecord(input.Filters) ? input.Filters : {};
    return list(Queues).map((id) => resourceArn(engine.instance, 'queue', String(id).split('/').at(-1) ?? ''));
  },
  run: (engine, input) => {
    checkInstance(engine, input);
    const queues = queuesIn(engine, input);
    if (queues.length === 0) throw invalidRequest('Filters must name queues');
    const metrics = metricsIn(input);
    if (metrics.length === 0) throw invalidRequest('CurrentMetrics must name metrics');
    const groupings = list(input.Groupings).map(String);
    const unknown = groupings.find((grouping) => grouping !== 'QUEUE' && grouping !== 'CHANNEL');
    if (unknown !== undefined) throw invalidRequest(`Grouping ${unknown} is not served`);
    const { Channels } = isRecord(input.Filters) ? input.Filters : {};
    const wanted = list(Channels);
    const channels = CHANNELS.filter((channel) => wanted.length === 0 || wanted.includes(channel));
    const byQueue = groupings.includes('QUEUE') ? queues.map((queue) => [queue]) : [queues];
    const byChannel: readonly (readonly Channel[])[] = groupings.includes('CHANNEL')
      ? channels.map((channel) => [channel])
      : [channels];
    const results = byQueue.flatMap((some) =>
      byChannel.map((over) => ({
        Dimensions: {
          ...(groupings.includes('QUEUE') && { Queue: { Id: some[0]?.id, Arn: some[0]?.arn } }),
          ...(groupings.includes('CHANNEL') && { Channel: over[0] }),
        },
        Collections: metrics.map(({ metric, measure }) => ({
          Metric: metric,
          Value: combined(
            String(metric.Name),
            some.flatMap((queue) => over.map((channel) => measure(engine, queue, channel))),
          ),
        })),
      })),
    );
    const { items, NextToken } = pageOf(input, results);
    return {
      MetricResults: items,
      NextToken,
      DataSnapshotTime: new Date(engine.scheduler.now()),
      ApproximateTotalCount: results.length,
    };
  },
};

/** Contacts add up over queues and channels; of ages the oldest counts, and of agents those of the fullest queue. */
const combined = (name: string, values: readonly number[]): number =>
  name.startsWith('CONTACTS') || name.startsWith('SLOTS')
    ? values.reduce((sum, value) => sum + value, 0)
    : Math.max(0, ...values);
