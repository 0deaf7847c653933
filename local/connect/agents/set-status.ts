import { type AgentStatus, CtiError } from '../agent-session.ts';
import type { Engine } from '../engine.ts';
import { dispatch } from '../queues/dispatch.ts';
import type { Agent } from './agent.ts';

const apply = (engine: Engine, agent: Agent, status: AgentStatus): void => {
  const now = engine.scheduler.now();
  if (agent.status.agentStateARN !== status.agentStateARN) {
    agent.status = status;
    agent.statusSince = now;
    if (status.type === 'routable') agent.idleSince = now;
  }
  delete agent.nextStatus;
  engine.trace.record({ part: 'agent', title: `${agent.user.username} is ${status.name}`, ok: true });
  engine.changes.agent(agent.user.username);
};

/**
 * While a contact is on the desk a status can only be queued (`enqueue`). Paused tasks do not hold the agent, and missed
 * contacts neither: choosing a status is how an agent leaves the error state.
 */
export const setStatus = (engine: Engine, agent: Agent, status: AgentStatus, enqueue: boolean): void => {
  if (agent.assignments.some(({ state }) => state !== 'error' && state !== 'paused')) {
    if (!enqueue) throw new CtiError('InvalidStateException', 'The agent is working on a contact.');
    agent.nextStatus = { status, since: engine.scheduler.now() };
    engine.changes.agent(agent.user.username);
    return;
  }
  const paused = agent.assignments.filter(({ state }) => state === 'paused');
  agent.assignments.splice(0, agent.assignments.length, ...paused);
  apply(engine, agent, status);
  dispatch(engine);
};

/** A contact has left the desk; once it is empty the queued status becomes the agent's status. */
export const deskCleared = (engine: Engine, agent: Agent): void => {
  if (agent.assignments.every(({ state }) => state === 'paused')) {
    agent.idleSince = engine.scheduler.now();
    if (agent.nextStatus !== undefined) apply(engine, agent, agent.nextStatus.status);
  }
  engine.changes.agent(agent.user.username);
  dispatch(engine);
};
