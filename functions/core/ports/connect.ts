/** Amazon Connect, as far as a call needs it. */
import type { LegRecordings } from '../call-legs.ts';
import type { CallReason } from '../contracts/call.ts';

export interface DialOrder {
  /** Deterministic, so that Connect starts one contact however often it is asked (valid 7 days). */
  readonly clientToken: string;
  readonly phone: string;
  /** Until an unanswered call is given up; Connect's own time without it. */
  readonly ringSeconds?: number;
  /** Whether a machine answers is found out before the flow begins; `afterBeep`: the flow then begins after the beep. */
  readonly detection?: { readonly afterBeep: boolean };
  readonly attributes: Readonly<Record<string, string>>;
  readonly name: string;
  readonly description: string;
}

export type DialResult =
  | { outcome: 'started'; connectContactId: string }
  | { outcome: 'refused'; reason: CallReason; detail: string }
  | { outcome: 'throttled' };

/** A task for the agent, who dials from it. */
export interface PreviewOrder extends Omit<DialOrder, 'phone' | 'ringSeconds' | 'detection'> {
  /** Links by the name that the softphone shows. */
  readonly links: Readonly<Record<string, string>>;
}

export interface ConnectCalls {
  start(order: DialOrder): Promise<DialResult>;
  startPreview(order: PreviewOrder): Promise<DialResult>;
  /** Ends a task; one that is over already stays so. */
  stop(connectContactId: string): Promise<void>;
  /** What came of a contact or is related to it, the contact itself among it. */
  associated(connectContactId: string): Promise<readonly AssociatedContact[]>;
  attributes(connectContactId: string): Promise<Readonly<Record<string, string>>>;
  describe(connectContactId: string): Promise<ConnectContactFacts>;
  updateAttributes(connectContactId: string, attributes: Readonly<Record<string, string>>): Promise<void>;
}

export interface AssociatedContact {
  readonly connectContactId: string;
  readonly channel: string;
  readonly previousConnectContactId?: string;
  readonly relatedConnectContactId?: string;
}

export interface ConnectContactFacts {
  readonly connectContactId: string;
  /** VOICE when absent; TASK for a preview. */
  readonly channel?: string;
  /** An agent who dials from a task relates the call to it. */
  readonly relatedConnectContactId?: string;
  /** A later leg of a call names the first one, and the one that it follows. */
  readonly initialConnectContactId?: string;
  readonly previousConnectContactId?: string;
  readonly initiationMethod?: string;
  readonly disconnectReason?: string;
  readonly customerPhone?: string;
  readonly initiatedAt?: string;
  readonly answeredAt?: string;
  /** As far as it was looked at. */
  readonly answeredBy?: 'machine';
  /** Connect's id of the agent. */
  readonly agentId?: string;
  readonly agentConnectedAt?: string;
  readonly disconnectedAt?: string;
  /** After-call work; a description tells it when there was any. */
  readonly afterWorkStartedAt?: string;
  readonly afterWorkEndedAt?: string;
  /** Of the recordings that this deployment lets agents hear. */
  readonly recordings?: LegRecordings;
}

/** Agents by user name. */
export interface AgentPresence {
  /** Signed in, in a status in which contacts come, and free for one more call. */
  isAvailable(username: string): Promise<boolean>;
}

export interface CallsAtHand {
  /** `taken` until the end of the after-call work; undefined when it is not theirs now, or was missed. */
  stageOf(username: string, connectContactId: string): Promise<'ringing' | 'taken' | undefined>;
  /** Whether it was the agent who accepted the contact, however long ago. */
  hasTaken(username: string, connectContactId: string): Promise<boolean>;
}

export interface ConnectUsers {
  /** Undefined when Connect does not know the id (any more). Names never change: each is asked for once. */
  usernameOf(agentId: string): Promise<string | undefined>;
}

/** One of Connect's contact events; `type` is Connect's own word, such as `CONNECTED_TO_AGENT`. */
export interface ContactEvent extends ConnectContactFacts {
  readonly type: string;
  readonly completedAt?: string;
}
