import type { Engine } from '../engine.ts';
import type { User } from '../instance.ts';

/** The user, the agent and the user's own queue are gone; a contact that waits in that queue waits on in vain. */
export const removeUser = (engine: Engine, user: User): void => {
  const { users, queues } = engine.instance;
  users.splice(users.indexOf(user), 1);
  const own = queues.findIndex(({ username }) => username === user.username);
  if (own >= 0) queues.splice(own, 1);
  engine.agents.delete(user.username);
  engine.instance.deleted.add(user.id);
  engine.changes.instance();
};
