/** What travels through our own queues: ids only, so that the reader always sees the newest state and no personal data rests there. */
import type { DialMode } from './call-request.ts';
import type { CallEventType } from './source-events.ts';

/** Dial queue: the safety net of every request, and every request whose slot is later. */
export interface CallMessage {
  readonly sourceId: string;
  readonly requestId: string;
  /** A slot was reserved for this time: the call whose turn it is then is dialled, without taking another one. */
  readonly dialAt?: string;
  /** The slot is one for an agent's task. */
  readonly forTask?: true;
  /** Nothing is to be done before: the queue's longest delay is shorter than some waits. */
  readonly wakeAt?: string;
  /** A slot has been missed once already: dial now, however late, or a slow queue would give away slot after slot. */
  readonly missed?: true;
  /** How often Connect has refused for want of capacity, or given no answer: each time it is asked again later. */
  readonly throttled?: number;
  /** Since when the agent has not been available, as far as anybody has looked. */
  readonly awaySince?: string;
  /** The request path could not write the opportunity: write it again, whatever became of the call. */
  readonly project?: true;
}

/** Dial queue: a call that is under way is looked at, in case Connect's last events about it are lost. */
export interface WatchMessage {
  readonly type: 'watch';
  readonly sourceId: string;
  readonly opportunityId: string;
  readonly callId: string;
  readonly wakeAt: string;
}

/** Dial queue: the outcome of this call asks for a callback at another time than before, or no longer. */
export interface FollowUpMessage {
  readonly type: 'follow-up';
  readonly sourceId: string;
  readonly opportunityId: string;
  readonly callId: string;
}

/** Dial queue: the source, whose log is written once, is to be told of this call, when all is known of it. */
export interface LogMessage {
  readonly type: 'log';
  readonly sourceId: string;
  readonly opportunityId: string;
  readonly callId: string;
  readonly version: number;
  readonly wakeAt: string;
}

export type DialQueueMessage = CallMessage | WatchMessage | FollowUpMessage | LogMessage;

interface DocumentNews<Type extends string> extends DocumentPlace {
  readonly type: Type;
  readonly version: number;
  readonly by: string;
}

export type WriteBackMessage =
  | {
      readonly type: CallEventType;
      readonly sourceId: string;
      readonly opportunityId: string;
      readonly callId: string;
      readonly version: number;
    }
  | {
      readonly type: 'contact.updated';
      readonly sourceId: string;
      readonly opportunityId: string;
      readonly contactId: string;
      readonly version: number;
      readonly by: string;
    }
  | DocumentNews<'document.added'>
  | DocumentNews<'document.updated'>
  | DocumentNews<'document.removed'>
  | {
      readonly type: 'opportunity.erased' | 'contact.erased';
      readonly sourceId: string;
      readonly opportunityId?: string;
      readonly contactId?: string;
      /** Milliseconds: when it was marked. */
      readonly version: number;
    };

/** Somebody is to be called about an opportunity that is still to be read in the CRM: names and numbers come with it. */
export interface CallToRead {
  /** Without it the primary person, else the first one with a number. */
  readonly contactId?: string;
  /** Which of the person's numbers, as the CRM calls it. */
  readonly phoneLabel?: string;
  /** In the words of whoever asked: nothing of it is logged. */
  readonly topic?: string;
  /** Without it the opportunity's owner. */
  readonly agent?: { readonly username: string } | { readonly crmUserId: string };
  /** The CRM's own record that asked for the call: what comes of it is written there. */
  readonly recordId?: string;
  readonly mode?: DialMode;
  readonly notBefore?: string;
}

/** Read queue: a CRM has said that there is news of an opportunity, and is asked for them. */
export interface ReadMessage {
  readonly sourceId: string;
  readonly opportunityId: string;
  readonly requestId: string;
  readonly receivedAt: string;
  /** Without: it has changed, or an agent wants to see it. */
  readonly call?: CallToRead;
  /** An agent waits for it: what comes of it is noted (`OpportunityReading`). */
  readonly forAgent?: true;
}

/**
 * Erasure queue: what a source had erased. With `contactId` a person, everywhere or in one opportunity; without, an opportunity.
 * `markedAt` tells one erasure from the next of the same subject.
 */
export interface ErasureMessage {
  readonly sourceId: string;
  readonly opportunityId?: string;
  readonly contactId?: string;
  readonly markedAt: string;
}

interface DocumentPlace {
  readonly sourceId: string;
  readonly opportunityId: string;
  readonly documentId: string;
}

/** One file to fetch from the CRM. */
export interface FetchMessage extends DocumentPlace {
  readonly type: 'fetch';
  readonly url: string;
}

/** The bytes of one document that is gone. */
export interface RemoveMessage extends DocumentPlace {
  readonly type: 'remove';
}

/** Document queue: everything that takes as long as bytes take. */
export type DocumentMessage = FetchMessage | RemoveMessage;
