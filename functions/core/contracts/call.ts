/** A call as the CRM, the desktop and the store see it. Times are ISO 8601 in UTC. */
import type { DialMode } from './call-request.ts';

/** DESIGN section 3. `blocked`, `failed`, `expired` and `completed` are final. */
export const CALL_STATES = [
  'requested',
  'held',
  'scheduled',
  'queued',
  'dialing',
  'answered',
  'with_agent',
  'ended',
  'completed',
  'blocked',
  'failed',
  'expired',
] as const;
export type CallState = (typeof CALL_STATES)[number];

/** Why a call is where it is: a stable code that the CRM and the desktop can switch on. */
export type CallReason =
  | 'do-not-call'
  | 'consent'
  | 'calling-hours'
  | 'holiday'
  | 'attempt-cap'
  | 'minimum-gap'
  | 'not-before'
  | 'pacing'
  /** The task of an agent-first call is with the agent, or on its way there. */
  | 'agent-preview'
  | 'preview-discarded'
  /** The agent who asked cannot take a call now. */
  | 'agent-unavailable'
  | 'service-throttled'
  | 'destination-not-allowed'
  | 'outbound-not-permitted'
  | 'invalid-request'
  | 'resource-not-found'
  | 'no-answer'
  /** A machine has answered, and no agent was rung. */
  | 'voicemail'
  | 'busy'
  | 'invalid-number'
  | 'customer-hung-up'
  | 'agent-hung-up'
  | 'flow-ended'
  | 'no-agent'
  | 'cancelled'
  | 'erased'
  /** The CRM was to be asked whom to call, and: has no such opportunity, or not for us; does not let us in; */
  | 'opportunity-not-found'
  | 'crm-refused'
  /** gave no answer for hours, or none that makes sense; knows no such person, no number of theirs, no Connect user of its own. */
  | 'crm-unavailable'
  | 'crm-answer-unusable'
  | 'contact-not-found'
  | 'no-number'
  | 'agent-unknown'
  | 'service-error';

export interface CallTransition {
  readonly state: CallState;
  readonly at: string;
  readonly reason?: CallReason;
}

export interface CallOutcome {
  readonly disposition: string;
  readonly notes: string;
  readonly followUpAt?: string;
  readonly savedAt: string;
  readonly savedBy: string;
}

/** Why an agent did not dial a call that they previewed. */
export const DISCARD_REASONS = ['bad-timing', 'wrong-person', 'already-handled', 'other'] as const;

/** The task that an agent of an agent-first call previews, and dials from. */
export interface CallPreview {
  /** Connect's id of the task. */
  readonly connectContactId: string;
  /** Who accepted it. */
  readonly agentUsername?: string;
  readonly acceptedAt?: string;
  /** The agent asked to dial and no rule was against it. */
  readonly dialledAt?: string;
  readonly endedAt?: string;
}

export interface CallDiscard {
  readonly reason: (typeof DISCARD_REASONS)[number];
  readonly note?: string;
  readonly at: string;
  readonly by: string;
}

/** What an agent who wants to dial a previewed call is told. */
export type DialPermission =
  /** E.164 number, and the contact that the dialled one is to be related to. */
  | { readonly outcome: 'allowed'; readonly phone: string; readonly relatedContactId: string }
  /** `dueAt`: when it would be allowed. A call whose state is `blocked` never will be. */
  | { readonly outcome: 'refused'; readonly reason: CallReason; readonly dueAt?: string; readonly state: CallState };

/** `GET /calls/{callId}/recordings/{recordingId}` answers with a link to it. */
export interface CallRecording {
  readonly recordingId: string;
  readonly startedAt?: string;
  readonly stoppedAt?: string;
  /** Connect says that it is there no more. */
  readonly isDeleted?: true;
}

/** A link to the bytes; it works without a sign-in, and for minutes. */
export interface RecordingLink {
  readonly url: string;
  readonly expiresAt: string;
  readonly contentType: string;
}

export interface LinePlace {
  /** Calls that are dialled before it, if nobody joins whose turn is earlier; 0: it is next. */
  readonly position: number;
  readonly expectedAt: string;
}

export interface CallView {
  readonly callId: string;
  readonly sourceId: string;
  readonly opportunityId: string;
  readonly direction: 'outbound' | 'inbound';
  readonly state: CallState;
  readonly reason?: CallReason;
  /** When a held, scheduled or queued call is due; when a rule would allow a blocked one. */
  readonly dueAt?: string;
  /** It is not made before: the wish of who asked for it, or of who moved it last. */
  readonly notBefore?: string;
  /** Of a call that waits for a dial slot, where it is asked for by its id or by its agent. */
  readonly line?: LinePlace;
  readonly contactId?: string;
  readonly contactName?: string;
  readonly phone?: string;
  /** Why they are called, in the words of the CRM. */
  readonly topic?: string;
  /** Who asked for the call. */
  readonly agentUsername?: string;
  /**
   * Who spoke with the customer, of several the last: somebody else than `agentUsername` when the asking agent did not take
   * the call or passed it on.
   */
  readonly takenBy?: string;
  readonly mode?: DialMode;
  readonly preview?: CallPreview;
  readonly discarded?: CallDiscard;
  /** Of a repeated attempt: the first attempt's call, and which one this is, from 2. */
  readonly attemptOf?: string;
  readonly attempt?: number;
  /** Of a callback: the call whose outcome asked for it. */
  readonly followUpOf?: string;
  /** The callback that this call's outcome asks for, or asked for until its `followUpAt` was taken away. */
  readonly followUpCallId?: string;
  readonly connectContactId?: string;
  readonly requestedAt: string;
  readonly dialingAt?: string;
  readonly answeredAt?: string;
  readonly withAgentAt?: string;
  readonly endedAt?: string;
  readonly completedAt?: string;
  readonly outcome?: CallOutcome;
  /** In the order in which they were spoken, from every leg of the call; absent where the deployment lets nobody hear them. */
  readonly recordings?: readonly CallRecording[];
  /** The source had the person erased: who was called, at which number, and the notes are gone; the facts stay. */
  readonly erasedAt?: string;
  readonly history: readonly CallTransition[];
  /** Grows by one with every change: of two reports about one call, the higher version is the newer. */
  readonly version: number;
}

/** `GET /calls`: a page of the agent's own calls. */
export interface OwnCalls {
  /** Whose they are, as the connector knows them. */
  readonly agentUsername: string;
  readonly calls: readonly CallView[];
  readonly cursor?: string;
}

/** The answer to a call request: 202. The same `webhook-id` of the same source gets the same answer. */
export interface CallAccepted {
  readonly callId: string;
  readonly status: CallState;
  readonly reason?: CallReason;
  readonly dueAt?: string;
  readonly connectContactId?: string;
  readonly uploads?: readonly DocumentUpload[];
}

export interface DocumentUpload {
  readonly documentId: string;
  readonly method: 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}
