/**
 * What the domain needs from outside, named by role. Types only.
 *
 * Two rules. No implementation and no SDK import here. No sentinel values: a port returns the real answer or throws;
 * whether a failure is fatal is the use case's decision. Use cases take `Pick<Port, 'method'>`.
 */

import type { Attempt, AttemptRefusal, AttemptScope } from './attempt-limits.ts';
import type { CallLegs } from './call-legs.ts';
import type { Circuit } from './circuit-breaker.ts';
import type { ContactEdit, DocumentEdit } from './contracts/agent-requests.ts';
import type { CallReason, CallState, CallView } from './contracts/call.ts';
import type { CallRequested, ContactInput, DocumentInput, SourceMessage } from './contracts/call-request.ts';
import type { ContactField } from './contracts/capabilities.ts';
import type { DocumentShare } from './contracts/document-share.ts';
import type { MetricDimensions, MetricName } from './contracts/metrics.ts';
import type {
  ActivityView,
  ContactView,
  DocumentView,
  InCrm,
  OpportunityContext,
  OpportunityMatch,
  OpportunityView,
} from './contracts/opportunity-context.ts';
import type { OpportunityReading } from './contracts/opportunity-reading.ts';
import type {
  CallMessage,
  DialQueueMessage,
  DocumentMessage,
  ErasureMessage,
  ReadMessage,
  WriteBackMessage,
} from './contracts/queue-messages.ts';
import type { ErasedCounts, ErasedKind } from './contracts/source-events.ts';
import type { Files, StoredFile } from './document-versions.ts';
import type { LogFacts, OnlyFacts } from './log-facts.ts';

export interface Clock {
  now(): Date;
}

export interface OpportunityKey {
  readonly sourceId: string;
  readonly opportunityId: string;
}

export interface CallKey extends OpportunityKey {
  readonly callId: string;
}

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

/** What a CRM says about an opportunity. */
export type OpportunityData = Pick<
  Extract<SourceMessage, { type: 'opportunity.updated' }>['data'],
  'opportunity' | 'contacts' | 'documents'
>;

export interface OpportunityStore {
  /** One query over the opportunity's partition. */
  loadContext(key: OpportunityKey, cursor?: string): Promise<OpportunityContext | undefined>;
  /**
   * Writes what the CRM says about an opportunity, its people and documents. A person with an edit still on its way to
   * the CRM keeps that edit. Documents keep the state and pins they have.
   */
  project(key: OpportunityKey, data: OpportunityData, at: string): Promise<void>;
  findByPhone(phone: string): Promise<readonly OpportunityMatch[]>;
  /** Opportunities whose name starts with the text (case-insensitive); with `isListed`, only those that it lets pass. */
  findByName(
    sourceId: string,
    prefix: string,
    isListed?: (opportunity: OpportunityView) => Promise<boolean>,
  ): Promise<readonly OpportunityMatch[]>;
  getOpportunity(key: OpportunityKey): Promise<OpportunityView | undefined>;
}

/** Where the access rule is `own`: through whose calls an opportunity is open to whom. */
export interface Admissions {
  /** Whose it is, and whether one of its calls is the agent's or they were let in. One round trip; `known` is not read again. */
  look(
    key: OpportunityKey,
    username: string,
    known?: OpportunityView,
  ): Promise<{ readonly opportunity: OpportunityView | undefined; readonly hasCall: boolean }>;
  /** The agent has a call about it, which no record says yet. */
  letIn(key: OpportunityKey, username: string, until: Date): Promise<void>;
}

/** Opportunities that agents have opened and that are read in their CRM. */
export interface Readings {
  /** One conditional put. `known`: it was asked for within the last `READING_INTERVAL`. */
  begin(
    key: OpportunityKey,
    now: Date,
  ): Promise<{ readonly outcome: 'begun' } | { readonly outcome: 'known'; readonly reading: OpportunityReading }>;
  find(key: OpportunityKey): Promise<OpportunityReading | undefined>;
  note(key: OpportunityKey, reading: OpportunityReading): Promise<void>;
  forget(key: OpportunityKey): Promise<void>;
  /** Counts one more of the agent's in this minute; false when there are `most` already. */
  take(username: string, now: Date, most: number): Promise<boolean>;
}

export type EditResult<T> =
  | { outcome: 'done'; value: T; before?: T }
  | { outcome: 'conflict'; current: T }
  | { outcome: 'missing' };

/** `pendingWriteBackVersion`: an agent's edit of that version is still on its way to the CRM and outranks the CRM's copy. */
export interface StoredContact extends ContactView {
  readonly pendingWriteBackVersion: number | undefined;
}

export interface ContactStore {
  get(key: OpportunityKey, contactId: string): Promise<StoredContact | undefined>;
  /** `keptHere`: fields of which the CRM's copies do not undo what is said here. */
  add(
    key: OpportunityKey,
    contact: ContactInput,
    by: string,
    at: string,
    keptHere?: readonly ContactField[],
  ): Promise<EditResult<ContactView>>;
  edit(
    key: OpportunityKey,
    contactId: string,
    expectedVersion: number,
    edit: ContactEdit,
    by: string,
    at: string,
    keptHere?: readonly ContactField[],
  ): Promise<EditResult<ContactView>>;
  remove(
    key: OpportunityKey,
    contactId: string,
    expectedVersion: number,
    by: string,
    at: string,
  ): Promise<EditResult<ContactView>>;
  /** The CRM has this version: its own copies may overwrite the person again. */
  confirmWrittenBack(key: OpportunityKey, contactId: string, version: number): Promise<void>;
}

/** `addedBy`: the agent who added it; undefined when the CRM did. */
export interface StoredDocument extends DocumentView, Files {
  readonly addedBy: string | undefined;
  /** What was fetched last from the CRM. */
  readonly fetched: FetchedCopy | undefined;
  /** Where the CRM says that its bytes are. */
  readonly sourceUrl: string | undefined;
}

/** Tells a copy of the CRM's from the next one: by its address and ETag, or by the SHA-256 of its bytes. */
export interface FetchedCopy {
  readonly url: string;
  readonly etag?: string;
  readonly digest: string;
}

export interface NewFile extends Omit<StoredFile, 'number' | 'at' | 'fileName'> {
  /** Without one it is called like the document's. */
  readonly fileName?: string | undefined;
}

/** A file that an agent is about to upload as a document's next version. */
export interface AnnouncedUpload {
  readonly fileId: string;
  readonly by: string;
  readonly fileName: string;
  /** It comes in parts: the storage's own id of it, and how large it is when it is whole. */
  readonly multipart?: { readonly id: string; readonly bytes: number };
}

/** Kept for as long as an upload may take, and with the opportunity. */
export interface UploadStore {
  announce(key: OpportunityKey, documentId: string, upload: AnnouncedUpload, at: string): Promise<void>;
  find(key: OpportunityKey, documentId: string, fileId: string): Promise<AnnouncedUpload | undefined>;
  forget(key: OpportunityKey, documentId: string, fileId: string): Promise<void>;
}

export interface DocumentStore {
  get(key: OpportunityKey, documentId: string): Promise<StoredDocument | undefined>;
  add(key: OpportunityKey, document: DocumentInput, by: string, at: string): Promise<EditResult<DocumentView>>;
  edit(
    key: OpportunityKey,
    documentId: string,
    expectedVersion: number,
    /** With `fileVersion` also `file`, the one that it names. */
    edit: DocumentEdit,
    by: string,
    at: string,
    file?: StoredFile,
  ): Promise<EditResult<DocumentView>>;
  /** Answers with the document as it was. */
  remove(
    key: OpportunityKey,
    documentId: string,
    expectedVersion: number,
    at: string,
  ): Promise<EditResult<DocumentView>>;
  /**
   * The file is there and becomes the current one; `dropped` are those that it leaves no room for. Undefined when there is no
   * such document. A file that is known already changes nothing.
   */
  markReady(
    key: OpportunityKey,
    documentId: string,
    file: NewFile,
    at: string,
    fetched?: FetchedCopy,
  ): Promise<{ document: DocumentView; dropped: readonly StoredFile[] } | undefined>;
  /** The CRM has the same bytes as before under this address and tag. */
  markUnchanged(key: OpportunityKey, documentId: string, fetched: FetchedCopy): Promise<void>;
  /** A document that is ready stays so, with the reason beside it. */
  markFailed(
    key: OpportunityKey,
    documentId: string,
    failure: Required<Pick<DocumentView, 'reason'>> & Pick<DocumentView, 'httpStatus'>,
    at: string,
  ): Promise<void>;
  /** What has become of this file in the CRM; nothing when it is not the current one any more. Counts no version. */
  markInCrm(key: OpportunityKey, documentId: string, fileId: string, inCrm: InCrm): Promise<void>;
  /** It is asked for again: what is not ready is `fetching` from now on. Undefined when there is no such document. */
  markFetching(key: OpportunityKey, documentId: string, at: string): Promise<DocumentView | undefined>;
}

/** A link to a document, and where the document is. */
export interface FoundShare extends DocumentShare, OpportunityKey {
  readonly documentId: string;
}

export interface ShareStore {
  add(share: FoundShare, tokenHash: string): Promise<void>;
  /** Those that end after `now` (ISO 8601), newest first. */
  list(key: OpportunityKey, documentId: string, now: string): Promise<readonly DocumentShare[]>;
  /** Whether there was one. */
  remove(key: OpportunityKey, documentId: string, shareId: string): Promise<boolean>;
  /** Also one that is over. */
  find(tokenHash: string): Promise<FoundShare | undefined>;
  /** When it was opened before this time. */
  countOpening(share: FoundShare, at: string): Promise<{ lastOpenedAt?: string }>;
}

export interface ActivityLog {
  /** `personId`: the person whom it is about. */
  record(key: OpportunityKey, activity: Omit<ActivityView, 'id'>, personId?: string): Promise<void>;
  /** The newest activity about a contact, document or call: what a write-back tells as its changes. */
  latestAbout(key: OpportunityKey, subjectId: string): Promise<ActivityView | undefined>;
}

/**
 * A call as it is stored. Its projection brings `requestId`, the contact event brings `connectContactId`, in either order:
 * whoever sees both in the result of `change` tells `RequestStore.recordAnswer`. Never presented: see `presentCall`.
 */
export interface StoredCall extends CallView {
  readonly requestId?: string;
  /** What is known of its Connect contacts: one, or several when it was transferred. */
  readonly legs?: CallLegs;
  /** The slot in which Connect is, or may have been, asked to dial. While it is there, the call cannot be cancelled. */
  readonly claimedSlot?: string;
  /** The last one in which Connect was asked and certainly did not dial. */
  readonly spentSlot?: string;
  /** How often its outcome's `followUpAt` has changed; of a callback, which of these wishes it has followed. */
  readonly followUpRevision?: number;
  /** Where it waits, or has waited, for a slot. */
  readonly place?: Place;
  /** What the latest event brought, and its delivery: when that comes again, its writer may have died before it could tell. */
  readonly latestNews?: { readonly deliveryId: string; readonly states: readonly CallState[] };
  /** States that the source has not been told of, because the queue was not there when they were recorded. */
  readonly untold?: readonly CallState[];
}

export interface CallStore {
  get(key: CallKey): Promise<StoredCall | undefined>;
  find(callId: string): Promise<StoredCall | undefined>;
  /** By the id of the call's first Connect contact. */
  findByConnectContact(connectContactId: string): Promise<StoredCall | undefined>;
  /** The calls of one opportunity. */
  listByOpportunity(key: OpportunityKey): Promise<readonly StoredCall[]>;
  /** The calls that the agent took, and those that the agent asked for and nobody took: those to come, then the newest. */
  listByAgent(username: string, cursor?: string): Promise<{ calls: readonly CallView[]; cursor?: string }>;
  /**
   * Optimistic read-modify-write under the condition that the version is unchanged, tried again when it was not. The store
   * counts the version. `change` returning the same object writes nothing; so does a call that does not exist without
   * `initial` (the answer is then undefined).
   *
   * With `initial` the first attempt is one conditional put: one round trip for a new call. When the call exists already
   * (as a stub from a contact event, or as its projection), `initial` is merged into it (`mergeCall`) before `change`.
   * With `known` (what a lookup has just read) the first attempt is one put under the condition of its version.
   */
  change(
    key: CallKey,
    initial: StoredCall | undefined,
    change: (call: StoredCall) => StoredCall,
    known?: StoredCall,
  ): Promise<{ call: StoredCall; changed: boolean } | undefined>;
}

/** With `contactId` a person, everywhere in the source or in one opportunity; without, an opportunity. */
export interface ErasureSubject {
  readonly sourceId: string;
  readonly opportunityId?: string;
  readonly contactId?: string;
}

/** When something was erased (ISO 8601): `at` by the source's clock, `markedAt` by ours. */
export interface Erasure {
  readonly at: string;
  readonly markedAt: string;
}

/** What was erased of an opportunity and its people, wherever they were erased. */
export interface ErasedParts {
  readonly opportunity: Erasure | undefined;
  readonly contacts: ReadonlyMap<string, Erasure>;
}

/** What a source had erased, and when: whatever was said before then stops. Holds ids and times only. */
export interface Erasures {
  /** One round trip. */
  of(key: OpportunityKey, contactIds: readonly string[]): Promise<ErasedParts>;
}

export interface ErasureOrders {
  /** Of two, the later `at` stays. Begins to count anew. */
  record(subject: ErasureSubject, erasure: Erasure): Promise<void>;
  get(subject: ErasureSubject): Promise<(Erasure & { verifiedAt?: string; counts: ErasedCounts }) | undefined>;
  /** Adds to the counts. */
  count(subject: ErasureSubject, counts: ErasedCounts): Promise<void>;
  /** Nothing of it was found any more. */
  confirm(subject: ErasureSubject, verifiedAt: string): Promise<void>;
}

/** One item that holds personal data. `ref` is the store's own word for it. */
export interface HeldItem {
  readonly kind: Exclude<ErasedKind, 'files' | 'requests' | 'attempts'>;
  readonly opportunityId: string;
  readonly ref: { readonly pk: string; readonly sk: string };
  readonly callId?: string;
  /** Of a contact or phone. */
  readonly contactId?: string;
  /** Of a phone its number; of a contact those it has, as far as the index tells. */
  readonly numbers: readonly string[];
}

export type HeldPlace = Pick<HeldItem, 'opportunityId' | 'contactId'>;

/** The items that an erasure has to find: pages of them, by index or partition, never by a scan. */
export interface PersonalData {
  /** Everything about a person; of one opportunity all stands together. Follows the table within a moment. */
  ofPerson(subject: {
    sourceId: string;
    contactId: string;
    opportunityId?: string;
  }): AsyncIterable<readonly HeldItem[]>;
  /** Everything of an opportunity, as it is now. */
  ofOpportunity(key: OpportunityKey): AsyncIterable<readonly HeldItem[]>;
  /** False when it was gone, or written after `markedAt`. */
  remove(item: HeldItem, markedAt: string): Promise<boolean>;
  /** A line of the timeline without name and values. */
  blank(item: HeldItem, markedAt: string): Promise<boolean>;
  /** Whether the source has the person, or anybody with the number, in a place that the test is true of. */
  isHeld(
    sourceId: string,
    what: { readonly contactId: string } | { readonly number: string },
    isMeant: (place: HeldPlace) => boolean,
  ): Promise<boolean>;
}

export interface ErasureQueue {
  send(message: ErasureMessage, delaySeconds: number): Promise<void>;
}

/** A call request by its ids, and what its message knew of it. */
export interface CallIdentity {
  readonly sourceId: string;
  readonly requestId: string;
  readonly throttled?: number;
}

/** Whose call it is that wants a slot. */
export interface SlotRequest extends CallIdentity {
  readonly agentUsername: string;
  /** Somebody has clicked, in the desktop or in the CRM, and waits. */
  readonly isInteractive?: boolean;
}

/** Where a call waits (fair-line.ts). */
export interface Place {
  readonly line: string;
  /** Sorts the line. */
  readonly order: string;
  /** The time of the turn clock when it joined. */
  readonly floor: number;
}

export interface ReservedSlot {
  /** In the past or now: dial in this invocation. */
  readonly dialAt: Date;
  /** Where the call is to wait if `dialAt` is later, and about when its turn comes. */
  readonly wait?: { readonly place: Place; readonly expectedAt: Date };
}

/**
 * One shared token bucket, because the quota is per account and Region, and the line of calls that wait for its slots: as many
 * as there are slots to come. Whose turn it is, fair-line.ts says.
 */
export interface DialSlots {
  /** Takes the next free slot; without `call` for one that waits already. */
  reserve(now: Date, call?: SlotRequest): Promise<ReservedSlot>;
  /** Nobody will use this slot: whoever reserves next may have it, as long as its time has not come. */
  giveBack(dialAt: Date): Promise<void>;
  /** Waits in line, at the place that `reserve` has told. */
  join(place: Place, call: CallIdentity): Promise<void>;
  /** Does not want its turn any more; the slots to come are for the others. */
  leave(place: Place): Promise<void>;
  /**
   * The call that is dialled in this slot, whose time has come: the same however often one asks. It waits no longer. When
   * nobody waits, it is `own`.
   */
  claim(dialAt: Date, own: CallIdentity): Promise<CallIdentity>;
  /** The call for which the slot was claimed, if it was. */
  claimant(dialAt: Date): Promise<CallIdentity | undefined>;
  /** The slot was claimed for a call that cannot use it: the next has it. Undefined when nobody waits. */
  passOn(dialAt: Date, from: CallIdentity): Promise<CallIdentity | undefined>;
  /** When the last slot to come is over, by which the call at this place is dialled; undefined when it does not wait there, or in vain. */
  lastSlotFor(place: Place, now: Date): Promise<Date | undefined>;
}

export interface LineView {
  /** Calls before it, and about when it is dialled, if nobody joins. */
  look(place: Place, now: Date): Promise<{ readonly position: number; readonly expectedAt: Date }>;
}

export interface DialOrder {
  /** Deterministic, so that Connect starts one contact however often it is asked (valid 7 days). */
  readonly clientToken: string;
  readonly phone: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly name: string;
  readonly description: string;
}

export type DialResult =
  | { outcome: 'started'; connectContactId: string }
  | { outcome: 'refused'; reason: CallReason; detail: string }
  | { outcome: 'throttled' };

/** A task for the agent, who dials from it. */
export interface PreviewOrder extends Omit<DialOrder, 'phone'> {
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
  /** Connect's id of the agent. */
  readonly agentId?: string;
  readonly agentConnectedAt?: string;
  readonly disconnectedAt?: string;
  /** After-call work; a description tells it when there was any. */
  readonly afterWorkStartedAt?: string;
  readonly afterWorkEndedAt?: string;
}

/** Agents by user name. */
export interface AgentPresence {
  /** Signed in, in a status in which contacts come, and free for one more call. */
  isAvailable(username: string): Promise<boolean>;
}

export interface CallsAtHand {
  /** Whether the contact rings at the agent, is with them, or is in their after-call work. */
  isAtHand(username: string, connectContactId: string): Promise<boolean>;
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

export interface CallQueue {
  send(message: DialQueueMessage, delaySeconds: number): Promise<void>;
}

/** Messages of the dial queue that wait longer than the queue can delay them: one for each call, and none is lost. */
export interface WakeUps {
  /** The message comes at that time, or up to a minute later. A call has one: another time moves it. */
  set(message: CallMessage, at: Date): Promise<void>;
  /** None is no failure: it has come already, or there was never one. */
  cancel(callId: string): Promise<void>;
}

/** `version` 0: nothing is stored yet. */
export interface StoredCircuit {
  readonly circuit: Circuit;
  readonly version: number;
}

export interface Circuits {
  get(sourceId: string): Promise<StoredCircuit>;
  /** Undefined when somebody else has changed it since that version. */
  replace(sourceId: string, circuit: Circuit, version: number, at: Date): Promise<StoredCircuit | undefined>;
}

/** A document's file, for whoever is told of it. */
export interface OpenableFile {
  /** Another file of the same document has another one. */
  readonly id: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: number;
  /** The bytes from the start, each time. @throws Error when they cannot be had */
  open(): Promise<AsyncIterable<Uint8Array>>;
  /** Presigned here, without a round trip. */
  link(seconds: number): Promise<string>;
}

/** `retryAfter`: milliseconds that the CRM asked for, 0 when it did not. */
export type Delivered =
  | { readonly outcome: 'delivered' }
  /** The CRM does not want it, now or later. */
  | { readonly outcome: 'dropped'; readonly reason: string }
  | { readonly outcome: 'failed'; readonly status: number; readonly retryAfter: number };

/** The opportunity as the CRM has it now. */
export type OpportunityRead =
  | { readonly outcome: 'read'; readonly data: OpportunityData }
  /** `gone`: it does not exist, or not for us. `refused`: our credentials are not accepted. `unusable`: its answer makes no sense. */
  | { readonly outcome: 'gone' | 'refused' | 'unusable'; readonly detail: string }
  | { readonly outcome: 'unavailable'; readonly retryAfter: number };

/** Where a document's bytes are, and what its owner wants to see before it gives them away. */
export type DocumentLocation =
  | {
      readonly outcome: 'located';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      /** What is answered is not the bytes but a text that stands for them. */
      readonly encoding?: 'base64';
    }
  | { readonly outcome: 'gone' | 'refused' }
  | { readonly outcome: 'unavailable'; readonly retryAfter: number };

/** A CRM that says little and is asked for the rest. */
export interface OpportunityReader {
  /** With all its people and documents, within the limits of a call request. */
  read(opportunityId: string): Promise<OpportunityRead>;
  /** Whose Connect user a user of the CRM is; undefined for nobody's. */
  usernameOf(crmUserId: string): Promise<string | undefined>;
}

/** Which record of the CRM's own is ours, so that what is told again changes it instead of making another. */
export interface CrmRecords {
  /**
   * `claimed`: this one is to make the record, and to say so. `stale`: another was to, long ago, and has said nothing: look for
   * the record first. `busy`: another is about to. `isUnproven`: somebody has named the record, and nobody has looked at it yet.
   */
  claim(
    key: OpportunityKey,
    subjectId: string,
  ): Promise<
    | { readonly outcome: 'known'; readonly recordId: string; readonly isUnproven?: true }
    | { readonly outcome: 'claimed' | 'stale' | 'busy' }
  >;
  remember(key: OpportunityKey, subjectId: string, recordId: string, options?: { isUnproven: true }): Promise<void>;
  /** Nothing was made. */
  release(key: OpportunityKey, subjectId: string): Promise<void>;
  /** The CRM has that record no more. */
  forget(key: OpportunityKey, subjectId: string, recordId: string): Promise<void>;
  /** Our ids by those of the CRM's records. */
  subjects(key: OpportunityKey): Promise<ReadonlyMap<string, string>>;
}

export interface WriteBackQueue {
  send(message: WriteBackMessage): Promise<void>;
}

export interface ReadQueue {
  send(messages: readonly ReadMessage[]): Promise<void>;
}

export interface DocumentQueue {
  send(messages: readonly DocumentMessage[]): Promise<void>;
}

export interface DocumentFiles {
  /** Presigned here, without a round trip. */
  linkForReading(
    key: string,
    options: { fileName: string; contentType: string; disposition: 'inline' | 'attachment'; seconds: number },
  ): Promise<string>;
  linkForUpload(
    key: string,
    /** With `bytes` the storage takes a body of exactly that size. */
    options: { contentType: string; seconds: number; bytes?: number | undefined },
  ): Promise<{ url: string; headers: Readonly<Record<string, string>> }>;
  /** For one part of a multipart upload, of exactly this size and content; `sha256` is base64. */
  linkForPart(
    key: string,
    options: { multipartId: string; number: number; bytes: number; sha256: string; seconds: number },
  ): Promise<{ url: string; headers: Readonly<Record<string, string>> }>;
  /** Streams. @throws Error when there is no such object, or it cannot be had */
  open(key: string): Promise<AsyncIterable<Uint8Array>>;
  /** Streams; never holds the file in memory. */
  store(key: string, body: AsyncIterable<Uint8Array>, contentType: string): Promise<{ bytes: number }>;
  /** The object's type and its first bytes; undefined when there is no object. */
  inspect(key: string): Promise<{ bytes: number; contentType: string; head: Uint8Array } | undefined>;
  remove(keys: readonly string[]): Promise<void>;
  /**
   * Removes for good one object, or a folder when `place` ends in a slash: every version, also of what was removed before.
   * With `until`, only what was written by then. Answers how many versions there were.
   */
  purge(place: string, until?: Date): Promise<number>;
  /** The keys that begin with it. */
  list(prefix: string): Promise<readonly string[]>;
}

export interface StoredPart {
  readonly number: number;
  readonly bytes: number;
  readonly etag: string;
  readonly sha256: string;
}

export interface MultipartFiles {
  /** The storage's id of the upload. */
  create(key: string, contentType: string): Promise<string>;
  /** In the order of their numbers; undefined when the upload is whole, given up, or never was. */
  list(key: string, id: string): Promise<readonly StoredPart[] | undefined>;
  complete(key: string, id: string, parts: readonly StoredPart[]): Promise<void>;
  /** May be repeated. */
  abort(key: string, id: string): Promise<void>;
}

export interface SourceSecrets {
  /** The active secrets, newest first (two during rotation). `fresh` skips the cache. */
  secretsOf(sourceId: string, options?: { fresh?: boolean }): Promise<readonly string[]>;
  /** All members of the source's secret: what its CRM wants to see of us is among them. */
  credentialsOf(sourceId: string, options?: { fresh?: boolean }): Promise<Readonly<Record<string, string>>>;
}

/** Structured log: `event` is a code. What else a line may say is in log-facts.ts; personal data never goes in. */
export interface Log {
  info<Facts extends LogFacts>(event: string, facts?: OnlyFacts<Facts>): void;
  error<Facts extends LogFacts>(event: string, error: unknown, facts?: OnlyFacts<Facts>): void;
  /** Every further line of this invocation carries these facts. */
  note<Facts extends LogFacts>(facts: OnlyFacts<Facts>): void;
}

/** Counts of contracts/metrics.ts. */
export interface Metrics {
  /** So many more, or so many milliseconds. Never throws. */
  count<Name extends MetricName>(name: Name, dimensions: MetricDimensions<Name>, value?: number): void;
}

/** What an agent was shown something of: by the ids that say which. */
export interface AccessedRecord {
  readonly sourceId?: string | undefined;
  readonly opportunityId?: string | undefined;
  readonly contactId?: string | undefined;
  readonly documentId?: string | undefined;
  readonly callId?: string | undefined;
}

/** The audit trail of views: written before the answer leaves, so that nothing is shown without its line. */
export interface AccessTrail {
  /** @param access `by` is the agent's Connect user name, `route` the route's pattern */
  accessed(access: {
    readonly by: string;
    readonly route: string;
    readonly status: number;
    readonly records: readonly AccessedRecord[];
  }): void;
  /** The agent asked for these by their ids, and the access rule hides them. */
  refused(look: { readonly by: string; readonly route: string; readonly records: readonly AccessedRecord[] }): void;
}

/** A log that can tell one invocation, or one message of a batch, from another. */
export interface InvocationLog extends Log {
  /** Every line that comes of `work` carries these facts, and what is noted meanwhile. */
  within<Result>(facts: LogFacts, work: () => Result): Result;
}

/** Gets a file or speaks to a CRM over HTTP, at allowed and checked addresses only. */
export interface GuardedFetch {
  request(
    url: string,
    options: {
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /** Not for whom a redirect leads to, unless it is the same origin. */
      headers?: Readonly<Record<string, string>>;
      body?: string | StreamedBody;
      /** `host` or `host:port` that may be asked. Those of `private` may also have a private address. */
      hosts: { allowed: readonly string[]; private: readonly string[] };
      maxRedirects: number;
      timeoutMs: number;
    },
  ): Promise<FetchedAnswer>;
}

/** A body of known length that is made while it is sent, and from the start when it is sent again. */
export interface StreamedBody {
  readonly bytes: number;
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/** `refused`: not asked at all. `unreachable`: no answer. */
export type FetchedAnswer =
  | { outcome: 'answered'; status: number; headers: Readonly<Record<string, string>>; body: AsyncIterable<Uint8Array> }
  | { outcome: 'refused'; reason: 'host-not-allowed' | 'private-address' | 'http-error' }
  | { outcome: 'unreachable' };
