/** One contact: Connect's word for one party's way through the instance. Times are milliseconds since the epoch. */
import type { ConnectionStateType, Endpoint, MonitoringMode } from '../agent-session.ts';
import type { Queue } from '../instance.ts';
import type { RoutingCriteria } from '../queues/routing-criteria.ts';
import type { RecordingState } from '../recordings/recording.ts';
import type { Channel } from '../routing-profile.ts';

/**
 * | state | means |
 * |---|---|
 * | initiated | exists, the network is being dialled |
 * | ringing | the customer's phone rings |
 * | in_flow | answered; a flow talks to the customer |
 * | queued | waits in a queue, its customer queue flow runs |
 * | offered | rings at an agent (20 s); the queue flow still runs |
 * | joining | accepted; the whispers play |
 * | connected | customer and agent talk |
 * | paused | a task that is set aside: by its agent, on whose desk it stays, or out of its queue |
 * | after_call_work | disconnected, the agent has not cleared it yet |
 * | completed | over |
 */
export type ContactState =
  | 'initiated'
  | 'ringing'
  | 'in_flow'
  | 'queued'
  | 'offered'
  | 'joining'
  | 'connected'
  | 'paused'
  | 'after_call_work'
  | 'completed';

export type InitiationMethod =
  | 'API'
  | 'INBOUND'
  | 'OUTBOUND'
  | 'QUEUE_TRANSFER'
  | 'CALLBACK'
  | 'TRANSFER'
  | 'DISCONNECT'
  | 'MONITOR';

export interface Leg {
  readonly id: string;
  readonly type: 'agent' | 'inbound' | 'outbound' | 'monitoring';
  /** At an agent's end: that agent's contact. */
  contactId?: string;
  /** The contact whose agent has brought this party in. */
  readonly addedBy?: string;
  /** Made by a transfer, before an agent is known: it stays when an agent does not take it. */
  readonly seat?: true;
  readonly initial: boolean;
  endpoint: Endpoint;
  readonly quickConnectName: string | null;
  state: ConnectionStateType;
  since: number;
  /** When it was connected for the first time. */
  answeredAt?: number;
  mute: boolean;
  /** By a supervisor who has barged in. */
  forcedMute?: boolean;
  /** Why a party that was called never came. */
  failure?: string;
}

export interface MachineDetection {
  readonly awaitPrompt: boolean;
}

export interface Reference {
  readonly type: string;
  readonly value: string;
}

export interface FlowTraceStep {
  readonly at: string;
  readonly flow: string;
  readonly actionId: string;
  readonly type: string;
  readonly result: string;
  readonly nextAction?: string;
  readonly detail?: string;
}

export interface SpokenLine {
  readonly at: string;
  readonly to: 'customer' | 'agent';
  readonly kind: 'text' | 'prompt';
  readonly text: string;
}

export type EventHook =
  | 'AgentHold'
  | 'AgentWhisper'
  | 'CustomerHold'
  | 'CustomerQueue'
  | 'CustomerRemaining'
  | 'CustomerWhisper'
  | 'DefaultAgentUI'
  | 'DisconnectAgentUI'
  | 'PauseContact'
  | 'ResumeContact';

export interface Period {
  readonly from: number;
  readonly to: number;
}

export interface Contact {
  readonly id: string;
  readonly initialContactId: string;
  readonly previousContactId?: string;
  nextContactId?: string;
  relatedContactId?: string;
  readonly initiationMethod: InitiationMethod;
  readonly channel: Channel;
  /** A task has none. */
  readonly customerPhone?: string;
  systemPhone?: string;
  name: string | null;
  description: string | null;
  customerId?: string;
  references: Record<string, Reference>;
  state: ContactState;
  /** Shared by every contact with the same initial contact. */
  readonly attributes: Record<string, string>;
  readonly tags: Record<string, string>;
  /** Contacts on the same line have the same legs. */
  legs: Leg[];
  readonly hooks: Partial<Record<EventHook, string>>;
  /** The working queue, set by a flow; where TransferContactToQueue goes. */
  targetQueue?: Queue;
  /** Where to call back, set by a flow. */
  callbackNumber?: string;
  /** What is left of a callback's attempts; only a callback has it. */
  callback?: { attemptsLeft: number; readonly retryDelayS: number };
  /** The queue it waits or waited in. */
  queue?: Queue;
  queuePriority: number;
  queueTimeAdjustmentS: number;
  /** The last is in force. */
  readonly routingCriteria: RoutingCriteria[];
  language: string;
  voice: string;
  /** A supervisor's: whose call it is, and what is allowed. */
  monitoring?: { readonly agent: string; readonly capabilities: readonly MonitoringMode[] };
  /** A call with TrafficType CAMPAIGN, and the campaign if it names one. */
  campaign?: { readonly campaignId?: string };
  /** What answering machine detection found, in the API's words. */
  answeringMachineDetectionStatus?: string;
  /** Whether flows write logs, as UpdateFlowLoggingBehavior said last. */
  flowLogging?: boolean;
  /** `$.MediaStreams.Customer.Audio`, once a flow has asked for a stream. */
  mediaStream?: Readonly<Record<'StreamARN' | 'StartTimestamp' | 'StartFragmentNumber', string>> & {
    readonly StopTimestamp?: string;
  };
  recording: RecordingState;
  /** Queue to queue transfers so far; the service stops at 11. */
  queueHops: number;
  /** User name of the agent it was connected to. */
  agent?: string;
  agentConnectionAttempts: number;
  readonly initiatedAt: number;
  ringStartedAt?: number;
  connectedToSystemAt?: number;
  enqueuedAt?: number;
  dequeuedAt?: number;
  acceptedAt?: number;
  connectedToAgentAt?: number;
  disconnectedAt?: number;
  afterWorkStartedAt?: number;
  afterWorkEndedAt?: number;
  completedAt?: number;
  lastUpdatedAt: number;
  disconnectReason?: string;
  /** When a scheduled task begins. */
  scheduledAt?: number;
  pausedAt?: number;
  resumedAt?: number;
  pauses: number;
  pausedMs: number;
  holdMs: number;
  holds: number;
  /** When the customer was on hold, for the recording. */
  readonly holdPeriods: Period[];
  /** Keys pressed on the line. */
  readonly keys: { readonly at: number; readonly by: 'customer' | 'agent'; readonly digits: string }[];
  readonly flowTrace: FlowTraceStep[];
  readonly spoken: SpokenLine[];
  readonly events: { eventType: string; at: string; delivered: boolean }[];
}

/** The agent is there first and the customer is dialled: nobody waits in a queue with a telephone in hand. */
export const isDialledForAgent = ({ initiationMethod }: Contact): boolean =>
  initiationMethod === 'OUTBOUND' || initiationMethod === 'CALLBACK';

export const isOver = (contact: Contact): boolean =>
  contact.state === 'completed' || contact.state === 'after_call_work';

/** `connect:Subtype` of the segment attributes. */
export const subtypeOf = ({ channel }: Contact): string => (channel === 'TASK' ? 'connect:Task' : 'connect:Telephony');

export const customerLeg = (contact: Contact): Leg | undefined => contact.legs.find((leg) => leg.initial);

/** Everybody on the line, or being rung, but the one whose leg is given. */
export const others = (contact: Contact, own: Leg): readonly Leg[] =>
  contact.legs.filter((leg) => leg !== own && leg.state !== 'silent_monitor' && leg.state !== 'disconnected');

export const setLegState = (leg: Leg, state: ConnectionStateType, at: number): void => {
  if (leg.state === state) return;
  leg.state = state;
  leg.since = at;
  if (state === 'connected') leg.answeredAt ??= at;
};

/** UTF-8 bytes over all keys and values: the service counts 32,768 per contact. */
export const attributeBytes = (attributes: Readonly<Record<string, string>>): number =>
  Object.entries(attributes).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
export const MAX_ATTRIBUTE_BYTES = 32_768;
/** The API reference: "Attribute keys can include only alphanumeric, dash, and underscore characters." */
export const ATTRIBUTE_KEY = /^[A-Za-z0-9_-]+$/;
