/** HTTP to addresses that others have given. */

/** Gets a file or speaks to a CRM over HTTP, at allowed and checked addresses only. */
export interface GuardedFetch {
  request(
    url: string,
    options: {
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /** Not for whom a redirect leads to, unless it is the same origin. */
      headers?: Readonly<Record<string, string>>;
      body?: string | StreamedBody;
      /** `host` or `host:port` that may be asked. Those of `private` may also have a private address. */
      hosts: { allowed: readonly string[]; private: readonly string[] };
      maxRedirects: number;
      timeoutMs: number;
    },
  ): Promise<FetchedAnswer>;
}

/** A body of known length that is made while it is sent, and from the start when it is sent again. */
export interface StreamedBody {
  readonly bytes: number;
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/** `refused`: not asked at all. `unreachable`: no answer. */
export type FetchedAnswer =
  | { outcome: 'answered'; status: number; headers: Readonly<Record<string, string>>; body: AsyncIterable<Uint8Array> }
  | { outcome: 'refused'; reason: 'host-not-allowed' | 'private-address' | 'http-error' }
  | { outcome: 'unreachable' };
