import { type Agent, isAvailable } from '../agents/agent.ts';
import type { Engine } from '../engine.ts';
import type { Queue } from '../instance.ts';
import { waitingIn } from './waiting.ts';

export interface QueueMetrics {
  readonly available: number;
  /** Online, and not in an error state. */
  readonly staffed: number;
  /** In any status but Offline. */
  readonly online: number;
  readonly waiting: number;
  readonly oldestSeconds: number;
}

/** All agents share one routing profile that serves every standard queue. */
export const agentsOf = (engine: Engine, queue: Queue): readonly Agent[] =>
  [...engine.agents.values()].filter((agent) => queue.type === 'STANDARD' || agent.user.username === queue.username);

export const metricsOf = (engine: Engine, queue: Queue): QueueMetrics => {
  const agents = agentsOf(engine, queue);
  const online = agents.filter((agent) => agent.status.type !== 'offline');
  const waiting = waitingIn(engine, queue);
  const oldest = Math.min(...waiting.map((contact) => contact.enqueuedAt ?? Number.POSITIVE_INFINITY));
  return {
    available: agents.filter(isAvailable).length,
    staffed: online.filter((agent) => agent.status.type === 'routable').length,
    online: online.length,
    waiting: waiting.length,
    oldestSeconds: Number.isFinite(oldest) ? Math.floor((engine.scheduler.now() - oldest) / 1_000) : 0,
  };
};
