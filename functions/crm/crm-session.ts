/** Requests to a CRM's API: with our credentials, in JSON, and with every way that it can go wrong as a value. */
import { parseRetryAfter } from '#core/backoff.ts';
import { CRM_TIMEOUT, FILE_TO_CRM_TIMEOUT, MAX_CRM_ANSWER_BYTES } from '#core/policy.ts';
import type { Delivered, DocumentLocation, OpportunityRead } from '#core/ports/crm.ts';
import type { FetchedAnswer, GuardedFetch, StreamedBody } from '#core/ports/guarded-fetch.ts';
import { discard } from '#core/use-cases/fetch-document.ts';
import type { CrmAccess } from './connector.ts';

type Hosts = Parameters<GuardedFetch['request']>[1]['hosts'];

export interface CrmRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, in the time that a file takes. */
  readonly streamed?: StreamedBody & { readonly contentType: string };
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>;
}

export type CrmAnswer = CrmOk | CrmFailure;

export interface CrmOk {
  readonly outcome: 'ok';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when there was no body. */
  readonly json: unknown;
}

/** `gone`: 404, 410. `refused`: 401 after a new token, 403. `invalid`: any other 4xx. `unusable`: no JSON, or too much. */
export type CrmFailure =
  | { readonly outcome: 'gone' | 'refused' | 'invalid' | 'unusable'; readonly status: number; readonly json?: unknown }
  | {
      readonly outcome: 'unavailable';
      readonly status: number;
      readonly retryAfter: number;
      readonly json?: unknown;
      /** Only searches are refused: whatever else is asked would be answered. */
      readonly isOfSearches?: true;
    };

export interface CrmSession {
  request(request: CrmRequest): Promise<CrmAnswer>;
}

interface SessionOptions extends Pick<CrmAccess, 'web' | 'clock'> {
  readonly hosts: Hosts;
  /** What the CRM wants to see with every request. `fresh`: it has refused what it was shown. */
  readonly authorize?: (options: { fresh: boolean }) => Promise<AuthorizationHeaders | CrmFailure>;
}
type AuthorizationHeaders = { readonly outcome: 'authorized'; readonly headers: Readonly<Record<string, string>> };

export function openSession({ web, clock, hosts, authorize }: SessionOptions): CrmSession {
  async function once(request: CrmRequest, fresh: boolean): Promise<CrmAnswer> {
    const authorization = await authorize?.({ fresh });
    if (authorization !== undefined && authorization.outcome !== 'authorized') return authorization;
    const { method, url, headers, json, form, streamed } = request;
    const text = json === undefined ? form && String(new URLSearchParams(form)) : JSON.stringify(json);
    const body = streamed ?? text;
    const answer = await web.request(url, {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'opportunity-cti',
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...(streamed !== undefined && { 'content-type': streamed.contentType }),
        ...authorization?.headers,
        ...headers,
      },
      ...(body !== undefined && { body }),
      ...{ hosts, maxRedirects: 0, timeoutMs: streamed === undefined ? CRM_TIMEOUT : FILE_TO_CRM_TIMEOUT },
    });
    return understood(answer, clock.now());
  }

  return {
    async request(request) {
      const answer = await once(request, false);
      return answer.outcome === 'refused' && answer.status === 401 && authorize !== undefined
        ? once(request, true)
        : answer;
    },
  };
}

async function understood(answer: FetchedAnswer, now: Date): Promise<CrmAnswer> {
  if (answer.outcome !== 'answered') return { outcome: 'unavailable', status: 0, retryAfter: 0 };
  const { status, headers, body } = answer;
  const read = await jsonOf(body);
  const json = read.outcome === 'json' && read.json !== undefined ? { json: read.json } : {};
  if (status === 408 || status === 429 || status >= 500) {
    return { outcome: 'unavailable', status, retryAfter: parseRetryAfter(headers['retry-after'], now), ...json };
  }
  if (read.outcome === 'interrupted') return { outcome: 'unavailable', status, retryAfter: 0 };
  if (status === 404 || status === 410) return { outcome: 'gone', status, ...json };
  if (status === 401 || status === 403) return { outcome: 'refused', status, ...json };
  if (status >= 400) return { outcome: 'invalid', status, ...json };
  if (status >= 300 || read.outcome !== 'json') return { outcome: 'unusable', status };
  return { outcome: 'ok', status, headers, json: read.json };
}

async function jsonOf(
  body: AsyncIterable<Uint8Array>,
): Promise<{ outcome: 'json'; json: unknown } | { outcome: 'interrupted' | 'no-json' }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > MAX_CRM_ANSWER_BYTES) {
        await discard(body);
        return { outcome: 'no-json' };
      }
      chunks.push(chunk);
    }
  } catch {
    return { outcome: 'interrupted' };
  }
  if (bytes === 0) return { outcome: 'json', json: undefined };
  try {
    return { outcome: 'json', json: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { outcome: 'no-json' };
  }
}

/** What a failure means for who wanted to read. */
export const readFailure = (failure: CrmFailure): Exclude<OpportunityRead, { outcome: 'read' }> => {
  if (failure.outcome === 'unavailable') {
    return { outcome: 'unavailable', status: failure.status, retryAfter: failure.retryAfter };
  }
  const outcome = failure.outcome === 'invalid' ? 'unusable' : failure.outcome;
  return { outcome, detail: `status-${failure.status}` };
};

/** What a failure means for who wanted to tell: a refusal is tried again, because somebody will mend the credentials. */
export function deliveryFailure(failure: CrmFailure): Exclude<Delivered, { outcome: 'delivered' }> {
  const { outcome, status } = failure;
  if (outcome === 'gone') return { outcome: 'dropped', reason: 'record-gone' };
  if (outcome !== 'unavailable') return { outcome: 'failed', status, retryAfter: 0 };
  return {
    outcome: 'failed',
    status,
    retryAfter: failure.retryAfter,
    ...(failure.isOfSearches && { isNoFault: true }),
  };
}

export const locationFailure = (failure: CrmFailure): Exclude<DocumentLocation, { outcome: 'located' }> => {
  if (failure.outcome === 'unavailable') return { outcome: 'unavailable', retryAfter: failure.retryAfter };
  return { outcome: failure.outcome === 'gone' ? 'gone' : 'refused' };
};
