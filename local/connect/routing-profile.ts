/** Which contacts an agent gets, in which order, and how many at once. */
import type { Named } from './instance.ts';

/** Channels that contacts can have here. */
export const CHANNELS = ['VOICE', 'TASK'] as const;
export type Channel = (typeof CHANNELS)[number];

export const AVAILABILITY_TIMERS = ['TIME_SINCE_LAST_ACTIVITY', 'TIME_SINCE_LAST_INBOUND'] as const;
export type AvailabilityTimer = (typeof AVAILABILITY_TIMERS)[number];

export interface ProfileQueue {
  readonly queueId: string;
  readonly channel: Channel;
  /** 1 comes first. */
  readonly priority: number;
  /** A contact must have waited this long before agents of this profile get it. */
  readonly delayS: number;
}

export interface RoutingProfile extends Named {
  name: string;
  description: string;
  defaultOutboundQueueId: string;
  concurrency: Readonly<Record<Channel, number>>;
  queues: readonly ProfileQueue[];
  /**
   * Channels during whose contacts the agent gets those of other channels too (ROUTE_ANY_CHANNEL). The others are
   * ROUTE_CURRENT_CHANNEL_ONLY, the default.
   */
  crossChannel?: readonly Channel[];
  /** TIME_SINCE_LAST_ACTIVITY, the default, or the one in which calls that the agent placed do not count. */
  availabilityTimer?: AvailabilityTimer;
  tags: Record<string, string>;
}

/** The profile of a new instance: every queue, on every channel, one contact at a time. */
export const everyQueue = ({ id, name }: Named, queues: readonly Named[]): RoutingProfile => ({
  id,
  name,
  description: '',
  defaultOutboundQueueId: queues[0]?.id ?? '',
  concurrency: { VOICE: 1, TASK: 1 },
  queues: queues.flatMap((queue) =>
    CHANNELS.map((channel) => ({ queueId: queue.id, channel, priority: 1, delayS: 0 })),
  ),
  tags: {},
});
