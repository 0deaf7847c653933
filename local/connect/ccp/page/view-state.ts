import type { AgentConnection, AgentContact, AgentSnapshot } from '../../agent-session.ts';

/** What the softphone shows, from the newest snapshot. */
export type View =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'ringing' | 'joining' | 'dialing' | 'connected' | 'after-call' | 'missed' | 'failed';
      readonly contact: AgentContact;
    };

/** A ringing call wants an answer before anything else; a finished one can wait. */
const ORDER: readonly View['phase'][] = [
  'ringing',
  'joining',
  'dialing',
  'connected',
  'missed',
  'failed',
  'after-call',
];

export const viewOf = ({ contacts, state }: AgentSnapshot, chosen?: string): View => {
  const views = contacts.flatMap((contact) => contactView(contact, state.name));
  views.sort((a, b) => ORDER.indexOf(a.phase) - ORDER.indexOf(b.phase));
  return views.find(({ contact }) => contact.contactId === chosen) ?? views[0] ?? { phase: 'idle' };
};

type ContactView = Exclude<View, { phase: 'idle' }>;

const contactView = (contact: AgentContact, agentState: string): ContactView[] => {
  switch (contact.state.type) {
    case 'incoming':
      return [{ phase: 'ringing', contact }];
    case 'connecting':
      return [{ phase: connectingPhase(contact), contact }];
    case 'connected':
    case 'paused':
      return [{ phase: 'connected', contact }];
    case 'ended':
      return [{ phase: 'after-call', contact }];
    case 'missed':
    case 'rejected':
    case 'error':
      return [{ phase: agentState === 'MissedCallAgent' || !isOwnCall(contact) ? 'missed' : 'failed', contact }];
    default:
      return [];
  }
};

const connectingPhase = (contact: AgentContact): 'ringing' | 'joining' | 'dialing' => {
  if (isOwnCall(contact)) return 'dialing';
  // Accepted, but the whispers still play.
  return agentConnection(contact)?.state.type === 'connected' ? 'joining' : 'ringing';
};

/** The agent dialled it, in contrast to a call that was offered. */
const isOwnCall = (contact: AgentContact): boolean =>
  customerConnection(contact)?.type === 'outbound' && contact.initiationMethod.toUpperCase() === 'OUTBOUND';

export const agentConnection = ({ connections }: AgentContact): AgentConnection | undefined =>
  connections.find(({ type }) => type === 'agent');

export const customerConnection = ({ connections }: AgentContact): AgentConnection | undefined =>
  connections.find(({ initial }) => initial);

/** Everybody else who is on the line or on hold, the customer first. */
export const otherParties = ({ connections }: AgentContact): AgentConnection[] =>
  connections
    .filter(({ type, state }) => type !== 'agent' && state.type !== 'disconnected')
    .toSorted((a, b) => Number(b.initial) - Number(a.initial));

const STATE_NAMES: Readonly<Record<string, string>> = {
  PendingBusy: 'Incoming contact',
  Pending: 'Incoming contact',
  CallingCustomer: 'Calling',
  Busy: 'On a contact',
  AfterCallWork: 'After-call work',
  MissedCallAgent: 'Missed contact',
  FailedConnectAgent: 'Connection failed',
  FailedConnectCustomer: 'Call not answered',
  BadAddressCustomer: 'Number not reachable',
  LineEngagedCustomer: 'Line busy',
  RealtimeCommunicationError: 'Audio failed',
};
export const stateName = (name: string): string => STATE_NAMES[name] ?? name;
