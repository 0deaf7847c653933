/// <reference types="amazon-connect-streams" />
import { isVoice, phaseOf, readContact } from './read-contact.ts';
import { ACKNOWLEDGE_WITHIN_MS, type Softphone, type SoftphoneEvent, type SoftphoneHealth } from './softphone.ts';

/**
 * Without an acknowledgement Streams replaces the frame every `ccpLoadTimeout`, also while the agent types a password
 * into it. We watch for life ourselves, so it may wait.
 */
const FRAME_PATIENCE_MS = 600_000;
/** `enableAckTimeout`, missing in the typings, is what makes a later silence an event: without it nobody is told. */
const LOGIN_OPTIONS = { autoClose: true, enableAckTimeout: true, disableAuthPopupAfterLogout: true };
const SIGN_IN_WINDOW = 'connect::loginPopup';

export interface StreamsOptions {
  readonly ccpUrl: string;
  readonly region: string;
  readonly title: string;
  readonly loadLibrary: () => Promise<typeof connect>;
  readonly report: (what: string, error: unknown) => void;
}

/** The CCP in a frame, driven by the unmodified amazon-connect-streams. */
export function createStreamsSoftphone(options: StreamsOptions): Softphone {
  const listeners = new Set<(event: SoftphoneEvent) => void>();
  const contacts = new Map<string, connect.Contact>();
  let frameHolder: HTMLElement | undefined;
  let health: SoftphoneHealth = 'loading';
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
  const expectLife = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => setHealth('silent'), ACKNOWLEDGE_WITHIN_MS);
  };

  const tell = (contact: connect.Contact): void => {
    const phase = phaseOf(contact);
    if (phase) emit({ type: phase, call: readContact(contact), since: Date.now() - contact.getStatusDuration() });
  };
  const follow = (contact: connect.Contact): void => {
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
        }),
      );
    }
    tell(contact);
  };
  const followAgent = (agent: connect.Agent): void => {
    const presence = (): void => {
      const { name, username } = agent.getConfiguration();
      const state = agent.getState();
      emit({
        type: 'agent',
        agent: { name, username, state: state.name, available: state.type === connect.AgentStateType.ROUTABLE },
      });
    };
    agent.onRefresh(guarded('refresh of the agent', presence));
    presence();
    for (const contact of agent.getContacts()) follow(contact);
  };

  const frame = (): HTMLIFrameElement | null => frameHolder?.querySelector('iframe') ?? null;

  return {
    async start(container) {
      if (frameHolder) return;
      frameHolder = container;
      let streams: typeof connect;
      try {
        streams = await options.loadLibrary();
      } catch (error) {
        options.report('loading of amazon-connect-streams', error);
        return setHealth('library-failed');
      }
      streams.core.initCCP(container, {
        ccpUrl: options.ccpUrl,
        region: options.region,
        iframeTitle: options.title,
        // Without it the call connects and is then missed: audio would be ours to set up.
        softphone: { allowFramedSoftphone: true },
        loginPopup: false,
        loginOptions: LOGIN_OPTIONS,
        ccpLoadTimeout: FRAME_PATIENCE_MS,
      });
      expectLife();
      const bus = streams.core.getEventBus();
      const alive = guarded('sign of life', () => {
        clearTimeout(silence);
        setHealth('ready');
      });
      const { upstream } = streams.core;
      if (upstream instanceof streams.Conduit) upstream.onUpstream(streams.EventType.ACKNOWLEDGE, alive);
      bus.subscribe(
        streams.EventType.ACK_TIMEOUT,
        guarded('silence', () => health === 'ready' && setHealth('lost')),
      );
      for (const ending of [streams.EventType.TERMINATED, streams.EventType.AUTH_FAIL])
        bus.subscribe(
          ending,
          guarded('end of the session', () => setHealth('signed-out')),
        );
      // Streams does not replay contacts to a late subscriber: subscribe at once, and walk the agent's own list too.
      streams.contact(guarded('new contact', follow));
      streams.agent(guarded('agent', followAgent));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear: (connectContactId) =>
      new Promise((resolve, reject) => {
        const contact = contacts.get(connectContactId);
        if (!contact) return resolve();
        contact.clear({ success: () => resolve(), failure: (reason) => reject(new Error(String(reason))) });
      }),
    reload() {
      const current = frame();
      if (!current) return;
      setHealth('loading');
      current.src = options.ccpUrl;
      expectLife();
    },
    openSignIn() {
      const opened = window.open(options.ccpUrl, SIGN_IN_WINDOW, 'width=433,height=578');
      if (!opened) return;
      const waiting = setInterval(() => {
        if (health === 'ready') opened.close();
        if (!opened.closed) return;
        clearInterval(waiting);
        if (health !== 'ready') this.reload();
      }, 500);
    },
  };
}
