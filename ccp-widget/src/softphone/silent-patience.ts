/**
 * The last step to the CCP is a form that posts itself and a few redirects, which the page around sees nothing of: 3 s without
 * a new page are rarely a step of the way (the same measure as a signed-in CCP gets for its first word).
 */
const STANDSTILL_MS = 3_000;
/** In a product's page a provider's `SameSite=Lax` cookie is never sent, so its form is the likelier reason for a standstill. */
const FRAMED_STANDSTILL_MS = 1_000;

export interface CookieAccess {
  /** Whether the desktop itself is a frame of another page. */
  readonly embedded: boolean;
  /** Rejects where the browser does not know the question. */
  readonly hasStorageAccess: () => Promise<boolean>;
}

export const cookieAccess = (): CookieAccess => ({
  embedded: window.parent !== window,
  hasStorageAccess: async () => document.hasStorageAccess(),
});

/** The browser says by itself that this frame's cookies are kept from it; that it says nothing proves nothing. */
export const isKeptFromCookies = async ({ embedded, hasStorageAccess }: CookieAccess): Promise<boolean> =>
  embedded && !(await hasStorageAccess().catch(() => true));

/**
 * How long, in milliseconds, the hidden frame may stand still at a page before the sign-in by a click is offered beside it; 0:
 * offered before any page is there. The browser's answer is about the desktop's own site: the provider's differs only where
 * its cookie is partitioned or the person has let it in, so the attempt goes on (MDN, `Document.hasStorageAccess`: `false`
 * can be said although cookies are accessible).
 */
export async function patienceWithFrame(access: CookieAccess): Promise<number> {
  if (!access.embedded) return STANDSTILL_MS;
  return (await isKeptFromCookies(access)) ? 0 : FRAMED_STANDSTILL_MS;
}

/** `doubt` is called once, at most, and not after `end`; `loaded` with every page that the frame has got to. */
export function watchStandstill(patienceMs: Promise<number>, end: AbortSignal, doubt: () => void): { loaded(): void } {
  let standstill: ReturnType<typeof setTimeout> | undefined;
  let over = end.aborted;
  const stop = (): void => {
    over = true;
    clearTimeout(standstill);
  };
  const tell = (): void => {
    if (over) return;
    stop();
    doubt();
  };
  end.addEventListener('abort', stop);
  void patienceMs.then((patience) => patience === 0 && tell());
  return {
    loaded: () =>
      void patienceMs.then((patience) => {
        clearTimeout(standstill);
        if (!over) standstill = setTimeout(tell, patience);
      }),
  };
}
