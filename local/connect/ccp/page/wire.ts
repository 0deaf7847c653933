import type { AgentConfiguration, AgentContact, AgentSnapshot } from '../../agent-session.ts';

/** What the server pushes as `agent::update`: times are ISO 8601 strings. */
export interface Update {
  readonly snapshot: AgentSnapshot;
  readonly configuration: AgentConfiguration;
}

const TIMES = new Set([
  'timestamp',
  'startTimestamp',
  'timeStamp',
  'snapshotTimestamp',
  'queueTimestamp',
  'expirationDateTime',
]);

/** Times as `Date`s, which Streams reads with `getTime`: from ISO 8601 strings, or from epoch seconds of the CTI API. */
export const withDates = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, dateOf(key, inner) ?? withDates(inner)]));
};

const dateOf = (key: string, value: unknown): Date | undefined => {
  if (!TIMES.has(key)) return undefined;
  if (typeof value === 'string') return new Date(value);
  return typeof value === 'number' ? new Date(value * 1000) : undefined;
};

/** The update as Streams' own worker would pass it on: with Dates, with aliases, contacts in the order they changed. */
export const forStreams = ({ snapshot, configuration }: Update, now: number): unknown => {
  return withDates({
    snapshot: {
      ...snapshot,
      localTimestamp: now,
      skew: Date.parse(snapshot.snapshotTimestamp) - now,
      contacts: snapshot.contacts
        .toSorted((a, b) => Date.parse(a.state.timestamp) - Date.parse(b.state.timestamp))
        .map(contactForStreams),
    },
    configuration: {
      ...configuration,
      routingProfile: routingProfileOf(configuration.routingProfile),
    },
  });
};

export const routingProfileOf = (routingProfile: AgentConfiguration['routingProfile']) => ({
  ...routingProfile,
  routingProfileId: routingProfile.routingProfileARN,
  defaultOutboundQueue: withQueueId(routingProfile.defaultOutboundQueue),
  queues: routingProfile.queues.map(withQueueId),
});

const contactForStreams = ({ heardByAgent: _, ...contact }: AgentContact) => ({
  ...contact,
  status: contact.state,
  // A monitored contact has no queue.
  queue: contact.queue && withQueueId(contact.queue),
  connections: contact.connections.map((connection) => ({ ...connection, address: connection.endpoint })),
});

const withQueueId = <Q extends { readonly queueARN: string }>(queue: Q) => ({ ...queue, queueId: queue.queueARN });
