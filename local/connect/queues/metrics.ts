import type { Agent } from '../agents/agent.ts';
import type { Engine } from '../engine.ts';
import type { Queue } from '../instance.ts';
import type { Channel } from '../routing-profile.ts';
import { freeSlots, profileOf } from './availability.ts';
import { waitingIn } from './waiting.ts';

export interface AgentMetrics {
  readonly available: number;
  /** Online, and not in an error state. */
  readonly staffed: number;
  /** In any status but Offline. */
  readonly online: number;
}

export interface WaitingMetrics {
  readonly waiting: number;
  readonly oldestSeconds: number;
}

/** The agents whose routing profile has the queue; an agent's own queue has one. */
export const agentsOf = (engine: Engine, queue: Queue, channel: Channel): readonly Agent[] =>
  [...engine.agents.values()].filter((agent) =>
    queue.type === 'AGENT'
      ? agent.user.username === queue.username
      : profileOf(engine, agent)?.queues.some((entry) => entry.queueId === queue.id && entry.channel === channel),
  );

export const agentMetricsOf = (engine: Engine, queue: Queue, channel: Channel): AgentMetrics => {
  const agents = agentsOf(engine, queue, channel);
  const online = agents.filter((agent) => agent.status.type !== 'offline');
  return {
    available: agents.filter((agent) => freeSlots(engine, agent, channel) > 0).length,
    staffed: online.filter((agent) => agent.status.type === 'routable').length,
    online: online.length,
  };
};

/** Of one channel, or of all of them. */
export const waitingMetricsOf = (engine: Engine, queue: Queue, channel?: Channel): WaitingMetrics => {
  const waiting = waitingIn(engine, queue).filter((contact) => channel === undefined || contact.channel === channel);
  const oldest = Math.min(...waiting.map((contact) => contact.enqueuedAt ?? Number.POSITIVE_INFINITY));
  return {
    waiting: waiting.length,
    oldestSeconds: Number.isFinite(oldest) ? Math.floor((engine.scheduler.now() - oldest) / 1_000) : 0,
  };
};
