/** What is kept of opportunities and their people. */
import type { ContactEdit } from '../contracts/agent-requests.ts';
import type { ContactInput, SourceMessage } from '../contracts/call-request.ts';
import type { ContactField } from '../contracts/capabilities.ts';
import type {
  ActivityView,
  ContactView,
  OpportunityContext,
  OpportunityMatch,
  OpportunityView,
} from '../contracts/opportunity-context.ts';

export interface OpportunityKey {
  readonly sourceId: string;
  readonly opportunityId: string;
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
  /** One round trip; `known` is not read again. */
  look(key: OpportunityKey, username: string, known?: OpportunityView): Promise<Look>;
  /** The agent has a call about it, which no record says yet. Never shortens what the same call has opened before. */
  letIn(key: OpportunityKey, username: string, admission: Admission): Promise<void>;
  /** That call opens it no more. With `openUntil`: unless it has let the agent in again since that was read. */
  end(key: OpportunityKey, username: string, admission: EndedAdmission): Promise<void>;
}

export interface Look {
  readonly opportunity: OpportunityView | undefined;
  /** One of its calls is the agent's, or an admission of theirs is open. */
  readonly hasCall: boolean;
  /** All the agent's, also those that are not open any more; none where a call's record makes them needless. */
  readonly admissions: readonly Admission[];
}

export type EndedAdmission = Pick<Admission, 'connectContactId'> & Partial<Pick<Admission, 'openUntil'>>;

export interface Admission {
  readonly connectContactId: string;
  readonly openUntil: Date;
  /** Until then Connect may be asked whether it goes on. */
  readonly renewableUntil: Date;
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

export interface ActivityLog {
  /** `personId`: the person whom it is about. */
  record(key: OpportunityKey, activity: Omit<ActivityView, 'id'>, personId?: string): Promise<void>;
  /** The newest activity about a contact, document or call: what a write-back tells as its changes. */
  latestAbout(key: OpportunityKey, subjectId: string): Promise<ActivityView | undefined>;
}
