/** Who works in the CRM: the agent who is asked for when a call is. */
import { useState } from 'preact/hooks';
import type { Facts } from './api.ts';

/** Kept for this tab. */
export function useAgent({ agents }: Facts): readonly [agent: string, actAs: (username: string) => void] {
  const [agent, setAgent] = useState(sessionStorage.getItem('agent') ?? agents[0]?.username ?? '');
  const actAs = (username: string) => {
    setAgent(username);
    sessionStorage.setItem('agent', username);
  };
  return [agent, actAs];
}

export const AgentChoice = (props: { facts: Facts; agent: string; actAs: (username: string) => void }) => (
  <label>
    signed in as{' '}
    <select value={props.agent} onChange={(event) => props.actAs(event.currentTarget.value)}>
      {props.facts.agents.map(({ username }) => (
        <option key={username}>{username}</option>
      ))}
    </select>
  </label>
);
