/// <reference types="amazon-connect-streams" />
import type { SignOn } from './sign-on.ts';
import type { SilentSignIn } from './silent-sign-in.ts';
import type { Softphone, SoftphoneCapability } from './softphone.ts';
import { createSoftphoneEvents } from './softphone-events.ts';
import { createStreamsCallControl } from './streams-call-control.ts';
import { createStreamsContacts, type Guard } from './streams-contacts.ts';
import { createStreamsSelection } from './streams-selection.ts';
import { createStreamsSession } from './streams-session.ts';

/**
 * Without an acknowledgement Streams replaces the frame every `ccpLoadTimeout`, also while the agent types a password
 * into it. We watch for life ourselves, so it may wait.
 */
const FRAME_PATIENCE_MS = 600_000;
/** `enableAckTimeout`, missing in the typings, is what makes a later silence an event: without it nobody is told. */
const LOGIN_OPTIONS = { autoClose: true, enableAckTimeout: true, disableAuthPopupAfterLogout: true };

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
  'select',
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
  const { ccpUrl, region, title, signOn, report } = options;
  const events = createSoftphoneEvents();
  let library: typeof connect | undefined;
  let frameHolder: HTMLElement | undefined;
  const guarded: Guard =
    (what, run) =>
    (...args) => {
      try {
        run(...args);
      } catch (error) {
        report(what, error);
      }
    };
  const contacts = createStreamsContacts(events.emit, guarded);
  const { select, ...selection } = createStreamsSelection({
    ...{ emit: events.emit, guarded, now: () => performance.now() },
    has: (id) => contacts.contact(id) !== undefined,
  });
  const session = createStreamsSession({
    ...{ ccpUrl, signOn, events, guarded, hasCalls: contacts.hasCalls },
    frame: () => frameHolder?.querySelector('iframe') ?? null,
  });

  return {
    capabilities: CAPABILITIES,
    ...createStreamsCallControl(contacts),
    select,
    async start(container) {
      if (frameHolder) return;
      frameHolder = container;
      let streams: typeof connect;
      let signedIn: SilentSignIn | undefined;
      try {
        [streams, signedIn] = await Promise.all([options.loadLibrary(), session.prepare()]);
      } catch (error) {
        report('loading of amazon-connect-streams', error);
        return events.setHealth('library-failed');
      }
      // Stopped while it was loading.
      if (frameHolder !== container) return;
      library = streams;
      streams.core.initCCP(container, {
        ...{ ccpUrl, region, iframeTitle: title },
        // Without it the call connects and is then missed: audio would be ours to set up.
        softphone: { allowFramedSoftphone: true },
        // By a click only (`openSignIn`): browsers block a window that Streams opens by itself.
        loginPopup: false,
        ...(signOn.loginUrl !== undefined && { loginUrl: signOn.loginUrl }),
        loginOptions: LOGIN_OPTIONS,
        ccpLoadTimeout: FRAME_PATIENCE_MS,
      });
      session.watch(streams, signedIn);
      contacts.follow(streams);
      selection.follow(streams);
    },
    stop() {
      session.end();
      // Everything that was subscribed ends with it; the frame is ours to take away.
      library?.core.terminate();
      frameHolder?.replaceChildren();
      frameHolder = undefined;
      contacts.forget();
      selection.forget();
      events.reset();
    },
    subscribe: events.subscribe,
    reload: session.reload,
    openSignIn: session.openSignIn,
  };
}
