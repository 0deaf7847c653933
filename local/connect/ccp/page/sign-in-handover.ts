/**
 * Streams opens a pop-up to sign in, and waits for the frame to become signed in. With third-party cookies blocked the two
 * share neither cookies nor storage, but a pop-up can reach the frames of the page that opened it. So it posts a code that
 * works once to those of its own origin, and the frame begins a session of its own with it.
 */
const SIGNED_IN = 'ccp-signed-in';
const TAKEN = 'ccp-sign-in-taken';
const REPEAT_MS = 500;
const ATTEMPTS = 40;

interface Message {
  readonly type: string;
  readonly code?: string;
}
const isMessage = (data: unknown): data is Message =>
  typeof data === 'object' && data !== null && typeof (data as Message).type === 'string';

/** Offers the code until a frame has taken it; the frame may just be loading. */
export const handOver = (opener: Window, code: string): void => {
  let attempts = 0;
  const offer = () => {
    attempts += 1;
    if (opener.closed || attempts > ATTEMPTS) return clearInterval(timer);
    for (let index = 0; index < opener.length; index += 1) {
      opener[index]?.postMessage({ type: SIGNED_IN, code } satisfies Message, window.location.origin);
    }
  };
  const timer = setInterval(offer, REPEAT_MS);
  window.addEventListener('message', ({ origin, data }) => {
    if (origin !== window.location.origin || !isMessage(data) || data.type !== TAKEN) return;
    clearInterval(timer);
    window.close();
  });
  offer();
};

/** Waits for a code, begins the session with it and calls back. */
export const takeOver = (signedIn: () => void): void => {
  let taken = false;
  window.addEventListener('message', async ({ origin, source, data }) => {
    if (origin !== window.location.origin || source === window || !isMessage(data)) return;
    if (data.type !== SIGNED_IN || taken) return;
    taken = true;
    const response = await fetch('/login/handover', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: data.code }),
    }).catch(() => undefined);
    taken = response?.ok === true;
    if (!taken) return;
    source?.postMessage({ type: TAKEN } satisfies Message, { targetOrigin: window.location.origin });
    signedIn();
  });
};
