/** The API as an agent's desktop or an agent's curl uses it. */
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Endpoints } from '../../local/parts.ts';

const run = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;

export interface ApiAnswer<T> {
  readonly status: number;
  readonly body: T;
  readonly etag: string | null;
  readonly contentType: string;
}

export interface AgentApi {
  readonly token: string;
  get<T>(path: string): Promise<ApiAnswer<T>>;
  send<T>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer<T>>;
}

/** The token comes from the same command that people use, so that the README's promise is kept too. */
export async function tokenOf(username: string, endpointsFile = process.env.CTI_ENDPOINTS): Promise<string> {
  if (endpointsFile === undefined) throw new Error('CTI_ENDPOINTS does not say where the running system is');
  const { stdout } = await run(process.execPath, ['local/token.ts', username, '--data', dirname(endpointsFile)], {
    cwd: root,
  });
  return stdout.trim();
}

/** @param endpointsFile of a system that the test has started by itself */
export async function agentApi(endpoints: Endpoints, username: string, endpointsFile?: string): Promise<AgentApi> {
  return apiWith(endpoints, await tokenOf(username, endpointsFile));
}

export function apiWith(endpoints: Endpoints, token: string): AgentApi {
  const send = async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer<T>> => {
    const response = await fetch(endpoints.api + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? undefined : JSON.parse(text)) as T,
      etag: response.headers.get('etag'),
      contentType: response.headers.get('content-type') ?? '',
    };
  };
  return { token, get: (path) => send('GET', path), send };
}
