import { type SilentSignIn, signInSilently } from './silent-sign-in.ts';

/** What this tab knows of the CCP's session. It survives a reload and ends with the tab. */
export type KnownSession = 'signed-in' | 'signed-out';

/** Single sign-on of the softphone; without a `loginUrl` every attempt ends unanswered, and the CCP asks for itself. */
export interface SignOn {
  readonly loginUrl: string | undefined;
  known(): KnownSession | undefined;
  remember(session: KnownSession): void;
  /** `doubt`: nobody seems to answer, and the person had better be offered a click; the attempt goes on. */
  silently(doubt: () => void): Promise<SilentSignIn>;
  /** The CCP has answered by itself meanwhile. */
  stop(): void;
}

const KEY = 'softphone-session';

export function createSignOn(ccpUrl: string, loginUrl: string | undefined, storage: Storage): SignOn {
  let attempt = new AbortController();
  return {
    loginUrl,
    known() {
      const known = storage.getItem(KEY);
      return known === 'signed-in' || known === 'signed-out' ? known : undefined;
    },
    remember: (session) => storage.setItem(KEY, session),
    async silently(doubt) {
      if (loginUrl === undefined) return 'unanswered';
      attempt.abort();
      attempt = new AbortController();
      return signInSilently(loginUrl, ccpUrl, attempt.signal, doubt);
    },
    stop: () => attempt.abort(),
  };
}
