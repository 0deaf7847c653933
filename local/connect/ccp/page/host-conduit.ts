/**
 * The page that embeds the softphone, spoken to in the conduit protocol of amazon-connect-streams: `{event, data}` both
 * ways. Standing alone there is no host, and nothing is sent.
 */
export interface HostConduit {
  readonly framed: boolean;
  send(event: string, data?: unknown): void;
  /** The second channel: a port for the Amazon Connect SDK, which Streams expects from this very window. */
  sendPort(port: MessagePort): void;
  onMessage(listener: (event: string, data: unknown) => void): void;
}

/** The embedding origin. `frame-ancestors` has already refused every origin that is not approved for the instance. */
const embeddingOrigin = (): string | undefined => {
  const ancestor = window.location.ancestorOrigins?.[0];
  if (ancestor) return ancestor;
  // Firefox has no ancestorOrigins, and a page that signed in within the frame has no referrer any more.
  if (document.referrer) sessionStorage.setItem(EMBEDDED_BY, new URL(document.referrer).origin);
  return sessionStorage.getItem(EMBEDDED_BY) ?? undefined;
};
const EMBEDDED_BY = 'ccp-embedded-by';

export const connectHost = (): HostConduit => {
  const host = window.parent === window ? undefined : window.parent;
  const origin = embeddingOrigin();
  if (!host || !origin) return { framed: false, send: () => {}, sendPort: () => {}, onMessage: () => {} };
  return {
    framed: true,
    send: (event, data) => host.postMessage(data === undefined ? { event } : { event, data }, origin),
    sendPort: (port) => host.postMessage({ type: 'cross-domain-adapter-init' }, origin, [port]),
    onMessage: (listener) =>
      window.addEventListener('message', (message) => {
        if (message.source !== host || message.origin !== origin) return;
        const { data } = message;
        if (typeof data?.event === 'string') listener(data.event, data.data);
      }),
  };
};
