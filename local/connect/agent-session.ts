/**
 * What the agent's softphone page (`ccp/`) needs from the Connect engine. Shapes are those of the CTI wire that
 * amazon-connect-streams reads; times are ISO 8601 strings, which the page turns into `Date`s (Streams calls `getTime`)
 * and completes with Streams' aliases (`status`, `address`, `queueId`, `skew` …).
 */

export interface InstanceInfo {
  readonly instanceId: string;
  readonly instanceArn: string;
  readonly alias: string;
  readonly region: string;
  readonly accountId: string;
}

export type AgentStateType = 'init' | 'routable' | 'not_routable' | 'offline' | 'system' | 'error';
export type AgentContactStateType =
  | 'incoming'
  | 'pending'
  | 'connecting'
  | 'connected'
  | 'missed'
  | 'error'
  | 'ended'
  | 'rejected'
  | 'paused';
export type ConnectionStateType = 'connecting' | 'connected' | 'hold' | 'disconnected' | 'silent_monitor' | 'barge';

export type MonitoringMode = 'SILENT_MONITOR' | 'BARGE';

/** A status an agent can choose. */
export interface AgentStatus {
  readonly agentStateARN: string;
  readonly type: 'routable' | 'not_routable' | 'offline';
  readonly name: string;
}

export interface AgentQueue {
  readonly queueARN: string;
  /** `null` for an agent's own queue. */
  readonly name: string | null;
}

export interface Endpoint {
  readonly endpointARN: string | null;
  readonly type: 'phone_number' | 'agent' | 'queue';
  readonly name: string | null;
  readonly phoneNumber: string | null;
  readonly agentLogin: string | null;
  readonly queue: AgentQueue | null;
}

export interface SoftphoneMediaInfo {
  readonly callType: 'audio_only';
  readonly autoAccept: boolean;
  readonly mediaLegContextToken: string;
  readonly callContextToken: string;
  readonly callConfigJson: string;
}

export interface AgentConnection {
  readonly connectionId: string;
  readonly type: 'agent' | 'inbound' | 'outbound' | 'monitoring';
  readonly initial: boolean;
  readonly state: { readonly type: ConnectionStateType; readonly timestamp: string };
  readonly endpoint: Endpoint;
  readonly softphoneMediaInfo: SoftphoneMediaInfo | null;
  readonly chatMediaInfo: null;
  /** On a supervisor's own connection. */
  readonly monitoringInfo: {
    readonly agentName: string;
    readonly customerName: string;
    readonly joinTime: string;
  } | null;
  readonly monitorCapabilities: readonly MonitoringMode[] | null;
  readonly monitorStatus: MonitoringMode | null;
  readonly mute: boolean;
  readonly forcedMute: boolean;
  readonly quickConnectName: string | null;
  /** Why a party that was called did not come: a telephone's reason or a disconnect reason. Not part of AWS's wire. */
  readonly failure?: string | null;
}

/**
 * One contact as its agent sees it. While the whispers play after accepting, `state` is still `connecting` and the agent's
 * connection already `connected`: the page shows "joining", no Accept button.
 */
export interface AgentContact {
  readonly contactId: string;
  readonly initialContactId: string | null;
  readonly relatedContactId: string | null;
  readonly type: 'voice' | 'queue_callback' | 'task';
  readonly state: { readonly type: AgentContactStateType; readonly timestamp: string };
  readonly initiationMethod: string;
  readonly queue: AgentQueue | null;
  readonly queueTimestamp: string | null;
  readonly connections: readonly AgentConnection[];
  readonly attributes: Readonly<Record<string, { name: string; value: string }>>;
  readonly contactDuration: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly references: Readonly<Record<string, { type: string; value: string }>> | null;
  readonly channelContext: null;
  readonly contactFeatures: {
    readonly attachmentsEnabled: null;
    readonly messagingMarkdownEnabled: null;
    readonly multiPartyConferenceEnabled: boolean;
  };
  readonly segmentAttributes: Readonly<Record<string, { ValueString: string }>>;
  readonly customerEndpoint: Endpoint;
  /** Lines the agent has heard (the whisper), oldest first. Not part of AWS's wire; the page may show them. */
  readonly heardByAgent: readonly string[];
}

export interface AgentSnapshot {
  readonly state: {
    readonly agentStateARN: string | null;
    readonly type: AgentStateType;
    readonly name: string;
    readonly startTimestamp: string;
  };
  readonly nextState: (AgentStatus & { readonly startTimestamp: string }) | null;
  readonly agentAvailabilityState: { readonly state: string; readonly timeStamp: string };
  readonly contacts: readonly AgentContact[];
  readonly snapshotTimestamp: string;
}

/** Of `@amazon-connect/voice`; Streams reads it from the configuration. Nothing is enhanced here, since there is no audio. */
export const VOICE_ENHANCEMENT_MODES = ['VOICE_ISOLATION', 'NOISE_SUPPRESSION', 'NONE'] as const;
export type VoiceEnhancementMode = (typeof VOICE_ENHANCEMENT_MODES)[number];

export interface AgentConfiguration {
  readonly name: string;
  readonly username: string;
  readonly agentARN: string;
  readonly softphoneEnabled: boolean;
  readonly softphoneAutoAccept: boolean;
  readonly softphonePersistentConnection: boolean;
  readonly extension: string;
  readonly agentPreferences: Readonly<Record<string, string>>;
  readonly voiceEnhancementMode: VoiceEnhancementMode;
  readonly permissions: readonly string[];
  readonly dialableCountries: readonly string[];
  readonly agentStates: readonly AgentStatus[];
  readonly routingProfile: {
    readonly name: string;
    readonly routingProfileARN: string;
    readonly defaultOutboundQueue: AgentQueue;
    readonly queues: readonly AgentQueue[];
    readonly channelConcurrencyMap: Readonly<Record<string, number>>;
  };
}

export interface AgentUpdate {
  readonly snapshot: AgentSnapshot;
  readonly configuration: AgentConfiguration;
  /** Grows with every change of this agent's snapshot: the CTI API's `nextToken`. */
  readonly version: number;
}

/** The operations of `AmazonConnectCTIService` that the engine serves, in Streams' camelCase. */
export const CTI_OPERATIONS = [
  'getAgentSnapshot',
  'getAgentConfiguration',
  'updateAgentConfiguration',
  'getAgentStates',
  'getAgentPermissions',
  'getDialableCountryCodes',
  'getRoutingProfileQueues',
  'getEndpoints',
  'putAgentState',
  'acceptContact',
  'rejectContact',
  'clearContact',
  'completeContact',
  'destroyContact',
  'pauseContact',
  'resumeContact',
  'createOutboundContact',
  'createAdditionalConnection',
  'addNewConnection',
  'transferContact',
  'destroyConnection',
  'holdConnection',
  'resumeConnection',
  'toggleActiveConnections',
  'conferenceConnections',
  'sendDigits',
  'muteParticipant',
  'unmuteParticipant',
  'updateMonitorParticipantState',
  'createTaskContact',
  'updateContact',
  'listTaskTemplates',
  'getTaskTemplate',
  'createTemplatedTask',
  'qrSearchQuickResponses',
  'startScreenSharing',
  'updateContactAttributes',
  'notifyContactIssue',
  'sendClientLogs',
  'sendSoftphoneCallReport',
  'sendSoftphoneCallMetrics',
] as const;
export type CtiOperation = (typeof CTI_OPERATIONS)[number];

/** What a CTI operation throws; `type` is the wire's `__type`. */
export class CtiError extends Error {
  readonly type: string;
  readonly statusCode: number;
  constructor(type: string, message: string, statusCode = 400) {
    super(message);
    this.name = 'CtiError';
    this.type = type;
    this.statusCode = statusCode;
  }
}

export interface AgentEngine {
  readonly instance: InstanceInfo;
  /** Origins that may frame the page, as they are now. */
  approvedOrigins(): readonly string[];
  hasUser(username: string): boolean;
  configuration(username: string): AgentConfiguration;
  snapshot(username: string): AgentSnapshot;
  version(username: string): number;
  /** A softphone of the agent was signed in, or out; once for each session. */
  signedIn?(username: string): void;
  signedOut?(username: string): void;
  /** Called after every change of this agent, never synchronously from within an operation's own call stack twice for one change. */
  subscribe(username: string, listener: (update: AgentUpdate) => void): () => void;
  /**
   * Runs one CTI operation for the agent. Params are as Streams sends them (without `authentication`), checked here.
   * `getAgentSnapshot` answers at once; holding a long poll is the caller's job (`subscribe`).
   * Throws {@link CtiError}.
   */
  perform(
    username: string,
    operation: CtiOperation,
    params: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
}
