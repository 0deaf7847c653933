import type { AgentConfiguration, AgentContact } from '../../../agent-session.ts';
import { routingProfileOf, type Update, withDates } from '../wire.ts';

export interface TopicEvent {
  /** Only where a key is not unique without it. */
  readonly namespace?: string;
  readonly key: string;
  readonly parameter?: string;
  readonly data: object;
}

/** Contact state on the wire to the SDK's topic. `error` covers missed and rejected calls too. */
const TOPIC_OF_STATE: Readonly<Record<string, string>> = {
  incoming: 'contact/incoming',
  pending: 'contact/pending',
  connecting: 'contact/connecting',
  connected: 'contact/connected',
  missed: 'contact/missed',
  error: 'contact/error',
  ended: 'contact/acw',
};

/** What the SDK's subscribers are told about the step from one update to the next. */
export const topicEvents = (before: Update | undefined, after: Update): TopicEvent[] => {
  const known = new Map(before?.snapshot.contacts.map((contact) => [contact.contactId, contact]));
  const present = new Set(after.snapshot.contacts.map(({ contactId }) => contactId));
  const gone = [...known.values()].filter(({ contactId }) => !present.has(contactId));
  return [
    ...agentEvents(before, after),
    ...after.snapshot.contacts.flatMap((contact) => contactEvents(known.get(contact.contactId), contact)),
    ...gone.flatMap((contact) => [lifecycle('contact/cleared', contact), lifecycle('contact/destroy', contact)]),
  ];
};

const agentEvents = (before: Update | undefined, after: Update): TopicEvent[] => {
  if (!before) return [];
  const { state: previous, nextState: previousNext } = before.snapshot;
  const { state, nextState } = after.snapshot;
  const events: TopicEvent[] = [];
  if (previous.name !== state.name) {
    const data = { state: state.name, previous: { state: previous.name } };
    events.push({ key: 'agent/stateChange', data });
    events.push({ key: 'agent/availabilityStateChanged', data: dated({ state, previous: { state: previous } }) });
  }
  if (previousNext?.agentStateARN !== nextState?.agentStateARN) {
    const data = { nextState, ...(previousNext && { previous: { nextState: previousNext } }) };
    events.push({ key: 'agent/nextAvailabilityStateChanged', data: dated(data) });
  }
  return [...events, ...configurationEvents(before.configuration, after.configuration)];
};

/** Channels that take at least one contact, in the words of `EnabledChannelListChanged`. */
const enabledChannels = ({ routingProfile }: AgentConfiguration) =>
  Object.entries(routingProfile.channelConcurrencyMap).flatMap(([channel, most]) => (most > 0 ? [channel] : []));

const configurationEvents = (before: AgentConfiguration, after: AgentConfiguration): TopicEvent[] => {
  const events: TopicEvent[] = [];
  const changed = (key: string, name: string, previous: unknown, now: unknown) => {
    if (JSON.stringify(previous) !== JSON.stringify(now))
      events.push({ key, data: { [name]: now, previous: { [name]: previous } } });
  };
  changed(
    'agent/routingProfileChanged',
    'routingProfile',
    routingProfileOf(before.routingProfile),
    routingProfileOf(after.routingProfile),
  );
  changed('agent/enabledChannelListChanged', 'enabledChannels', enabledChannels(before), enabledChannels(after));
  changed(
    'voice/voiceEnhancementModeChanged',
    'voiceEnhancementMode',
    before.voiceEnhancementMode,
    after.voiceEnhancementMode,
  );
  return events;
};

const contactEvents = (before: AgentContact | undefined, after: AgentContact): TopicEvent[] => {
  const { contactId } = after;
  const topic = TOPIC_OF_STATE[after.state.type];
  const changed = before?.state.type !== after.state.type;
  const events = topic && changed ? [lifecycle(topic, after)] : [];
  const wasRinging = before?.state.type === 'connecting' || before?.state.type === 'incoming';
  if (changed && wasRinging && after.state.type === 'error') events.push(lifecycle('contact/missed', after));
  if (!before) return events;
  const known = new Map(before.connections.map((connection) => [connection.connectionId, connection]));
  for (const connection of after.connections) {
    const { connectionId: participantId, state } = connection;
    const previous = known.get(participantId);
    const participant = participantOf(contactId, connection);
    if (!previous) events.push({ key: 'contact/participantAdded', parameter: contactId, data: { participant } });
    if (!previous || previous.state.type === state.type) continue;
    const data = { participantId, contactId, state: { value: state.type } };
    events.push({ key: 'contact/participantStateChanged', parameter: participantId, data });
    if (state.type === 'disconnected')
      events.push({ key: 'contact/participantDisconnected', parameter: contactId, data: { participant } });
    if ((state.type === 'hold') === (previous.state.type === 'hold')) continue;
    const isOnHold = state.type === 'hold';
    const verb = isOnHold ? 'Hold' : 'Resume';
    const isSelf = connection.type === 'agent';
    events.push({
      key: isSelf ? `voice/self${verb}` : `voice/participant${verb}`,
      parameter: isSelf ? contactId : participantId,
      data: { participantId, contactId, isOnHold },
    });
    events.push({
      key: isSelf ? 'voice/canResumeSelfChanged' : 'voice/onCanResumeParticipantChanged',
      parameter: isSelf ? contactId : participantId,
      data: { participantId, contactId, canResumeConnection: isOnHold },
    });
  }
  return events;
};

export const participantOf = (contactId: string, connection: AgentContact['connections'][number]) => ({
  participantId: connection.connectionId,
  contactId,
  type: { value: connection.type },
  isInitial: connection.initial,
  isSelf: connection.type === 'agent',
});

export const subtypeOf = ({ segmentAttributes }: AgentContact): string =>
  segmentAttributes['connect:Subtype']?.ValueString ?? 'connect:Telephony';

const lifecycle = (key: string, contact: AgentContact): TopicEvent => ({
  key,
  parameter: contact.contactId,
  data: {
    contactId: contact.contactId,
    initialContactId: contact.initialContactId ?? undefined,
    type: contact.type,
    subtype: subtypeOf(contact),
  },
});

const dated = (value: object): object => Object(withDates(value));
