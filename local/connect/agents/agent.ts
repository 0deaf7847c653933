/** An agent at work: the chosen status, and the contacts on the desk. */
import type { AgentContactStateType, AgentStateType, AgentStatus, VoiceEnhancementMode } from '../agent-session.ts';
import { type Contact, isDialledForAgent, type Leg } from '../contacts/contact.ts';
import type { User } from '../instance.ts';

/** One contact on an agent's desk. A missed one stays there until cleared, while the contact itself waits on. */
export interface Assignment {
  readonly contact: Contact;
  readonly leg: Leg;
  state: AgentContactStateType;
  since: number;
  /** Name of the agent's error state when `state` is `error`. */
  agentError?: 'MissedCallAgent' | 'FailedConnectCustomer' | 'BadAddressCustomer' | 'LineEngagedCustomer';
  /** The connections as they were when the contact left this agent. */
  frozenLegs?: readonly Leg[];
  /** Ends the 20 seconds. */
  cancelOffer?: () => void;
}

export interface Agent {
  readonly user: User;
  status: AgentStatus;
  statusSince: number;
  nextStatus?: { status: AgentStatus; since: number };
  /** Since when no contact has been on the desk. */
  idleSince: number;
  /** When a contact from a queue came last; calls that the agent placed do not count. */
  lastOfferedAt?: number;
  readonly assignments: Assignment[];
  softphoneEnabled: boolean;
  autoAccept: boolean;
  voiceEnhancementMode: VoiceEnhancementMode;
  version: number;
  /** What the derived state was, to know when it began. */
  shownState: { name: string; since: number };
}

/** Offline until the softphone says otherwise. */
export const newAgent = (user: User, offline: AgentStatus, now: number): Agent => ({
  user,
  status: offline,
  statusSince: now,
  idleSince: now,
  assignments: [],
  softphoneEnabled: true,
  autoAccept: false,
  voiceEnhancementMode: 'NONE',
  version: 1,
  shownState: { name: offline.name, since: now },
});

/** Of several contacts on the desk the one that is furthest speaks for the agent. */
const LOUDEST: readonly AgentContactStateType[] = ['connected', 'connecting', 'incoming', 'ended', 'error'];

/** The state that the contacts on the desk impose, if any. */
const imposedState = ({ assignments }: Agent): { name: string; type: AgentStateType } | undefined => {
  const [assignment] = assignments
    .filter(({ state }) => state !== 'paused')
    .toSorted((one, other) => LOUDEST.indexOf(one.state) - LOUDEST.indexOf(other.state));
  if (assignment === undefined) return undefined;
  switch (assignment.state) {
    case 'incoming':
      return { name: 'PendingBusy', type: 'system' };
    case 'connecting':
      return { name: isDialledForAgent(assignment.contact) ? 'CallingCustomer' : 'PendingBusy', type: 'system' };
    case 'connected':
      return { name: 'Busy', type: 'system' };
    case 'ended':
      return { name: 'AfterCallWork', type: 'system' };
    case 'error':
      return { name: assignment.agentError ?? 'MissedCallAgent', type: 'error' };
    default:
      return undefined;
  }
};

/** What the agent is shown as: the chosen status, unless a contact on the desk says otherwise. */
export const agentState = (agent: Agent): { agentStateARN: string | null; name: string; type: AgentStateType } => {
  const imposed = imposedState(agent);
  return imposed === undefined ? { ...agent.status } : { agentStateARN: null, ...imposed };
};

export const assignmentOf = (agent: Agent, contactId: string): Assignment | undefined =>
  agent.assignments.find(({ contact }) => contact.id === contactId);
