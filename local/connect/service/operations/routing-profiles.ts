import { randomUUID } from 'node:crypto';
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { findQueue, findRoutingProfile, resourceArn } from '../../instance.ts';
import { dispatch, dispatchAfterDelays } from '../../queues/dispatch.ts';
import { waitingIn } from '../../queues/waiting.ts';
import {
  AVAILABILITY_TIMERS,
  CHANNELS,
  type Channel,
  type ProfileQueue,
  type RoutingProfile,
} from '../../routing-profile.ts';
import { invalidParameter, notFound, ServiceError } from '../errors.ts';
import {
  checkInstance,
  type Input,
  optionalChoice,
  optionalInteger,
  optionalText,
  pageOf,
  requiredText,
  textMap,
} from '../input.ts';
import { instanceResource, namedResource, type ServiceOperation } from '../operation.ts';
import { searchOperation } from '../search.ts';
import { queueIn } from './queues.ts';

const profileResource = namedResource('routing-profile', 'RoutingProfileId');
/** Of the channels that the service has, these are none here; entries for them say nothing. */
const ELSEWHERE = ['CHAT', 'EMAIL'];
const ELSEWHERE_NOTE = 'entries for CHAT and EMAIL are accepted and ignored';
/** Quota "Queues per routing profile per instance": combinations of queue and channel. */
const MAX_QUEUES = 50;
/** Quota "Routing profiles per instance". */
const MAX_PROFILES = 100;
const MAX_CONCURRENCY: Readonly<Record<Channel, number>> = { VOICE: 1, TASK: 10 };

const profileIn = (engine: Engine, input: Input): RoutingProfile => {
  const profile = findRoutingProfile(engine.instance, requiredText(input, 'RoutingProfileId', 1, 500));
  if (profile === undefined) throw notFound('Routing profile not found');
  return profile;
};

const records = (input: Input, member: string): readonly Record<string, unknown>[] => {
  const list = input[member];
  return Array.isArray(list) ? list.filter(isRecord) : [];
};

/** `undefined` for a channel that is none here. */
const channelIn = (value: unknown): Channel | undefined => {
  const channel = CHANNELS.find((known) => known === value);
  if (channel === undefined && !ELSEWHERE.includes(String(value))) throw invalidParameter('Channel is not valid');
  return channel;
};

const queueReference = (engine: Engine, value: unknown): { queueId: string; channel: Channel } | undefined => {
  const { QueueId, Channel } = isRecord(value) ? value : {};
  const queue = findQueue(engine.instance, String(QueueId));
  if (queue?.type !== 'STANDARD') throw notFound('Queue not found');
  const channel = channelIn(Channel);
  return channel === undefined ? undefined : { queueId: queue.id, channel };
};

const queuesIn = (engine: Engine, input: Input): readonly ProfileQueue[] =>
  records(input, 'QueueConfigs').flatMap((config): ProfileQueue[] => {
    const reference = queueReference(engine, config.QueueReference);
    const priority = optionalInteger(config, 'Priority', 1, 99);
    const delayS = optionalInteger(config, 'Delay', 0, 9_999);
    if (priority === undefined || delayS === undefined) throw invalidParameter('Priority and Delay are required');
    return reference === undefined ? [] : [{ ...reference, priority, delayS }];
  });

const concurrencyIn = (input: Input): RoutingProfile['concurrency'] => {
  const given = records(input, 'MediaConcurrencies').flatMap((entry): [Channel, number][] => {
    const channel = channelIn(entry.Channel);
    if (channel === undefined) return [];
    return [[channel, optionalInteger(entry, 'Concurrency', 0, MAX_CONCURRENCY[channel]) ?? 0]];
  });
  return { VOICE: 0, TASK: 0, ...Object.fromEntries(given) };
};

const crossChannelIn = (input: Input): readonly Channel[] =>
  records(input, 'MediaConcurrencies').flatMap((entry) => {
    const channel = channelIn(entry.Channel);
    const { BehaviorType } = isRecord(entry.CrossChannelBehavior) ? entry.CrossChannelBehavior : {};
    if (
      BehaviorType !== undefined &&
      BehaviorType !== 'ROUTE_ANY_CHANNEL' &&
      BehaviorType !== 'ROUTE_CURRENT_CHANNEL_ONLY'
    ) {
      throw invalidParameter('BehaviorType must be ROUTE_CURRENT_CHANNEL_ONLY or ROUTE_ANY_CHANNEL');
    }
    return channel !== undefined && BehaviorType === 'ROUTE_ANY_CHANNEL' ? [channel] : [];
  });

const same = (one: { queueId: string; channel: Channel }, other: { queueId: string; channel: Channel }): boolean =>
  one.queueId === other.queueId && one.channel === other.channel;

/** Contacts that wait may now have somebody. */
const changed = (engine: Engine): object => {
  engine.changes.instance();
  for (const { username } of engine.instance.users) engine.changes.agent(username);
  for (const contact of waitingIn(engine)) dispatchAfterDelays(engine, contact);
  dispatch(engine);
  return {};
};

export const createRoutingProfile: ServiceOperation = {
  partial: ELSEWHERE_NOTE,
  resources: (engine) => [`${engine.instance.arn}/routing-profile/*`],
  run: (engine, input) => {
    checkInstance(engine, input);
    const profile: RoutingProfile = {
      id: randomUUID(),
      name: requiredText(input, 'Name', 1, 127),
      description: requiredText(input, 'Description', 1, 250),
      defaultOutboundQueueId: queueIn(engine, input, 'DefaultOutboundQueueId').id,
      concurrency: concurrencyIn(input),
      crossChannel: crossChannelIn(input),
      availabilityTimer:
        optionalChoice(input, 'AgentAvailabilityTimer', AVAILABILITY_TIMERS) ?? 'TIME_SINCE_LAST_ACTIVITY',
      queues: queuesIn(engine, input),
      tags: { ...textMap(input, 'Tags') },
    };
    if ([...engine.instance.routingProfiles.values()].some(({ name }) => name === profile.name)) {
      throw new ServiceError('DuplicateResourceException', `A routing profile with the name ${profile.name} exists`);
    }
    if (engine.instance.routingProfiles.size >= MAX_PROFILES) {
      throw new ServiceError('LimitExceededException', 'Routing profiles per instance');
    }
    engine.instance.routingProfiles.set(profile.id, profile);
    engine.changes.instance();
    return {
      RoutingProfileId: profile.id,
      RoutingProfileArn: resourceArn(engine.instance, 'routing-profile', profile.id),
    };
  },
};

const shown = ({ instance }: Engine, profile: RoutingProfile) => ({
  InstanceId: instance.id,
  Name: profile.name,
  RoutingProfileArn: resourceArn(instance, 'routing-profile', profile.id),
  RoutingProfileId: profile.id,
  Description: profile.description,
  MediaConcurrencies: CHANNELS.map((channel) => ({
    Channel: channel,
    Concurrency: profile.concurrency[channel],
    CrossChannelBehavior: {
      BehaviorType: profile.crossChannel?.includes(channel) ? 'ROUTE_ANY_CHANNEL' : 'ROUTE_CURRENT_CHANNEL_ONLY',
    },
  })),
  DefaultOutboundQueueId: profile.defaultOutboundQueueId,
  NumberOfAssociatedQueues: profile.queues.length,
  NumberOfAssociatedUsers: instance.users.filter(({ routingProfileId }) => routingProfileId === profile.id).length,
  AgentAvailabilityTimer: profile.availabilityTimer ?? 'TIME_SINCE_LAST_ACTIVITY',
  AssociatedQueueIds: [...new Set(profile.queues.map(({ queueId }) => queueId))],
  IsDefault: false,
  Tags: profile.tags,
});

export const describeRoutingProfile: ServiceOperation = {
  resources: profileResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    return { RoutingProfile: shown(engine, profileIn(engine, input)) };
  },
};

export const searchRoutingProfiles = searchOperation<RoutingProfile>({
  member: 'RoutingProfiles',
  of: ({ instance }) => [...instance.routingProfiles.values()],
  show: shown,
  fields: {
    name: ({ name }) => name,
    description: ({ description }) => description,
    resourceID: ({ id }) => id,
    associatedQueueIds: ({ queues }) => queues.map(({ queueId }) => queueId),
  },
  tags: ({ tags }) => tags,
});

export const listRoutingProfiles: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { items, NextToken } = pageOf(input, [...engine.instance.routingProfiles.values()]);
    return {
      RoutingProfileSummaryList: items.map(({ id, name }) => ({
        Id: id,
        Arn: resourceArn(engine.instance, 'routing-profile', id),
        Name: name,
      })),
      NextToken,
    };
  },
};

export const listRoutingProfileQueues: ServiceOperation = {
  resources: profileResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { items, NextToken } = pageOf(input, profileIn(engine, input).queues);
    return {
      RoutingProfileQueueConfigSummaryList: items.map(({ queueId, channel, priority, delayS }) => {
        const queue = findQueue(engine.instance, queueId);
        return {
          QueueId: queueId,
          QueueArn: queue?.arn,
          QueueName: queue?.name,
          Priority: priority,
          Delay: delayS,
          Channel: channel,
        };
      }),
      NextToken,
    };
  },
};

export const associateRoutingProfileQueues: ServiceOperation = {
  partial: ELSEWHERE_NOTE,
  resources: profileResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const profile = profileIn(engine, input);
    const added = queuesIn(engine, input);
    const queues = [...profile.queues.filter((known) => !added.some((entry) => same(entry, known))), ...added];
    if (queues.length > MAX_QUEUES) throw new ServiceError('LimitExceededException', 'Queues per routing profile');
    profile.queues = queues;
    return changed(engine);
  },
};

export const updateRoutingProfileQueues: ServiceOperation = {
  partial: ELSEWHERE_NOTE,
  resources: profileResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const profile = profileIn(engine, input);
    const updates = queuesIn(engine, input);
    if (!updates.every((update) => profile.queues.some((known) => same(known, update)))) {
      throw notFound('The queue is not associated with the routing profile');
    }
    profile.queues = profile.queues.map((known) => updates.find((update) => same(update, known)) ?? known);
    return changed(engine);
  },
};

export const disassociateRoutingProfileQueues: ServiceOperation = {
  partial: ELSEWHERE_NOTE,
  resources: profileResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const profile = profileIn(engine, input);
    const gone = records(input, 'QueueReferences').map((reference) => queueReference(engine, reference));
    profile.queues = profile.queues.filter((known) => !gone.some((entry) => entry !== undefined && same(entry, known)));
    return changed(engine);
  },
};

export const updateRoutingProfileConcurrency: ServiceOperation = {
  partial: ELSEWHERE_NOTE,
  resources: profileResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const profile = profileIn(engine, input);
    Object.assign(profile, { concurrency: concurrencyIn(input), crossChannel: crossChannelIn(input) });
    return changed(engine);
  },
};

export const updateRoutingProfileName: ServiceOperation = {
  resources: profileResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const profile = profileIn(engine, input);
    profile.name = optionalText(input, 'Name', 1, 127) ?? profile.name;
    profile.description = optionalText(input, 'Description', 0, 250) ?? profile.description;
    return changed(engine);
  },
};

export const updateRoutingProfileDefaultOutboundQueue: ServiceOperation = {
  resources: profileResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    profileIn(engine, input).defaultOutboundQueueId = queueIn(engine, input, 'DefaultOutboundQueueId').id;
    return changed(engine);
  },
};

export const updateRoutingProfileAgentAvailabilityTimer: ServiceOperation = {
  resources: profileResource,
  run: (engine, input) => {
    const timer = optionalChoice(input, 'AgentAvailabilityTimer', AVAILABILITY_TIMERS);
    if (timer === undefined) throw invalidParameter('AgentAvailabilityTimer is a required parameter');
    checkInstance(engine, input);
    profileIn(engine, input).availabilityTimer = timer;
    return changed(engine);
  },
};

export const deleteRoutingProfile: ServiceOperation = {
  resources: profileResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { id } = profileIn(engine, input);
    if (engine.instance.users.some(({ routingProfileId }) => routingProfileId === id)) {
      throw new ServiceError('ResourceInUseException', 'Users have the routing profile');
    }
    engine.instance.routingProfiles.delete(id);
    engine.instance.deleted.add(id);
    return changed(engine);
  },
};
