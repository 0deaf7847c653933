import type { CtiOperation } from '../../agent-session.ts';
import { withDates } from './wire.ts';

export interface Failure {
  readonly type: string;
  readonly message: string;
  readonly statusCode: number;
}

export type Answer<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: Failure };

export type PushedEvent = { readonly event: string; readonly data: unknown };

const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<unknown>> => {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok) return { ok: true, data: answer };
    return {
      ok: false,
      error: { type: String(answer.__type), message: String(answer.message), statusCode: response.status },
    };
  } catch {
    // `fetch` rejects only when no answer came.
    return { ok: false, error: { type: 'NetworkFailure', message: 'Connect does not answer.', statusCode: 0 } };
  }
};

/** One CTI operation; times in the answer are `Date`s. */
export const callCti = async (
  operation: CtiOperation | (string & {}),
  params: object = {},
): Promise<Answer<unknown>> => {
  const answer = await post('/api', params, {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `AmazonConnectCTIService.${operation.charAt(0).toUpperCase()}${operation.slice(1)}`,
  });
  return answer.ok ? { ok: true, data: withDates(answer.data) } : answer;
};

/** Sends an event to every page of this agent, this one included. */
export const broadcast = (event: string, data?: unknown) => post('/push/broadcast', { event, data });

export const askMaster = (request: {
  pageId: string;
  requestId?: string;
  method: string;
  params: { topic: string; shouldNotBecomeMasterIfNone?: boolean };
}) => post('/push/master', request);

export const isMaster = async (pageId: string, topic: string): Promise<boolean> => {
  const answer = await askMaster({ pageId, method: 'checkMaster', params: { topic } });
  return answer.ok && (answer.data as { isMaster?: boolean }).isMaster === true;
};

export const refresh = () => post('/push/refresh', {});

/** A code with which a frame of this origin can join this window's sign-in; see `sign-in-handover.ts`. */
export const askHandoverCode = async (): Promise<string | undefined> => {
  const answer = await post('/login/offer', {});
  return answer.ok ? (answer.data as { handoverCode: string }).handoverCode : undefined;
};

export const signOut = () => fetch('/logout', { method: 'POST' }).catch(() => undefined);

export type Link = 'connected' | 'connecting' | 'failed';

/** The push channel. `failed` is final: the session is over; a lost network is `connecting` until it is back. */
export const openPush = (
  pageId: string,
  handlers: { readonly onEvent: (event: PushedEvent) => void; readonly onLink: (link: Link) => void },
): void => {
  const source = new EventSource(`/push?page=${pageId}`);
  source.addEventListener('open', () => handlers.onLink('connected'));
  source.addEventListener('message', ({ data }) => handlers.onEvent(JSON.parse(data)));
  source.addEventListener('error', () =>
    handlers.onLink(source.readyState === EventSource.CLOSED ? 'failed' : 'connecting'),
  );
};
