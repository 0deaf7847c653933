import type { AgentConfiguration, AgentQueue, Endpoint } from '../agent-session.ts';
import type { Engine } from '../engine.ts';
import { findQueue, findRoutingProfile, type Queue, resourceArn } from '../instance.ts';
import type { Agent } from './agent.ts';

export const AGENT_PERMISSIONS = ['outboundCall', 'sendDigits', 'audioDeviceSettings'] as const;
/** Countries of the dial pad; whether a number may be called is decided when it is dialled. */
export const DIALABLE_COUNTRIES = ['de', 'us', 'gb', 'fr', 'es', 'nl', 'se', 'it'] as const;

const wireQueue = ({ arn, name }: Queue): AgentQueue => ({ queueARN: arn, name });

/** The queues of the agent's routing profile, then the agent's own. */
export const queuesOf = ({ instance }: Engine, agent: Agent): readonly AgentQueue[] => {
  const profile = findRoutingProfile(instance, agent.user.routingProfileId);
  return instance.queues
    .filter(
      (queue) =>
        queue.username === agent.user.username ||
        (queue.type === 'STANDARD' && profile?.queues.some(({ queueId }) => queueId === queue.id)),
    )
    .map(wireQueue);
};

/** The wire's words for the kinds of quick connects. */
const ENDPOINT_TYPES = { PHONE_NUMBER: 'phone_number', USER: 'agent', QUEUE: 'queue' } as const;

/** The quick connects of the given queues, by name. */
export const endpointsOf = ({ instance }: Engine, queueArns: readonly string[]): readonly Endpoint[] => {
  const ids = new Set(queueArns.flatMap((arn) => findQueue(instance, arn)?.quickConnectIds ?? []));
  return [...instance.quickConnects.values()]
    .filter(({ id }) => ids.has(id))
    .map(({ id, name, config }) => ({
      endpointARN: resourceArn(instance, 'transfer-destination', id),
      type: ENDPOINT_TYPES[config.type],
      name,
      phoneNumber: config.type === 'PHONE_NUMBER' ? config.phoneNumber : null,
      agentLogin: null,
      queue: null,
    }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
};

export const agentConfiguration = (engine: Engine, agent: Agent): AgentConfiguration => {
  const { instance } = engine;
  const queues = queuesOf(engine, agent);
  const profile = findRoutingProfile(instance, agent.user.routingProfileId);
  const outbound = profile === undefined ? undefined : findQueue(instance, profile.defaultOutboundQueueId);
  return {
    name: agent.user.name,
    username: agent.user.username,
    agentARN: agent.user.arn,
    softphoneEnabled: agent.softphoneEnabled,
    softphoneAutoAccept: agent.autoAccept,
    softphonePersistentConnection: false,
    extension: '',
    agentPreferences: { LANGUAGE: 'en_US' },
    voiceEnhancementMode: agent.voiceEnhancementMode,
    permissions: AGENT_PERMISSIONS,
    dialableCountries: DIALABLE_COUNTRIES,
    agentStates: instance.statuses,
    routingProfile: {
      name: profile?.name ?? '',
      routingProfileARN: resourceArn(instance, 'routing-profile', agent.user.routingProfileId),
      defaultOutboundQueue: outbound === undefined ? { queueARN: '', name: null } : wireQueue(outbound),
      queues,
      channelConcurrencyMap: { CHAT: 0, ...(profile?.concurrency ?? { VOICE: 0, TASK: 0 }) },
    },
  };
};
