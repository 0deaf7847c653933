import { cookieAccess, patienceWithFrame, watchStandstill } from './silent-patience.ts';

/**
 * Signs the agent in to the CCP by the session that they have with the identity provider: `loginUrl` (IdP-initiated SAML)
 * in a hidden frame leads over the provider to the CCP, whose first word to the page around it is `acknowledge`. There is
 * no other sign of success: the frame's address is another origin's. A provider that refuses frames, or has to ask the
 * person something, says nothing; its page only stays.
 */
export type SilentSignIn = 'signed-in' | 'refused' | 'unanswered';

/** A chain of four redirects or so; whoever has to be asked does not answer at all. */
const ANSWER_WITHIN_MS = 8_000;

/** `refused`: the CCP knows no agent by this person's name. From exactly this frame and the CCP's origin, or it is not for us. */
export function readSign(
  event: { readonly origin: string; readonly source: unknown; readonly data: unknown },
  ccpOrigin: string,
  source: unknown,
): Exclude<SilentSignIn, 'unanswered'> | undefined {
  if (event.origin !== ccpOrigin || event.source !== source) return undefined;
  if (typeof event.data !== 'object' || event.data === null) return undefined;
  const { event: name } = event.data as { readonly event?: unknown };
  if (name === 'acknowledge') return 'signed-in';
  return name === 'access_denied' ? 'refused' : undefined;
}

/**
 * Never rejects; `signal` ends the attempt as unanswered. `doubt` is called, once at most, when it looks as though nobody will
 * answer; the attempt goes on.
 */
export function signInSilently(
  loginUrl: string,
  ccpUrl: string,
  signal: AbortSignal,
  doubt: () => void,
): Promise<SilentSignIn> {
  const ccpOrigin = new URL(ccpUrl).origin;
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'softphone sign-in';
  const over = new AbortController();
  const end = AbortSignal.any([signal, over.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
  return new Promise<SilentSignIn>((resolve) => {
    addEventListener(
      'message',
      (event) => {
        const sign = readSign(event, ccpOrigin, frame.contentWindow);
        if (sign) resolve(sign);
      },
      { signal: end },
    );
    end.addEventListener('abort', () => resolve('unanswered'));
    if (end.aborted) return resolve('unanswered');
    const { loaded } = watchStandstill(patienceWithFrame(cookieAccess()), end, doubt);
    frame.addEventListener('load', loaded, { signal: end });
    frame.src = loginUrl;
    document.body.append(frame);
  }).finally(() => {
    over.abort();
    frame.remove();
  });
}
