/// <reference types="amazon-connect-streams" />
import { readAgent } from './read-agent.ts';
import { isVoice, phaseOf, readContact } from './read-contact.ts';
import type { SignOn } from './sign-on.ts';
import type { SilentSignIn } from './silent-sign-in.ts';
import {
  ACKNOWLEDGE_WITHIN_MS,
  type Softphone,
  type SoftphoneCapability,
  type SoftphoneEvent,
  type SoftphoneHealth,
} from './softphone.ts';
import { createStreamsCallControl } from './streams-call-control.ts';
import { isTask, readPreview } from './streams-tasks.ts';

/**
 * Without an acknowledgement Streams replaces the frame every `ccpLoadTimeout`, also while the agent types a password
 * into it. We watch for life ourselves, so it may wait.
 */
const FRAME_PATIENCE_MS = 600_000;
/** `enableAckTimeout`, missing in the typings, is what makes a later silence an event: without it nobody is told. */
const LOGIN_OPTIONS = { autoClose: true, enableAckTimeout: true, disableAuthPopupAfterLogout: true };
const SIGN_IN_WINDOW = 'connect::loginPopup';
/** While the sign-in window is open, the frame is loaded again so often to see whether it is signed in: Streams' own pace. */
const RELOAD_EVERY_MS = 5_000;
const LOOK_EVERY_MS = 500;
/** A tab that was signed in is expected to answer within this time; then the session has ended meanwhile. */
const HEAD_START_MS = 3_000;

/** Streams can do everything that the port knows. */
const CAPABILITIES: ReadonlySet<SoftphoneCapability> = new Set<SoftphoneCapability>([
  'frame',
  'answer',
  'dial',
  'mute',
  'hold',
  'add',
  'merge',
  'swap',
  'transfer',
  'quick-connects',
  'presence',
]);

export interface StreamsOptions {
  readonly ccpUrl: string;
  readonly region: string;
  readonly title: string;
  readonly signOn: SignOn;
  readonly loadLibrary: () => Promise<typeof connect>;
  readonly report: (what: string, error: unknown) => void;
}

/** The CCP in a frame, driven by the unmodified amazon-connect-streams. */
export function createStreamsSoftphone(options: StreamsOptions): Softphone {
  const { signOn } = options;
  const listeners = new Set<(event: SoftphoneEvent) => void>();
  const contacts = new Map<string, connect.Contact>();
  /** Those of agent-first calls. */
  const tasks = new Map<string, connect.Contact>();
  let agent: connect.Agent | undefined;
  let library: typeof connect | undefined;
  let frameHolder: HTMLElement | undefined;
  let health: SoftphoneHealth = 'loading';
  /** The session ended; the page that said so answers heartbeats until it has gone. */
  let ended = false;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const emit = (event: SoftphoneEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  const setHealth = (next: SoftphoneHealth): void => {
    if (next === health) return;
    health = next;
    emit({ type: 'health', health });
  };
  /** Streams swallows what a callback throws and logs only that it failed. */
  const guarded =
    <Args extends unknown[]>(what: string, run: (...args: Args) => void) =>
    (...args: Args): void => {
      try {
        run(...args);
      } catch (error) {
        options.report(what, error);
      }
    };
  const expectLife = (within = ACKNOWLEDGE_WITHIN_MS, otherwise = (): void => setHealth('silent')): void => {
    clearTimeout(silence);
    silence = setTimeout(otherwise, within);
  };
  /** The session has run out, which nobody wished: tried without asking. Not while there is a call that reloading could drop. */
  const signInAgain = async (otherwise: SoftphoneHealth): Promise<void> => {
    if (contacts.size > 0) return setHealth(otherwise);
    setHealth('loading');
    const answer = await signOn.silently();
    if (health !== 'loading') return;
    if (answer === 'signed-in') reload();
    else setHealth(answer === 'refused' ? 'refused' : otherwise);
  };
  const reloadFrame = (): void => {
    const current = frame();
    if (current) current.src = options.ccpUrl;
  };
  const reload = (): void => {
    if (!frame()) return;
    setHealth('loading');
    reloadFrame();
    expectLife();
  };

  const tell = (contact: connect.Contact): void => {
    const phase = phaseOf(contact);
    if (phase) emit({ type: phase, call: readContact(contact), since: Date.now() - contact.getStatusDuration() });
  };
  const tellPreview = (contact: connect.Contact): void => {
    const preview = readPreview(contact);
    if (preview) emit({ type: 'preview', preview });
    else emit({ type: 'cleared', connectContactId: contact.getContactId() });
  };
  const followTask = (contact: connect.Contact): void => {
    const id = contact.getContactId();
    if (tasks.has(id) || !readPreview(contact)) return;
    tasks.set(id, contact);
    contact.onRefresh(guarded('refresh of a task', tellPreview));
    contact.onDestroy(
      guarded('end of a task', () => {
        tasks.delete(id);
        emit({ type: 'cleared', connectContactId: id });
      }),
    );
    tellPreview(contact);
  };
  const follow = (contact: connect.Contact): void => {
    if (isTask(contact)) followTask(contact);
    if (!isVoice(contact)) return;
    const id = contact.getContactId();
    if (!contacts.has(id)) {
      contacts.set(id, contact);
      // Every change comes as a refresh too, and the snapshot then already has the new state.
      contact.onRefresh(guarded('refresh of a contact', tell));
      contact.onDestroy(
        guarded('end of a contact', () => {
          contacts.delete(id);
          emit({ type: 'cleared', connectContactId: id });
          // The next call begins with an open microphone, and nothing says so.
          if (contacts.size === 0) emit({ type: 'muted', muted: false });
        }),
      );
    }
    tell(contact);
  };
  const followAgent = (current: connect.Agent): void => {
    agent = current;
    const presence = (): void => emit({ type: 'agent', agent: readAgent(current, Date.now()) });
    current.onRefresh(guarded('refresh of the agent', presence));
    current.onMuteToggle(guarded('mute', ({ muted }) => emit({ type: 'muted', muted })));
    // Whoever acts once the agent is known also knows their calls.
    for (const contact of current.getContacts()) follow(contact);
    presence();
  };

  const frame = (): HTMLIFrameElement | null => frameHolder?.querySelector('iframe') ?? null;

  return {
    capabilities: CAPABILITIES,
    ...createStreamsCallControl({ contact: (id) => contacts.get(id) ?? tasks.get(id), agent: () => agent }),
    async start(container) {
      if (frameHolder) return;
      frameHolder = container;
      const known = signOn.known();
      const mayRenew = signOn.loginUrl !== undefined && known === 'signed-in';
      let streams: typeof connect;
      let signedIn: SilentSignIn | undefined;
      try {
        // In a new tab the sign-in comes first: the CCP would show its own otherwise. A tab that knows better does not wait.
        const needsSignIn = signOn.loginUrl !== undefined && known === undefined;
        [streams, signedIn] = await Promise.all([options.loadLibrary(), needsSignIn ? signOn.silently() : undefined]);
      } catch (error) {
        options.report('loading of amazon-connect-streams', error);
        return setHealth('library-failed');
      }
      // Stopped while it was loading.
      if (frameHolder !== container) return;
      library = streams;
      streams.core.initCCP(container, {
        ccpUrl: options.ccpUrl,
        region: options.region,
        iframeTitle: options.title,
        // Without it the call connects and is then missed: audio would be ours to set up.
        softphone: { allowFramedSoftphone: true },
        // By a click only (`openSignIn`): browsers block a window that Streams opens by itself.
        loginPopup: false,
        ...(signOn.loginUrl !== undefined && { loginUrl: signOn.loginUrl }),
        loginOptions: LOGIN_OPTIONS,
        ccpLoadTimeout: FRAME_PATIENCE_MS,
      });
      if (signedIn === 'refused') setHealth('refused');
      else if (signedIn === 'unanswered' || known === 'signed-out') setHealth('signed-out');
      else if (mayRenew) expectLife(HEAD_START_MS, () => void signInAgain('silent'));
      else expectLife();
      const bus = streams.core.getEventBus();
      const alive = guarded('sign of life', (answer: unknown) => {
        if (health === 'ready' || (ended && !introducesPage(answer))) return;
        ended = false;
        clearTimeout(silence);
        signOn.stop();
        signOn.remember('signed-in');
        setHealth('ready');
      });
      const { upstream } = streams.core;
      if (upstream instanceof streams.Conduit) upstream.onUpstream(streams.EventType.ACKNOWLEDGE, alive);
      bus.subscribe(
        streams.EventType.ACK_TIMEOUT,
        guarded('silence', () => health === 'ready' && setHealth('lost')),
      );
      bus.subscribe(
        streams.EventType.TERMINATED,
        guarded('sign-out', () => {
          ended = true;
          // The agent's own wish: not undone before they ask for it, not even by a reload.
          signOn.remember('signed-out');
          setHealth('signed-out');
        }),
      );
      bus.subscribe(
        streams.EventType.AUTH_FAIL,
        guarded('end of the session', () => {
          ended = true;
          void signInAgain('signed-out');
        }),
      );
      bus.subscribe(
        streams.EventType.ACCESS_DENIED,
        guarded('refusal', () => setHealth('refused')),
      );
      // Streams does not replay contacts to a late subscriber: subscribe at once, and walk the agent's own list too.
      streams.contact(guarded('new contact', follow));
      streams.agent(guarded('agent', followAgent));
    },
    stop() {
      clearTimeout(silence);
      signOn.stop();
      // Everything that was subscribed ends with it; the frame is ours to take away.
      library?.core.terminate();
      frameHolder?.replaceChildren();
      frameHolder = undefined;
      agent = undefined;
      contacts.clear();
      tasks.clear();
      ended = false;
      health = 'loading';
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reload,
    openSignIn() {
      const opened = window.open(signOn.loginUrl ?? options.ccpUrl, SIGN_IN_WINDOW, 'width=433,height=578');
      if (!opened) return;
      let looks = 0;
      const waiting = setInterval(() => {
        looks += 1;
        if (health === 'ready') opened.close();
        else if (signOn.loginUrl !== undefined && (looks * LOOK_EVERY_MS) % RELOAD_EVERY_MS === 0) reloadFrame();
        if (!opened.closed) return;
        clearInterval(waiting);
        if (health !== 'ready') reloadFrame();
      }, LOOK_EVERY_MS);
    },
  };
}

/** The first acknowledgement of a new page carries an id, those of the heartbeat do not. */
const introducesPage = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'id' in answer;
