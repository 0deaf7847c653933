/** What every double does alike: faults instead of answers, bodies, answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../console/http.ts';
import type { CrmFault } from './crm-double.ts';

export type Json = Record<string, unknown>;

export interface DoubleRequest {
  readonly method: string;
  /** Segments, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface DoubleAnswer {
  readonly status: number;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param fault what is to happen instead of the answer, if anything */
export async function serveDouble(
  request: IncomingMessage,
  response: ServerResponse,
  fault: CrmFault | undefined,
  answerTo: (request: DoubleRequest) => Promise<DoubleAnswer>,
): Promise<void> {
  const body = await readBody(request);
  if (fault === 'garbage') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>maintenance</html>');
    return;
  }
  if (fault !== undefined && fault !== 'lost-answer') {
    const { status, retryAfter } = fault;
    return send(response, {
      status,
      ...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }),
    });
  }
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://double');
  const answer = await answerTo({
    ...{ method: request.method ?? 'GET', query: searchParams, headers: request.headers, body },
    path: pathname.split('/').slice(1).map(decodeURIComponent),
  });
  if (fault === 'lost-answer') response.destroy();
  else send(response, answer);
}

function send(response: ServerResponse, { status, json, bytes, headers }: DoubleAnswer): void {
  const contentType = bytes === undefined ? 'application/json' : 'application/octet-stream';
  response.writeHead(status, { 'content-type': contentType, ...headers });
  response.end(bytes ?? (json === undefined ? '' : JSON.stringify(json)));
}

/** Undefined when it is no JSON object. */
export function parseObject(body: string): Json | undefined {
  try {
    const json: unknown = body === '' ? {} : JSON.parse(body);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : undefined;
  } catch {
    return undefined;
  }
}
