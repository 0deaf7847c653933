/** What is kept of requests for calls, and what limits them. */
import type { Attempt, AttemptRefusal, AttemptScope } from '../attempt-limits.ts';
import type { CallReason, CallState } from '../contracts/call.ts';
import type { CallRequested } from '../contracts/call-request.ts';
import type { CallKey } from './call-store.ts';

/** A durable call request: the whole validated message, under (source, webhook-id). */
export interface StoredRequest extends CallKey {
  readonly requestId: string;
  readonly receivedAt: string;
  /** When the source said it, by its own clock; absent when nobody but us was asked. */
  readonly saidAt?: string;
  /** The person or the opportunity was erased: `message` holds no personal data, and no call is made any more. */
  readonly erasedAt?: string;
  readonly message: CallRequested['data'];
  /** Asked by an agent about what is stored already: `message` is an extract and is never projected. */
  readonly fromDesktop?: true;
  /** A repeated attempt; `message` is the first one's and is never projected. */
  readonly attempt?: number;
  readonly attemptOf?: string;
  /** A callback: the call whose outcome asks for it. `message` is made of what is stored and is never projected. */
  readonly followUpOf?: string;
  /** What the source was told; absent until the first answer's facts have been recorded. */
  readonly answer?: {
    readonly status: CallState;
    readonly reason?: CallReason;
    readonly dueAt?: string;
    readonly connectContactId?: string;
  };
}

export interface RequestStore {
  /**
   * One conditional put. `duplicate` carries what the first one stored. With `attempt` also its claim, in the same round trip:
   * both or neither.
   */
  accept(
    request: StoredRequest,
    attempt?: Attempt,
  ): Promise<{ outcome: 'accepted' } | { outcome: 'duplicate'; request: StoredRequest } | OverLimit>;
  get(sourceId: string, requestId: string): Promise<StoredRequest | undefined>;
  recordAnswer(sourceId: string, requestId: string, answer: NonNullable<StoredRequest['answer']>): Promise<void>;
  /** Keeps the request as long as one that is due then; never shorter than it is kept already. */
  keepUntilDue(sourceId: string, requestId: string, dueAt: Date): Promise<void>;
  /** Puts `after` in the place of `before`: message and erasure only. False when somebody else has changed it meanwhile. */
  forget(before: StoredRequest, after: StoredRequest): Promise<boolean>;
}

export interface OverLimit {
  readonly outcome: 'over-limit';
  readonly refusals: readonly AttemptRefusal[];
}

export interface AttemptCounts {
  /** All that the attempt counts for, or nothing. */
  claim(attempt: Attempt): Promise<{ outcome: 'claimed' } | OverLimit>;
  /** The call was not made after all: it no longer counts for that day. The gap after it stays. */
  release(attempt: Attempt): Promise<void>;
  /** Removes every count of a person, number or opportunity; answers how many there were. */
  forget(sourceId: string, scope: AttemptScope, id: string): Promise<number>;
}

/** Numbers that a source does not want to be called, whosever they are. */
export interface DoNotCallList {
  isListed(sourceId: string, number: string): Promise<boolean>;
  /** Of two changes the later `at` (ISO 8601) stays. */
  change(sourceId: string, numbers: readonly string[], isListed: boolean, at: string): Promise<void>;
}
