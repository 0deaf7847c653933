/// <reference types="amazon-connect-streams" />
import type { AgentPresence, AgentStatus } from './softphone.ts';

/** `AgentStateType` of Streams; `system` is what Connect sets while there is a contact. */
const KINDS: Readonly<Record<string, AgentPresence['kind']>> = {
  routable: 'available',
  not_routable: 'unavailable',
  offline: 'offline',
  system: 'working',
  error: 'error',
};
const CHOICES: Readonly<Record<string, AgentStatus['kind']>> = { routable: 'available', offline: 'offline' };

export function readAgent(agent: connect.Agent, now: number): AgentPresence {
  const { name, username } = agent.getConfiguration();
  const state = agent.getState();
  const statuses = agent.getAgentStates().map(
    ({ agentStateARN, name: statusName, type }): AgentStatus => ({
      id: agentStateARN,
      name: statusName,
      kind: CHOICES[type] ?? 'unavailable',
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
    kind: KINDS[state.type] ?? 'unavailable',
    since: now - agent.getStateDuration(),
    statuses,
    ...(chosen === undefined ? {} : { chosen }),
    ...(next === undefined ? {} : { next }),
  };
}
