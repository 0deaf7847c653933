/** The customer's side: it sends call requests until they are accepted, and keeps one log per call of what it is told. */
import type { CallView } from '#core/contracts/call.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';
import type { VirtualTime } from './virtual-time.ts';

/** The example of the Standard Webhooks specification. Milliseconds after the last attempt. */
const RETRIES = [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000];

export interface Sent {
  readonly requestId: string;
  attempts: number;
  acknowledgedAt?: number;
  /** A 4xx: many CRMs drop the request for good. */
  dropped?: number;
}

/** The newest version of a call, and what was told of its end: which attempt follows, or that none does. */
interface Log {
  readonly call: CallView;
  readonly posts: number;
  readonly nextAttempt?: string;
  readonly gaveUp?: true;
  /** By the newest version. */
  readonly followUp?: string | undefined;
}

export const newsOf = (type: string, callId: string): string => `${type} ${callId}`;

export interface Crm {
  readonly sent: ReadonlyMap<string, Sent>;
  /** Posts by call. */
  readonly log: ReadonlyMap<string, Log>;
  readonly edits: ReadonlyMap<string, number>;
  /** When a call's source was first told each kind of news, by `newsOf`. */
  readonly heardAt: ReadonlyMap<string, number>;
  /** Answers 503 to that many posts. */
  failNext(posts: number): void;
  /** This source's CRM does not answer until then: who asks waits for the timeout. */
  silence(sourceId: string, until: number): void;
  isSilent(sourceId: string): boolean;
  hearNothing(): { readonly outcome: 'unreachable' };
  readonly unheardPosts: number;
  request(requestId: string, post: () => Promise<number | undefined>): void;
  /** One HTTP POST from the connector. */
  receive(eventId: string, body: string): number;
}

export function crm(time: VirtualTime): Crm {
  const sent = new Map<string, Sent>();
  const log = new Map<string, Log>();
  const edits = new Map<string, number>();
  const seen = new Set<string>();
  const heardAt = new Map<string, number>();
  const silentUntil = new Map<string, number>();
  let [failing, unheardPosts] = [0, 0];

  async function attempt(request: Sent, post: () => Promise<number | undefined>): Promise<void> {
    const status = await post();
    request.attempts += 1;
    if (status !== undefined && status >= 200 && status < 300) {
      request.acknowledgedAt ??= time.now;
      return;
    }
    if (status !== undefined && status >= 400 && status < 500) {
      request.dropped = status;
      return;
    }
    const wait = RETRIES[request.attempts - 1];
    if (wait !== undefined) time.after(wait, () => void attempt(request, post));
  }

  function apply(event: SourceEvent): void {
    if (event.type === 'contact.updated') {
      edits.set(event.data.contactId, event.data.contact?.version ?? 0);
    } else if ('call' in event.data) {
      const { call } = event.data;
      const known = log.get(call.callId);
      const news = newsOf(event.type, call.callId);
      heardAt.set(news, heardAt.get(news) ?? time.now);
      const newer = known === undefined || known.call.version < call.version ? call : known.call;
      const { nextAttempt, gaveUp, followUp } = event.data;
      log.set(call.callId, {
        ...{ ...known, call: newer, posts: (known?.posts ?? 0) + 1 },
        ...(nextAttempt !== undefined && { nextAttempt: nextAttempt.callId }),
        ...(gaveUp && { gaveUp }),
        followUp: newer === call ? followUp?.callId : known?.followUp,
      });
    }
  }

  return {
    ...{ sent, log, edits, heardAt },
    silence: (sourceId, until) => void silentUntil.set(sourceId, until),
    isSilent: (sourceId) => time.now < (silentUntil.get(sourceId) ?? 0),
    hearNothing() {
      unheardPosts += 1;
      return { outcome: 'unreachable' };
    },
    get unheardPosts() {
      return unheardPosts;
    },
    failNext(posts) {
      failing = posts;
    },
    request(requestId, post) {
      const request = sent.get(requestId) ?? { requestId, attempts: 0 };
      sent.set(requestId, request);
      void attempt(request, post);
    },
    receive(eventId, body) {
      if (failing > 0) {
        failing -= 1;
        return 503;
      }
      if (seen.has(eventId)) return 200;
      seen.add(eventId);
      apply(JSON.parse(body) as SourceEvent);
      return 204;
    },
  };
}
