/** What `/simulator` shows of contacts, phones and agents. */
import { type Agent, agentState } from '../agents/agent.ts';
import type { Contact } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';
import { shownRoutingCriteria } from '../queues/show-routing-criteria.ts';
import { recordingsOf } from '../recordings/recording.ts';
import { isoTime } from '../scheduler.ts';
import type { Phone } from '../telephony/phones.ts';

const TIMES = [
  'initiatedAt',
  'ringStartedAt',
  'connectedToSystemAt',
  'enqueuedAt',
  'acceptedAt',
  'connectedToAgentAt',
  'disconnectedAt',
  'afterWorkStartedAt',
  'afterWorkEndedAt',
  'completedAt',
] as const;

const timestamps = (contact: Contact): Readonly<Record<string, string>> =>
  Object.fromEntries(
    TIMES.flatMap((name): [string, string][] => {
      const at = contact[name];
      return at === undefined ? [] : [[name, isoTime(at)]];
    }),
  );

export const contactView = (engine: Engine, contact: Contact) => ({
  contactId: contact.id,
  initialContactId: contact.initialContactId,
  previousContactId: contact.previousContactId ?? null,
  nextContactId: contact.nextContactId ?? null,
  relatedContactId: contact.relatedContactId ?? null,
  state: contact.state,
  direction: contact.initiationMethod === 'INBOUND' ? 'inbound' : 'outbound',
  initiationMethod: contact.initiationMethod,
  name: contact.name,
  description: contact.description,
  attributes: contact.attributes,
  channel: contact.channel,
  customerPhone: contact.customerPhone ?? null,
  systemPhone: contact.systemPhone ?? null,
  agent: contact.agent ?? null,
  queue: contact.queue === undefined ? null : (contact.queue.name ?? contact.queue.username),
  queuePriority: contact.queuePriority,
  queueTimeAdjustmentSeconds: contact.queueTimeAdjustmentS,
  routingCriteria: contact.routingCriteria.map((criteria) => shownRoutingCriteria(criteria, isoTime)),
  timestamps: timestamps(contact),
  disconnectReason: contact.disconnectReason ?? null,
  agentConnectionAttempts: contact.agentConnectionAttempts,
  holds: contact.holds,
  recordings: recordingsOf(engine.instance, contact).map(({ part, bucket, key }) => ({ part, bucket, key })),
  view: engine.runtimes.get(contact.id)?.view?.shown ?? null,
  connections: contact.legs.map(({ id, type, state, mute, endpoint }) => ({
    connectionId: id,
    type,
    state,
    mute,
    phone: endpoint.phoneNumber,
  })),
  flowTrace: contact.flowTrace,
  events: contact.events,
  spoken: contact.spoken,
});

/** `state`: idle, dialing, ringing or connected. */
export const phoneView = (phone: Phone) => ({
  number: phone.number,
  behavior: phone.behavior,
  afterMs: phone.afterMs,
  state: phone.line?.state ?? 'idle',
  direction: phone.line?.direction ?? null,
  contactId: phone.line?.contactId ?? null,
  callerId: phone.line?.callerId ?? null,
  since: phone.line === undefined ? null : isoTime(phone.line.since),
  onHold: phone.line?.onHold ?? false,
  heard: phone.heard,
});

export const agentView = (agent: Agent) => {
  const state = agentState(agent);
  return {
    username: agent.user.username,
    name: agent.user.name,
    status: agent.status.name,
    nextStatus: agent.nextStatus?.status.name ?? null,
    state: state.name,
    stateType: state.type,
    contacts: agent.assignments.map(({ contact, state: contactState }) => ({
      contactId: contact.id,
      state: contactState,
      channel: contact.channel,
      customerPhone: contact.customerPhone ?? null,
    })),
  };
};

/** Newest first. */
export const contactViews = (engine: Engine) =>
  [...engine.contacts.values()]
    .toSorted((one, other) => other.initiatedAt - one.initiatedAt)
    .map((contact) => contactView(engine, contact));
