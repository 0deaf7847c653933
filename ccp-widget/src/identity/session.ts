import { type StoredAttempt, storeAttempt, takeAttempt } from './attempt-storage.ts';
import type { Authorizer, Tokens } from './authorize.ts';
import { ANSWER_PAGE, awaitAnswer } from './await-answer.ts';

/** Renewed this long before it runs out, so that no request meets an expired token. */
const RENEW_BEFORE_MS = 60_000;
/** A provider that wants to ask something does not answer a hidden frame; its page just sits there. */
const SILENT_WITHIN_MS = 8_000;
const WINDOW_WITHIN_MS = 300_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface Session {
  /** A token that is still good, renewed first if it has to be. Rejects when the person has to sign in again. */
  accessToken(): Promise<string>;
  /** The API refused this token: get another one. */
  renew(): Promise<string>;
  /** Silently, when network or provider may be back. Whatever comes of it, nobody is sent anywhere, and nothing is said. */
  resume(): Promise<unknown>;
  /** With a click: a window, so that a call in this page goes on. */
  signInInWindow(): Promise<void>;
  /** Leaves the page and comes back to the same place. */
  signInByRedirect(): Promise<void>;
  /** Forgets all tokens; whoever asks for one from now on waits for ever. Returns the ID token, for the provider; or nothing. */
  end(): string;
}

/** Tokens live in this closure only: no storage, no cookie, gone with the page. */
export function createSession(authorizer: Authorizer, onExpired: () => void, onRenewed: () => void) {
  let tokens: Tokens | undefined;
  let renewal: Promise<string> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waiting: (() => void)[] = [];

  const accept = (received: Tokens): string => {
    tokens = received;
    clearTimeout(timer);
    const wait = Math.max(0, received.expiresAt - RENEW_BEFORE_MS - Date.now());
    // Ahead of time: when it fails there is still a good token, and whoever needs the next one tries again.
    timer = setTimeout(() => void refresh().catch(() => undefined), Math.min(wait, LONGEST_TIMER_MS));
    onRenewed();
    for (const resolve of waiting.splice(0)) resolve();
    return received.accessToken;
  };

  const renewSilently = async (): Promise<string> => {
    const { attempt, url } = await authorizer.begin(answerPage(), { silent: true });
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.title = 'sign-in';
    try {
      const answer = awaitAnswer(() => frame.contentWindow, AbortSignal.timeout(SILENT_WITHIN_MS));
      frame.src = url.href;
      document.body.append(frame);
      return accept(await authorizer.finish(attempt, await answer, Date.now()));
    } finally {
      frame.remove();
    }
  };

  const refresh = (): Promise<string> => {
    renewal ??= renewSilently().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  const session: Session & { start(): Promise<boolean> } = {
    /** True when signed in; false when the browser is on its way to the provider. */
    async start() {
      if (window.parent !== window) {
        // In the frame of a CRM: most providers do not let themselves be shown there, so they ask in a window.
        if (!(await session.renew().catch(() => undefined)))
          await new Promise<void>((resolve) => waiting.push(resolve));
        return true;
      }
      const answer = new URL(location.href);
      const answered =
        answer.searchParams.has('state') && (answer.searchParams.has('code') || answer.searchParams.has('error'));
      if (!answered) {
        await session.signInByRedirect();
        return false;
      }
      const attempt = takeAttempt(sessionStorage);
      history.replaceState(null, '', attempt?.returnTo ?? location.pathname);
      if (!attempt) {
        // A reload or a bookmark of the provider's answer: its code is spent, so ask anew.
        await session.signInByRedirect();
        return false;
      }
      accept(await authorizer.finish(attempt, answer, Date.now()));
      return true;
    },
    async accessToken() {
      if (tokens && Date.now() < tokens.expiresAt) return tokens.accessToken;
      return session.renew();
    },
    async renew() {
      try {
        return await refresh();
      } catch (error) {
        onExpired();
        throw error;
      }
    },
    resume: () => refresh().catch(() => undefined),
    async signInInWindow() {
      // Opened before anything is awaited: afterwards the browser would take it for a pop-up and block it.
      const opened = window.open('', 'sign-in', 'width=480,height=640');
      if (!opened) return session.signInByRedirect();
      const { attempt, url } = await authorizer.begin(answerPage());
      const answer = awaitAnswer(() => opened, AbortSignal.timeout(WINDOW_WITHIN_MS));
      opened.location.href = url.href;
      accept(await authorizer.finish(attempt, await answer, Date.now()));
    },
    async signInByRedirect() {
      const { attempt, url } = await authorizer.begin(location.origin + location.pathname);
      const stored: StoredAttempt = { ...attempt, returnTo: location.pathname + location.hash };
      storeAttempt(sessionStorage, stored);
      location.assign(url);
    },
    end() {
      clearTimeout(timer);
      renewal = new Promise(() => undefined);
      const idToken = tokens?.idToken ?? '';
      tokens = undefined;
      return idToken;
    },
  };
  return session;
}

const answerPage = (): string => new URL(ANSWER_PAGE, location.origin + location.pathname).href;
