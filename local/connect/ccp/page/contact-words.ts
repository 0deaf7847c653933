import type { AgentContact } from '../../agent-session.ts';
import { readablePhone } from './phone-numbers.ts';

export const isTask = ({ type }: AgentContact): boolean => type === 'task';

/** What the agent calls the contact by. A task has no number. */
export const titleOf = (contact: AgentContact): string =>
  contact.name ?? (isTask(contact) ? 'Task' : readablePhone(contact.customerEndpoint.phoneNumber));

const KINDS = { voice: 'Incoming call', queue_callback: 'Callback', task: 'New task' } as const;
export const offerOf = ({ type }: AgentContact): string => KINDS[type];

/** The state of a contact in the one word that fits a tab. */
export const tabState = (contact: AgentContact): string => {
  const { state, connections } = contact;
  const others = connections.filter(({ type }) => type !== 'agent');
  if (others.length > 0 && state.type === 'connected' && others.every((other) => other.state.type === 'hold'))
    return 'on hold';
  switch (state.type) {
    case 'incoming':
    case 'connecting':
      return 'ringing';
    case 'connected':
      return isTask(contact) ? 'at work' : 'on the line';
    case 'paused':
      return 'paused';
    case 'ended':
      return 'ended';
    default:
      return 'missed';
  }
};
