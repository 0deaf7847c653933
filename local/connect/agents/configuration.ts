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

export const endpointsOf = ({ instance }: Engine): readonly Endpoint[] =>
  instance.seed.quickConnects.map(({ id, name, phoneNumber }) => ({
    endpointARN: resourceArn(instance, 'transfer-destination', id),
    type: 'phone_number',
    name,
    phoneNumber,
    agentLogin: null,
    queue: null,
  }));

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
