/**
 * The port to the softphone. One adapter embeds the CCP with amazon-connect-streams, the other asks the agent workspace by
 * the Amazon Connect SDK; nothing else knows either.
 */

/** `missed`: the agent did not answer, refused, or the call failed before they were connected. */
export type CallPhase = 'ringing' | 'connected' | 'ended' | 'missed';

/** Somebody on a call beside the agent; who has left is not listed any more. */
export interface CallParty {
  /** Streams calls it a connection, the agent workspace a participant. Unique on the desk. */
  readonly partyId: string;
  /** Whom the call began with. */
  readonly initial: boolean;
  readonly kind: 'number' | 'agent' | 'queue';
  readonly state: 'ringing' | 'connected' | 'hold';
  readonly number?: string;
  /** As the quick connect is called, or the agent. */
  readonly name?: string;
}

/** Plain data: it stays readable after the softphone has forgotten the call. */
export interface SoftphoneCall {
  readonly connectContactId: string;
  readonly inbound: boolean;
  /** It rings at the agent, who may accept or decline; absent when the agent has placed or already accepted it. */
  readonly offered?: true;
  readonly phone?: string;
  readonly queue?: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The task that the agent has dialled it from. */
  readonly relatedContactId?: string;
  /** The initial one first, the others in the order of their arrival. */
  readonly parties: readonly CallParty[];
}

/** `over`: it has ended, and waits to be put away. */
export type PreviewPhase = 'offered' | 'open' | 'over';

/** The task of an agent-first call: the agent looks first and dials then. */
export interface SoftphonePreview {
  readonly connectContactId: string;
  readonly phase: PreviewPhase;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What agents choose for themselves. The administrator makes any number of `unavailable` ones (`Lunch`). */
export interface AgentStatus {
  readonly id: string;
  readonly name: string;
  readonly kind: 'available' | 'unavailable' | 'offline';
}

export interface AgentPresence {
  readonly name: string;
  readonly username: string;
  /** As the instance calls it: a status (`Lunch`), or what it has set itself (`Busy`, `MissedCallAgent`). */
  readonly state: string;
  /** `working`: on a call or after it. `error`: nothing reaches the agent until they choose a status. */
  readonly kind: AgentStatus['kind'] | 'working' | 'error';
  /** When `state` began, in milliseconds since the epoch of this computer's clock. */
  readonly since: number;
  readonly statuses: readonly AgentStatus[];
  /** Id of the status that the agent has chosen last. */
  readonly chosen?: string;
  /** Id of the status that waits until the calls at hand are done. */
  readonly next?: string;
}

/**
 * `loading`: the library or the frame is on its way. `ready`: it answers. `silent`: loaded, but no sign of life within
 * {@link ACKNOWLEDGE_WITHIN_MS}. `lost`: it answered before and stopped. `signed-out`: there is no session, and it could
 * not be begun without asking. `refused`: the instance knows no agent by this person's name. `library-failed`: our own
 * file did not load. `elsewhere`: another tab has it. `not-permitted`: the page around this one lets it ask nothing.
 */
export type SoftphoneHealth =
  | 'loading'
  | 'ready'
  | 'silent'
  | 'lost'
  | 'signed-out'
  | 'refused'
  | 'library-failed'
  | 'elsewhere'
  | 'not-permitted';

/**
 * Where the softphone and its sound are. `leaving`: here, until the calls at hand are done. `elsewhere`: in another tab,
 * `elsewhere-in-call` with a call. `remote`: in another tab, and controlled from here too.
 */
export type SoftphonePlace = 'here' | 'leaving' | 'elsewhere' | 'elsewhere-in-call' | 'remote';

export const ACKNOWLEDGE_WITHIN_MS = 10_000;

/** Events may repeat and may skip a phase: Streams coalesces what follows quickly. Listeners must be idempotent. */
export type SoftphoneEvent =
  /** `since`: when the phase began, in milliseconds since the epoch of this computer's clock. */
  | { readonly type: CallPhase; readonly call: SoftphoneCall; readonly since: number }
  | { readonly type: 'preview'; readonly preview: SoftphonePreview }
  /** A call, or a preview. */
  | { readonly type: 'cleared'; readonly connectContactId: string }
  | { readonly type: 'agent'; readonly agent: AgentPresence }
  /** The agent's own microphone, whoever has switched it. */
  | { readonly type: 'muted'; readonly muted: boolean }
  /** The softphone's own page shows this call now, and not because it was asked to. */
  | { readonly type: 'selected'; readonly connectContactId: string }
  /** A call got no sound: one of Streams' `SoftphoneErrorTypes`. */
  | { readonly type: 'sound-fault'; readonly fault: string }
  /** `soundLost`: the tab that had it is gone in mid-call, and the sound with it. */
  | { readonly type: 'place'; readonly place: SoftphonePlace; readonly soundLost: boolean }
  | { readonly type: 'health'; readonly health: SoftphoneHealth };

/** Whom to add to a call or to transfer it to. A quick connect's id is only good for the softphone that listed it. */
export type Destination =
  | { readonly kind: 'number'; readonly number: string; readonly name?: string }
  | { readonly kind: 'quick-connect'; readonly id: string };

export interface QuickConnect {
  readonly id: string;
  readonly name: string;
  readonly to: CallParty['kind'];
}

/**
 * Why the softphone did not do what it was asked. `not-allowed`: neither the agent nor the instance may (permission,
 * country). `bad-destination`: no such number, agent or queue. `full`: as many parties or calls as there may be.
 * `wrong-moment`: not in this state of the call. `unreachable`: no answer in time; it may still happen.
 */
export type ControlRefusal = 'not-allowed' | 'bad-destination' | 'full' | 'wrong-moment' | 'unreachable' | 'failed';
/** `done`: accepted. The event that shows the result may come before or after. */
export type ControlOutcome = 'done' | ControlRefusal;

/**
 * What a host's softphone lets us do; a control without its capability is not shown, and its method not called.
 * `frame`: it has a page of its own that we show, reload and sign in to.
 */
export type SoftphoneCapability =
  | 'frame'
  | 'answer'
  | 'dial'
  | 'mute'
  | 'hold'
  | 'add'
  | 'merge'
  | 'swap'
  | 'transfer'
  | 'quick-connects'
  | 'presence'
  | 'select';

/** Every control resolves with what came of it and never rejects. */
export interface CallControl {
  accept(connectContactId: string): Promise<ControlOutcome>;
  /** Calls an E.164 number, related to the contact that it is dialled from. */
  dial(number: string, relatedContactId: string): Promise<ControlOutcome>;
  decline(connectContactId: string): Promise<ControlOutcome>;
  /** The agent hangs up; others stay together if there are at least two of them. */
  leave(connectContactId: string): Promise<ControlOutcome>;
  /** Ends after-call work. */
  clear(connectContactId: string): Promise<ControlOutcome>;
  hold(connectContactId: string, partyId: string): Promise<ControlOutcome>;
  resume(connectContactId: string, partyId: string): Promise<ControlOutcome>;
  drop(connectContactId: string, partyId: string): Promise<ControlOutcome>;
  /** Rings somebody; who is on the call waits on hold meanwhile. */
  add(connectContactId: string, to: Destination): Promise<ControlOutcome>;
  /** Everybody hears everybody. */
  merge(connectContactId: string): Promise<ControlOutcome>;
  /** Who waited talks, who talked waits. */
  swap(connectContactId: string): Promise<ControlOutcome>;
  /** Rings an agent or a queue and leaves at once. */
  transfer(connectContactId: string, to: Destination): Promise<ControlOutcome>;
  mute(muted: boolean): Promise<ControlOutcome>;
  /** The softphone's own page shows this call. */
  select(connectContactId: string): Promise<ControlOutcome>;
  /** Takes effect after the calls at hand, if there are any. */
  choosePresence(statusId: string): Promise<ControlOutcome>;
}

export interface Softphone extends CallControl {
  readonly capabilities: ReadonlySet<SoftphoneCapability>;
  /** With the element that will hold the frame for as long as it runs; again only after `stop`. */
  start(container: HTMLElement): Promise<void>;
  /** Gives up the frame and forgets every call. The sound of a call goes with it. */
  stop(): void;
  subscribe(listener: (event: SoftphoneEvent) => void): () => void;
  /** Rejects when they cannot be listed. */
  quickConnects(): Promise<readonly QuickConnect[]>;
  /** Brings the softphone into this tab; absent where tabs do not share one. */
  takeOver?(): void;
  /** Loads the frame again. Audio of a running call would drop: offered only while nothing answers. */
  reload(): void;
  /** Opens the sign-in in a window: the identity provider's, else the softphone's own. Needs a click, or it is blocked. */
  openSignIn(): void;
}
