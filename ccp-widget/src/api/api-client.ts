import type { Problem } from '../../../functions/core/contracts/problem.ts';
import type { Session } from '../identity/session.ts';
import { ApiError } from './api-error.ts';

/** A Lambda behind an HTTP API answers within 30 s or not at all. */
const TIMEOUT_MS = 30_000;

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly keepalive?: boolean;
}

export type Send = <Answer>(path: string, request?: ApiRequest) => Promise<Answer>;

/**
 * Sends with the agent's token; a 401 gets one new token and one more try. Rejects with {@link ApiError} only.
 * The answer's type is the caller's word: both sides are built from the same contracts.
 */
export function createSend(apiUrl: string, session: Pick<Session, 'accessToken' | 'renew'>): Send {
  const base = apiUrl.replace(/\/+$/, '');
  const attempt = async (path: string, request: ApiRequest, token: string): Promise<Response> => {
    try {
      return await fetch(base + path, {
        method: request.method ?? 'GET',
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...request.headers,
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        keepalive: request.keepalive ?? false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (cause) {
      throw new ApiError('unreachable', { cause });
    }
  };
  const tokenFrom = async (get: () => Promise<string>): Promise<string> => {
    try {
      return await get();
    } catch (cause) {
      throw new ApiError('signed-out', { cause });
    }
  };

  return async <Answer>(path: string, request: ApiRequest = {}): Promise<Answer> => {
    let response = await attempt(path, request, await tokenFrom(() => session.accessToken()));
    if (response.status === 401) response = await attempt(path, request, await tokenFrom(() => session.renew()));
    if (!response.ok) throw new ApiError('problem', { status: response.status, problem: await readProblem(response) });
    if (response.status === 204) return undefined as Answer;
    try {
      return (await response.json()) as Answer;
    } catch (cause) {
      throw new ApiError('unreachable', { status: response.status, cause });
    }
  };
}

/** API Gateway itself answers without problem+json: then the status alone has to do. */
async function readProblem(response: Response): Promise<Problem | undefined> {
  if (!response.headers.get('content-type')?.includes('json')) return undefined;
  try {
    const body = (await response.json()) as Partial<Problem>;
    return typeof body.code === 'string' && typeof body.title === 'string' ? (body as Problem) : undefined;
  } catch {
    return undefined;
  }
}
