import type { CallView, LinePlace } from '../../../functions/core/contracts/call.ts';
import type {
  CrmMatches,
  OpportunityContext,
  OpportunityMatch,
} from '../../../functions/core/contracts/opportunity-context.ts';
import type { WaitingEdit } from '../outbox/waiting-edit.ts';
import type {
  AgentPresence,
  CallPhase,
  SoftphoneCall,
  SoftphoneHealth,
  SoftphonePlace,
  SoftphonePreview,
} from '../softphone/softphone.ts';

/** A CRM's ids are unique only within their source. */
export interface OpportunityKey {
  readonly sourceId: string;
  readonly opportunityId: string;
}

/** Why something is not there, in words, with what to do about it. */
export interface Trouble {
  readonly what: string;
  readonly advice?: string | undefined;
  /** For a person who asks the operators. */
  readonly reference?: string | undefined;
  /** Whether it may be over by itself. Nothing is said of what no answer of the API is about. */
  readonly isPassing?: boolean;
}

export type SessionState =
  /** `signed-out`: nobody is yet, and it takes a click. */
  | { readonly status: 'starting' | 'signed-in' | 'signed-out' | 'expired' }
  | { readonly status: 'failed'; readonly why: 'configuration' | 'sign-in' };

/** What a call is about: known from its attributes, or asked by its connectContactId. */
export type CallSubject =
  | ({ readonly status: 'known'; readonly key: OpportunityKey } & Partial<
      Readonly<Record<'callId' | 'contactId', string | undefined>>
    >)
  | { readonly status: 'looking-up' }
  | {
      readonly status: 'choose';
      readonly found: 'several' | 'none';
      readonly phone?: string;
      readonly matches: readonly OpportunityMatch[];
      /** CRMs that have not said whether they know the number. */
      readonly silent?: CrmMatches['silent'];
    }
  | { readonly status: 'failed'; readonly trouble: Trouble };

/** `cleared`: the softphone has let go of it, the agent has not finished its outcome. */
export interface DeskCall extends SoftphoneCall {
  readonly phase: CallPhase | 'cleared';
  /** Milliseconds since the epoch. */
  readonly connectedAt?: number;
  readonly endedAt?: number;
  readonly subject: CallSubject;
  /** By number, the id of the person that the agent has added with it: a number alone may be several people's. */
  readonly added?: Readonly<Record<string, string>>;
  /** Parties that the agent has dropped: they have not left by themselves, nor were they not to be reached. */
  readonly dropped?: readonly string[];
}

/** A person of an opportunity, and by which number. */
export interface PlannedCall {
  readonly key: OpportunityKey;
  readonly contact: { readonly id: string; readonly name: string };
  readonly number?: string | undefined;
}

/** `isSettled`: the agent has dealt with it here, and knows that it ends. */
export interface DeskPreview extends SoftphonePreview {
  readonly isSettled?: true;
}

export type Focus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'call'; readonly connectContactId: string }
  | { readonly kind: 'opportunity'; readonly key: OpportunityKey; readonly callId?: string | undefined };

export interface ContextEntry {
  readonly status: 'loading' | 'ready' | 'failed';
  /** Stays while a newer one is on its way. */
  readonly context?: OpportunityContext;
  readonly trouble?: Trouble;
  /** It takes long enough to be worth showing that it does. */
  readonly isLate?: true;
  /** It is not here, and is being read in its CRM; `again`: the CRM has not answered, and is asked again. */
  readonly reading?: 'first' | 'again';
  /** It is not here, nor to be had: that was asked once, and is asked again only when the agent wants it. */
  readonly isMissing?: boolean;
}

export interface RecentCalls {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly calls: readonly CallView[];
  readonly trouble?: Trouble;
}

/** Whatever is on the screen, or the trouble in its place. */
export type Shown = { readonly status: string; readonly trouble?: Trouble } | undefined;

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: 'info' | 'success' | 'problem';
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** `own`: without those that are on their way for the first time. `others`: how many another agent has left in this browser. `failing`: tried in vain; `reachable`: but with an answer. */
export interface WaitingEdits {
  readonly own: readonly WaitingEdit[];
  readonly others: number;
  readonly failing: boolean;
  readonly reachable: boolean;
}

export interface DesktopState {
  readonly session: SessionState;
  readonly health: SoftphoneHealth;
  /** Which tab has the softphone. */
  readonly place: SoftphonePlace;
  readonly agent?: AgentPresence;
  /** The agent's own microphone. */
  readonly muted: boolean;
  /** Why the last call without sound had none. */
  readonly soundFault?: string;
  /** In the order of their arrival. */
  readonly calls: readonly DeskCall[];
  /** Agent-first calls that are not dialled yet. */
  readonly previews: readonly DeskPreview[];
  readonly focus: Focus;
  readonly contexts: Readonly<Record<string, ContextEntry>>;
  readonly recent: RecentCalls;
  /** Of waiting calls, by id: newer than what lists and contexts say. */
  readonly places?: Readonly<Record<string, LinePlace>>;
  readonly notices: readonly Notice[];
  /** Edits that could not be sent yet. */
  readonly waiting?: WaitingEdits;
  /** The browser keeps nothing: what waits is lost with the page. */
  readonly forgetful?: true;
  /** Asked for while the agent is busy: what shall become of it? */
  readonly offer?: PlannedCall;
  /** To be made when the calls at hand are done. */
  readonly planned?: PlannedCall;
}

export const INITIAL_STATE: DesktopState = {
  session: { status: 'starting' },
  health: 'loading',
  place: 'here',
  muted: false,
  calls: [],
  previews: [],
  focus: { kind: 'idle' },
  contexts: {},
  recent: { status: 'loading', calls: [] },
  notices: [],
};

export const contextId = ({ sourceId, opportunityId }: OpportunityKey): string =>
  `${encodeURIComponent(sourceId)}/${encodeURIComponent(opportunityId)}`;

/** A call that would suffer if the page went away. */
export const isOnTheLine = ({ phase }: DeskCall): boolean => phase === 'ringing' || phase === 'connected';
