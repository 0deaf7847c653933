/** `AgentSnapshot` of the Administrator Guide's agent event streams data model. */
import type { Agent, Assignment } from '../agents/agent.ts';
import type { Engine } from '../engine.ts';
import { findQueue, findRoutingProfile, resourceArn } from '../instance.ts';
import { CHANNELS, type Channel, type RoutingProfile } from '../routing-profile.ts';
import { isoTime } from '../scheduler.ts';
import { hierarchyOf } from './hierarchy-groups.ts';

export type AgentEventSnapshot = Readonly<Record<string, unknown>>;

const STATUS_TYPES = { routable: 'ROUTABLE', not_routable: 'CUSTOM', offline: 'OFFLINE' } as const;
const time = (ms: number | undefined): string | null => (ms === undefined ? null : isoTime(ms));

const statusType = (type: string): string =>
  Object.entries(STATUS_TYPES).find(([name]) => name === type)?.[1] ?? 'CUSTOM';

const contactState = ({ contact, state, agentError }: Assignment): string => {
  switch (state) {
    case 'incoming':
      return 'INCOMING';
    case 'connecting':
      return 'CONNECTING';
    case 'connected':
      return contact.legs.some(({ initial, state: leg }) => initial && leg === 'hold')
        ? 'CONNECTED_ONHOLD'
        : 'CONNECTED';
    case 'ended':
      return 'ENDED';
    default:
      return agentError === 'MissedCallAgent' ? 'MISSED' : 'ERROR';
  }
};

const contactPart = (assignment: Assignment) => {
  const { contact } = assignment;
  return {
    ContactId: contact.id,
    InitialContactId: contact.initialContactId === contact.id ? null : contact.initialContactId,
    Channel: contact.channel,
    InitiationMethod: contact.initiationMethod,
    State: contactState(assignment),
    StateStartTimestamp: isoTime(assignment.since),
    ConnectedToAgentTimestamp: time(contact.connectedToAgentAt),
    QueueTimestamp: time(contact.enqueuedAt),
    Queue: contact.queue === undefined ? null : { ARN: contact.queue.arn, Name: contact.queue.name },
  };
};

const queuePart = ({ instance }: Engine, queueId: string, channels: readonly Channel[]) => {
  const queue = findQueue(instance, queueId);
  return queue === undefined ? null : { ARN: queue.arn, Name: queue.name, Channels: channels };
};

const profilePart = (engine: Engine, agent: Agent, profile: RoutingProfile) => {
  const queueIds = [...new Set(profile.queues.map(({ queueId }) => queueId))];
  const busy = (channel: Channel) => agent.assignments.filter(({ contact }) => contact.channel === channel).length;
  const own = engine.instance.queues.find(({ username }) => username === agent.user.username);
  return {
    ARN: resourceArn(engine.instance, 'routing-profile', profile.id),
    Name: profile.name,
    Concurrency: CHANNELS.map((channel) => ({
      Channel: channel,
      AvailableSlots: Math.max(0, profile.concurrency[channel] - busy(channel)),
      MaximumSlots: profile.concurrency[channel],
    })),
    DefaultOutboundQueue: queuePart(engine, profile.defaultOutboundQueueId, ['VOICE']),
    InboundQueues: [
      ...queueIds.map((id) => {
        const channels = profile.queues.filter(({ queueId }) => queueId === id).map(({ channel }) => channel);
        return queuePart(engine, id, channels);
      }),
      // "Name: for agent queues it is null": the sample has the agent's own queue among the inbound ones.
      ...(own === undefined ? [] : [queuePart(engine, own.arn, [...CHANNELS])]),
    ].filter((queue) => queue !== null),
  };
};

export const agentEventSnapshot = (engine: Engine, agent: Agent): AgentEventSnapshot => {
  const { user, status, nextStatus } = agent;
  const [firstName = user.name, ...rest] = user.name.split(' ');
  const profile = findRoutingProfile(engine.instance, user.routingProfileId);
  return {
    AgentStatus: {
      ARN: status.agentStateARN,
      Name: status.name,
      Type: statusType(status.type),
      StartTimestamp: isoTime(agent.statusSince),
    },
    NextAgentStatus:
      nextStatus === undefined
        ? null
        : {
            ARN: nextStatus.status.agentStateARN,
            Name: nextStatus.status.name,
            Type: statusType(nextStatus.status.type),
            EnqueuedTimestamp: isoTime(nextStatus.since),
          },
    Configuration: {
      Username: user.username,
      FirstName: firstName,
      LastName: rest.join(' '),
      AgentHierarchyGroups: hierarchyOf(engine.instance, user, 'Level', ({ arn, name }) => ({ ARN: arn, Name: name })),
      Proficiencies: [],
      AutoAccept: agent.autoAccept,
      SipAddress: null,
      LanguageCode: null,
      RoutingProfile: profile === undefined ? null : profilePart(engine, agent, profile),
    },
    Contacts: agent.assignments.map(contactPart),
  };
};
