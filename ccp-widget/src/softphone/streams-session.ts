/// <reference types="amazon-connect-streams" />
import type { SignOn } from './sign-on.ts';
import type { SilentSignIn } from './silent-sign-in.ts';
import { ACKNOWLEDGE_WITHIN_MS, type SoftphoneHealth } from './softphone.ts';
import type { SoftphoneEvents } from './softphone-events.ts';
import type { Guard } from './streams-contacts.ts';

const SIGN_IN_WINDOW = 'connect::loginPopup';
/** While the sign-in window is open, the frame is loaded again so often to see whether it is signed in: Streams' own pace. */
const RELOAD_EVERY_MS = 5_000;
const LOOK_EVERY_MS = 500;
/** A tab that was signed in is expected to answer within this time; then the session has ended meanwhile. */
const HEAD_START_MS = 3_000;

export interface StreamsSessionOptions {
  readonly ccpUrl: string;
  readonly signOn: SignOn;
  readonly events: Pick<SoftphoneEvents, 'health' | 'setHealth'>;
  readonly guarded: Guard;
  /** Loading the frame again would drop the sound of a call. */
  readonly hasCalls: () => boolean;
  readonly frame: () => HTMLIFrameElement | null;
}

/** Whether the CCP in the frame is alive and signed in, and what is done when it is not. */
export interface StreamsSession {
  /** The sign-in comes before the frame in a tab that knows nothing: the CCP would show its own otherwise. */
  prepare(): Promise<SilentSignIn> | undefined;
  /** The frame is there; `signedIn` is what `prepare` ended with. */
  watch(streams: typeof connect, signedIn: SilentSignIn | undefined): void;
  reload(): void;
  openSignIn(): void;
  end(): void;
}

export function createStreamsSession(options: StreamsSessionOptions): StreamsSession {
  const { ccpUrl, signOn, events, guarded, hasCalls, frame } = options;
  /** The session ended; the page that said so answers heartbeats until it has gone. */
  let ended = false;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const expectLife = (within = ACKNOWLEDGE_WITHIN_MS, otherwise = (): void => events.setHealth('silent')): void => {
    clearTimeout(silence);
    silence = setTimeout(otherwise, within);
  };
  const reloadFrame = (): void => {
    const current = frame();
    if (current) current.src = ccpUrl;
  };
  const reload = (): void => {
    if (!frame()) return;
    events.setHealth('loading');
    reloadFrame();
    expectLife();
  };
  /** The attempt has succeeded beside the CCP's own form, or the sign-in window. */
  const takeLateAnswer = (answer: SilentSignIn): void => {
    if (answer === 'unanswered' || events.health === 'ready' || hasCalls()) return;
    if (answer === 'signed-in') reload();
    else events.setHealth('refused');
  };
  /** In doubt it ends as unanswered, so that the person is offered a click; what comes later still counts. */
  const signInSilently = (): Promise<SilentSignIn> =>
    new Promise((resolve) => {
      let doubted = false;
      const attempt = signOn.silently(() => {
        doubted = true;
        resolve('unanswered');
      });
      void attempt.then((answer) => (doubted ? takeLateAnswer(answer) : resolve(answer)));
    });
  /** The session has run out, which nobody wished: tried without asking. Not while there is a call that reloading could drop. */
  const signInAgain = async (otherwise: SoftphoneHealth): Promise<void> => {
    if (hasCalls()) return events.setHealth(otherwise);
    events.setHealth('loading');
    const answer = await signInSilently();
    if (events.health !== 'loading') return;
    if (answer === 'signed-in') reload();
    else events.setHealth(answer === 'refused' ? 'refused' : otherwise);
  };

  return {
    prepare: () => (signOn.loginUrl !== undefined && signOn.known() === undefined ? signInSilently() : undefined),
    watch(streams, signedIn) {
      const known = signOn.known();
      if (signedIn === 'refused') events.setHealth('refused');
      else if (signedIn === 'unanswered' || known === 'signed-out') events.setHealth('signed-out');
      else if (signOn.loginUrl !== undefined && known === 'signed-in')
        expectLife(HEAD_START_MS, () => void signInAgain('silent'));
      else expectLife();
      const alive = guarded('sign of life', (answer: unknown) => {
        if (events.health === 'ready' || (ended && !introducesPage(answer))) return;
        ended = false;
        clearTimeout(silence);
        signOn.stop();
        signOn.remember('signed-in');
        events.setHealth('ready');
      });
      const { upstream } = streams.core;
      if (upstream instanceof streams.Conduit) upstream.onUpstream(streams.EventType.ACKNOWLEDGE, alive);
      const bus = streams.core.getEventBus();
      const on = (event: connect.EventType, what: string, run: () => void): void =>
        void bus.subscribe(event, guarded(what, run));
      on(streams.EventType.ACK_TIMEOUT, 'silence', () => events.health === 'ready' && events.setHealth('lost'));
      on(streams.EventType.TERMINATED, 'sign-out', () => {
        ended = true;
        // The agent's own wish: not undone before they ask for it, not even by a reload.
        signOn.remember('signed-out');
        events.setHealth('signed-out');
      });
      on(streams.EventType.AUTH_FAIL, 'end of the session', () => {
        ended = true;
        void signInAgain('signed-out');
      });
      on(streams.EventType.ACCESS_DENIED, 'refusal', () => events.setHealth('refused'));
    },
    reload,
    openSignIn() {
      const opened = window.open(signOn.loginUrl ?? ccpUrl, SIGN_IN_WINDOW, 'width=433,height=578');
      if (!opened) return;
      let looks = 0;
      const waiting = setInterval(() => {
        looks += 1;
        if (events.health === 'ready') opened.close();
        else if (signOn.loginUrl !== undefined && (looks * LOOK_EVERY_MS) % RELOAD_EVERY_MS === 0) reloadFrame();
        if (!opened.closed) return;
        clearInterval(waiting);
        if (events.health !== 'ready') reloadFrame();
      }, LOOK_EVERY_MS);
    },
    end() {
      clearTimeout(silence);
      signOn.stop();
      ended = false;
    },
  };
}

/** The first acknowledgement of a new page carries an id, those of the heartbeat do not. */
const introducesPage = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'id' in answer;
