import { randomUUID } from 'node:crypto';
import type {
  AgentConfiguration,
  AgentConnection,
  AgentStatus,
  ConnectionStateType,
  Endpoint,
} from '../../../local/connect/agent-session.ts';

export type Connection = { -readonly [K in keyof AgentConnection]: AgentConnection[K] };

export const INSTANCE = {
  instanceId: '11111111-2222-3333-4444-555555555555',
  instanceArn: 'arn:aws:connect:eu-central-1:123456789012:instance/11111111-2222-3333-4444-555555555555',
  alias: 'small',
  region: 'eu-central-1',
  accountId: '123456789012',
} as const;

const arn = (rest: string) => `${INSTANCE.instanceArn}/${rest}`;
export const status = (id: string, type: AgentStatus['type'], name: string): AgentStatus => ({
  agentStateARN: arn(`agent-state/${id}`),
  type,
  name,
});
export const STATUSES = [
  status('1', 'routable', 'Available'),
  status('2', 'offline', 'Offline'),
  status('3', 'not_routable', 'Lunch'),
];
export const QUEUE = { queueARN: arn('queue/aaaa'), name: 'Sales' };
export const endpoint = (given: Partial<Endpoint>): Endpoint => ({
  endpointARN: null,
  type: 'phone_number',
  name: null,
  phoneNumber: null,
  agentLogin: null,
  queue: null,
  ...given,
});
export const QUICK_CONNECTS = [
  endpoint({ endpointARN: arn('transfer-destination/1'), type: 'queue', name: 'Reception', queue: QUEUE }),
  endpoint({ endpointARN: arn('transfer-destination/2'), name: 'Front desk', phoneNumber: '+4930555010200' }),
];

export const CONFIGURATION: AgentConfiguration = {
  name: 'Ana Flores',
  username: 'ana',
  agentARN: arn('agent/aaaa'),
  softphoneEnabled: true,
  softphoneAutoAccept: false,
  softphonePersistentConnection: false,
  extension: '',
  agentPreferences: { LANGUAGE: 'en_US' },
  voiceEnhancementMode: 'NONE',
  permissions: ['outboundCall', 'sendDigits'],
  dialableCountries: ['us', 'de'],
  agentStates: STATUSES,
  routingProfile: {
    name: 'Sales agents',
    routingProfileARN: arn('routing-profile/bbbb'),
    defaultOutboundQueue: QUEUE,
    queues: [QUEUE, { queueARN: arn('queue/agent/aaaa'), name: null }],
    channelConcurrencyMap: { VOICE: 1, TASK: 1 },
  },
};

export const now = () => new Date().toISOString();
export const stateOf = <T extends string>(type: T) => ({ type, timestamp: now() });

export const connection = (
  type: AgentConnection['type'],
  initial: boolean,
  given: Endpoint,
  state: ConnectionStateType,
): Connection => ({
  connectionId: randomUUID(),
  type,
  initial,
  state: stateOf(state),
  endpoint: given,
  softphoneMediaInfo:
    type === 'agent'
      ? {
          callType: 'audio_only',
          autoAccept: false,
          mediaLegContextToken: 'local',
          callContextToken: 'local',
          callConfigJson: '{"iceServers":[],"signalingEndpoint":"wss://localhost/rtc"}',
        }
      : null,
  chatMediaInfo: null,
  monitoringInfo: null,
  monitorCapabilities: null,
  monitorStatus: null,
  mute: false,
  forcedMute: false,
  quickConnectName: null,
});
