/** An agent at work: the chosen status, and the contacts on the desk. */
import type { AgentContactStateType, AgentStateType, AgentStatus } from '../agent-session.ts';
import type { Contact, Leg } from '../contacts/contact.ts';
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
  readonly assignments: Assignment[];
  softphoneEnabled: boolean;
  autoAccept: boolean;
  version: number;
  /** What the derived state was, to know when it began. */
  shownState: { name: string; since: number };
}

/** The state that the contacts on the desk impose, if any. */
const imposedState = ({ assignments }: Agent): { name: string; type: AgentStateType } | undefined => {
  const assignment = assignments[0];
  if (assignment === undefined) return undefined;
  switch (assignment.state) {
    case 'connecting':
      return {
        name: assignment.contact.initiationMethod === 'OUTBOUND' ? 'CallingCustomer' : 'PendingBusy',
        type: 'system',
      };
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

/** Voice concurrency is one: a contact on the desk, even a missed one, takes the agent out of routing. */
export const isAvailable = (agent: Agent): boolean =>
  agent.status.type === 'routable' && agent.assignments.length === 0;

export const assignmentOf = (agent: Agent, contactId: string): Assignment | undefined =>
  agent.assignments.find(({ contact }) => contact.id === contactId);
