/** The page that the provider sends a frame or a window back to; it hands its address to whoever opened it. */
export const ANSWER_PAGE = 'signed-in.html';

export interface SignedInMessage {
  readonly type: 'signed-in';
  readonly url: string;
}

/** From our own origin, from exactly the window that was opened, in exactly this shape: anything else is not for us. */
export function readAnswer(
  event: { readonly origin: string; readonly source: unknown; readonly data: unknown },
  origin: string,
  source: unknown,
): URL | undefined {
  if (event.origin !== origin || event.source !== source) return undefined;
  const { data } = event;
  if (typeof data !== 'object' || data === null) return undefined;
  const { type, url } = data as Partial<SignedInMessage>;
  if (type !== 'signed-in' || typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const answer = new URL(url);
  return answer.origin === origin ? answer : undefined;
}

/** Resolves with the address that the provider answered with, or rejects when `signal` ends the waiting. */
export function awaitAnswer(source: () => unknown, signal: AbortSignal): Promise<URL> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    addEventListener(
      'message',
      (event) => {
        const answer = readAnswer(event, location.origin, source());
        if (!answer) return;
        over.abort();
        resolve(answer);
      },
      over,
    );
    const giveUp = (): void => {
      over.abort();
      reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, over);
  });
}
