/**
 * The port to the softphone. One adapter embeds the CCP with amazon-connect-streams; nothing else touches Streams, so
 * that a host without it (the agent workspace) is one more adapter and no change here.
 */

/** `missed`: the agent did not answer, refused, or the call failed before they were connected. */
export type CallPhase = 'ringing' | 'connected' | 'ended' | 'missed';

/** Plain data: it stays readable after the softphone has forgotten the call. */
export interface SoftphoneCall {
  readonly connectContactId: string;
  readonly inbound: boolean;
  readonly phone?: string;
  readonly queue?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface AgentPresence {
  readonly name: string;
  readonly username: string;
  /** As the instance calls it: `Available`, `Lunch`. */
  readonly state: string;
  readonly available: boolean;
}

/**
 * `loading`: the library or the frame is on its way. `ready`: it answers. `silent`: loaded, but no sign of life within
 * {@link ACKNOWLEDGE_WITHIN_MS}. `lost`: it answered before and stopped. `signed-out`: there is no session, and it could
 * not be begun without asking. `refused`: the instance knows no agent by this person's name. `library-failed`: our own
 * file did not load.
 */
export type SoftphoneHealth = 'loading' | 'ready' | 'silent' | 'lost' | 'signed-out' | 'refused' | 'library-failed';

export const ACKNOWLEDGE_WITHIN_MS = 10_000;

/** Events may repeat and may skip a phase: Streams coalesces what follows quickly. Listeners must be idempotent. */
export type SoftphoneEvent =
  /** `since`: when the phase began, in milliseconds since the epoch of this computer's clock. */
  | { readonly type: CallPhase; readonly call: SoftphoneCall; readonly since: number }
  | { readonly type: 'cleared'; readonly connectContactId: string }
  | { readonly type: 'agent'; readonly agent: AgentPresence }
  | { readonly type: 'health'; readonly health: SoftphoneHealth };

export interface Softphone {
  /** Once, with the element that will hold the frame for the page's whole life. */
  start(container: HTMLElement): Promise<void>;
  subscribe(listener: (event: SoftphoneEvent) => void): () => void;
  /** Ends after-call work. Resolves when the softphone has accepted it; rejects with its reason. */
  clear(connectContactId: string): Promise<void>;
  /** Loads the frame again. Audio of a running call would drop: offered only while nothing answers. */
  reload(): void;
  /** Opens the sign-in in a window: the identity provider's, else the softphone's own. Needs a click, or it is blocked. */
  openSignIn(): void;
}
