import { agentQueue } from '../create-instance.ts';
import type { Engine } from '../engine.ts';
import type { User } from '../instance.ts';
import { newAgent } from './agent.ts';

/** The user, the user's own queue, and the agent, who is offline. */
export const addUser = (engine: Engine, user: User): void => {
  const { instance } = engine;
  const offline = instance.statuses.find(({ type }) => type === 'offline');
  if (offline === undefined) throw new Error('the instance has no status of type offline');
  instance.users.push(user);
  instance.queues.push(agentQueue(instance, user));
  engine.agents.set(user.username, newAgent(user, offline, engine.scheduler.now()));
  engine.changes.instance();
};
