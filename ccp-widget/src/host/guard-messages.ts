/**
 * The SDKs of hosts believe a first message from any window, and take its word for where the next ones may come from
 * (IFrameManager.onMessage of @hubspot/calling-extensions-sdk 0.9.7). Nothing but the page around this one may be heard.
 */
export interface MessageGuard {
  readonly hosts: readonly string[];
  /** The windows around this one that speak for the host. */
  readonly around: readonly unknown[];
  /** Whether the SDK would act on it. */
  readonly isForSdk: (data: unknown) => boolean;
}

type Heard = Pick<MessageEvent, 'source' | 'origin' | 'data'>;

export function mayPass({ hosts, around, isForSdk }: MessageGuard, { source, origin, data }: Heard): boolean {
  if (!isForSdk(data)) return true;
  return around.includes(source) && hosts.includes(origin) && namesHost(hosts, data);
}

/** A message may name the address that it wants to be answered at. */
function namesHost(hosts: readonly string[], data: unknown): boolean {
  const { hostUrl, iFrameUrl } = data as { readonly hostUrl?: unknown; readonly iFrameUrl?: unknown };
  return [hostUrl, iFrameUrl].every((url) => url === undefined || (typeof url === 'string' && hosts.includes(url)));
}

/** Has to be called before the SDK listens. */
export function guardMessages(target: Window, guard: MessageGuard): void {
  const stop = (event: MessageEvent): void => {
    if (!mayPass(guard, event)) event.stopImmediatePropagation();
  };
  target.addEventListener('message', stop, { capture: true });
}
