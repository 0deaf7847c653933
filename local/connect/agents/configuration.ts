import type { AgentConfiguration, AgentQueue, Endpoint } from '../agent-session.ts';
import type { Engine } from '../engine.ts';
import { resourceArn } from '../instance.ts';
import type { Agent } from './agent.ts';

export const AGENT_PERMISSIONS = ['outboundCall', 'sendDigits', 'audioDeviceSettings'] as const;
/** Countries of the dial pad; whether a number may be called is decided when it is dialled. */
export const DIALABLE_COUNTRIES = ['de', 'us', 'gb', 'fr', 'es', 'nl', 'se', 'it'] as const;

export const queuesOf = (engine: Engine, agent: Agent): readonly AgentQueue[] =>
  engine.instance.queues
    .filter((queue) => queue.type === 'STANDARD' || queue.username === agent.user.username)
    .map(({ arn, name }) => ({ queueARN: arn, name }));

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
  const { id, name } = instance.seed.routingProfile;
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
      name,
      routingProfileARN: resourceArn(instance, 'routing-profile', id),
      defaultOutboundQueue: queues[0] ?? { queueARN: '', name: null },
      queues,
      channelConcurrencyMap: { VOICE: 1, CHAT: 0, TASK: 0 },
    },
  };
};
