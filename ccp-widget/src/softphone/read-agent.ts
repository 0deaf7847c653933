/// <reference types="amazon-connect-streams" />
import type { AgentPresence, AgentStatus } from './softphone.ts';
import { presenceKind, statusKind } from './state-kinds.ts';

export function readAgent(agent: connect.Agent, now: number): AgentPresence {
  const { name, username } = agent.getConfiguration();
  const state = agent.getState();
  const statuses = agent.getAgentStates().map(
    ({ agentStateARN, name: statusName, type }): AgentStatus => ({
      id: agentStateARN,
      name: statusName,
      kind: statusKind(type),
    }),
  );
  const known = (wanted: string | undefined): string | undefined => statuses.find((one) => one.name === wanted)?.id;
  // The typings do not say that it is null while nothing is chosen ahead.
  const ahead = agent.getNextState() as connect.AgentState | null;
  const chosen = known(agent.getAvailabilityState()?.state);
  const next = known(ahead?.name);
  return {
    name,
    username,
    state: state.name,
    kind: presenceKind(state.type),
    since: now - agent.getStateDuration(),
    statuses,
    ...(chosen === undefined ? {} : { chosen }),
    ...(next === undefined ? {} : { next }),
  };
}
