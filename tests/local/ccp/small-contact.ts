import { type AgentContact, CtiError } from '../../../local/connect/agent-session.ts';
import { type Connection, stateOf } from './small-instance.ts';

export type Params = Readonly<Record<string, unknown>>;
type Writable<T> = { -readonly [K in keyof T]: T[K] };
export type Contact = Writable<Omit<AgentContact, 'connections'>> & { connections: Connection[] };

export const attributesOf = (attributes: Record<string, string> = {}) => ({
  attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { name, value }])),
});

export const end = (contact: Contact): void => {
  contact.state = stateOf('ended');
  for (const party of contact.connections) party.state = stateOf('disconnected');
};

export const find = (contact: Contact, { connectionId }: Params): Connection => {
  const found = contact.connections.find((candidate) => candidate.connectionId === connectionId);
  if (!found) throw new CtiError('ConnectionNotFoundException', 'Connection not found.', 404);
  return found;
};
