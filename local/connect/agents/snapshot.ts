/** An agent's desk in the shape of the CTI wire. */
import type { AgentConnection, AgentContact, AgentSnapshot } from '../agent-session.ts';
import { type Contact, type Leg, subtypeOf } from '../contacts/contact.ts';
import { isListening } from '../contacts/conversation.ts';
import { phoneEndpoint } from '../contacts/legs.ts';
import type { Engine } from '../engine.ts';
import { findUser, isMultiParty } from '../instance.ts';
import { isoTime } from '../scheduler.ts';
import { type Agent, type Assignment, agentState } from './agent.ts';

/** What a softphone would need to open its media; there is no media here. */
const MEDIA = {
  callType: 'audio_only',
  mediaLegContextToken: 'local',
  callContextToken: 'local',
  callConfigJson: JSON.stringify({
    iceServers: [],
    signalingEndpoint: 'wss://media.invalid/rtc',
    protocol: 'LilyRTC/1.0',
  }),
} as const;

/** What a supervisor's connection says; the own one says whose call it is. */
const monitoringOf = ({ instance }: Engine, { contact, leg: own }: Assignment, leg: Leg) => {
  const { monitoring } = contact;
  const joined = leg.id === own.id ? monitoring : undefined;
  const modes = { silent_monitor: 'SILENT_MONITOR', barge: 'BARGE' } as const;
  return {
    monitoringInfo:
      joined === undefined
        ? null
        : {
            agentName: findUser(instance, joined.agent)?.name ?? '',
            customerName: contact.customerPhone ?? '',
            joinTime: isoTime(contact.initiatedAt),
          },
    monitorCapabilities: joined?.capabilities ?? null,
    monitorStatus: leg.state === 'silent_monitor' || leg.state === 'barge' ? modes[leg.state] : null,
  };
};

const connectionOf = (
  engine: Engine,
  agent: Agent,
  assignment: Assignment,
  leg: Leg,
  media: boolean,
): AgentConnection => ({
  connectionId: leg.id,
  type: leg.type,
  initial: leg.initial,
  state: { type: leg.state, timestamp: isoTime(leg.since) },
  endpoint: leg.endpoint,
  softphoneMediaInfo:
    (leg.type === 'agent' || leg.id === assignment.leg.id) && media && agent.softphoneEnabled
      ? { ...MEDIA, autoAccept: agent.autoAccept }
      : null,
  chatMediaInfo: null,
  ...monitoringOf(engine, assignment, leg),
  mute: leg.mute,
  forcedMute: leg.forcedMute ?? false,
  quickConnectName: leg.quickConnectName,
  failure: leg.failure ?? null,
});

/**
 * This agent's own leg first, then the customer, then the others: "All agents see all of the connections in a call"
 * (Administrator Guide, multi-party calls), and another agent is a third party like any other. Who only listens is not seen.
 */
const legsOf = ({ contact, leg, frozenLegs }: Assignment): readonly Leg[] => {
  const [own = leg, ...rest] = frozenLegs ?? [leg, ...contact.legs.filter(({ id }) => id !== leg.id)];
  return [
    own,
    ...rest
      .filter((other) => !isListening(other))
      .map((other): Leg => (other.type === 'agent' ? { ...other, type: 'outbound' } : other)),
  ];
};

const queueOf = (contact: Contact) =>
  contact.queue === undefined ? null : { queueARN: contact.queue.arn, name: contact.queue.name };

const contactType = ({ channel, initiationMethod }: Contact): AgentContact['type'] => {
  if (channel === 'TASK') return 'task';
  return initiationMethod === 'CALLBACK' ? 'queue_callback' : 'voice';
};
/** Streams knows inbound, outbound, callback …; a call that the API placed reaches the agent like an inbound one. */
const INITIATION_METHODS: Partial<Record<Contact['initiationMethod'], string>> = {
  OUTBOUND: 'outbound',
  CALLBACK: 'callback',
  TRANSFER: 'transfer',
  QUEUE_TRANSFER: 'queue_transfer',
  MONITOR: 'monitor',
};

const contactOf = (engine: Engine, agent: Agent, assignment: Assignment): AgentContact => {
  const { contact } = assignment;
  const references = Object.entries(contact.references);
  const startedAt = contact.connectedToAgentAt ?? contact.initiatedAt;
  return {
    contactId: contact.id,
    initialContactId: contact.initialContactId,
    relatedContactId: contact.relatedContactId ?? null,
    type: contactType(contact),
    state: { type: assignment.state, timestamp: isoTime(assignment.since) },
    initiationMethod: INITIATION_METHODS[contact.initiationMethod] ?? 'inbound',
    queue: queueOf(contact),
    queueTimestamp: contact.enqueuedAt === undefined ? null : isoTime(contact.enqueuedAt),
    connections: legsOf(assignment).map((leg) =>
      connectionOf(
        engine,
        agent,
        assignment,
        // For the agent's side of an API call the customer's connection is the one that came in.
        leg.initial && contact.initiationMethod !== 'OUTBOUND' ? { ...leg, type: 'inbound' } : leg,
        contact.channel === 'VOICE' && assignment.state !== 'incoming',
      ),
    ),
    attributes: Object.fromEntries(Object.entries(contact.attributes).map(([name, value]) => [name, { name, value }])),
    contactDuration: String(Math.floor((engine.scheduler.now() - startedAt) / 1_000)),
    name: contact.name,
    description: contact.description,
    references: references.length === 0 ? null : Object.fromEntries(references),
    channelContext: null,
    contactFeatures: {
      attachmentsEnabled: null,
      messagingMarkdownEnabled: null,
      multiPartyConferenceEnabled: isMultiParty(engine.instance),
    },
    segmentAttributes: { 'connect:Subtype': { ValueString: subtypeOf(contact) } },
    customerEndpoint: phoneEndpoint(contact.customerPhone ?? null),
    heardByAgent: contact.spoken.filter(({ to }) => to === 'agent').map(({ text }) => text),
  };
};

export const agentSnapshot = (engine: Engine, agent: Agent): AgentSnapshot => {
  const now = engine.scheduler.now();
  const state = agentState(agent);
  if (state.name !== agent.shownState.name) agent.shownState = { name: state.name, since: now };
  return {
    state: { ...state, startTimestamp: isoTime(agent.shownState.since) },
    nextState:
      agent.nextStatus === undefined
        ? null
        : { ...agent.nextStatus.status, startTimestamp: isoTime(agent.nextStatus.since) },
    agentAvailabilityState: { state: agent.status.name, timeStamp: isoTime(agent.statusSince) },
    contacts: agent.assignments
      .toSorted((one, other) => one.since - other.since)
      .map((assignment) => contactOf(engine, agent, assignment)),
    snapshotTimestamp: isoTime(now),
  };
};
