/** What every double does alike: faults instead of answers, bodies, answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { CrmFault } from './crm-double.ts';

export type Json = Record<string, unknown>;

export interface DoubleRequest {
  readonly method: string;
  /** Segments, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The same, as it came. */
  readonly raw: Uint8Array;
}

export interface DoubleAnswer {
  readonly status: number;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The shell of a double: it counts what it is asked, and does as it was told instead of answering. */
export abstract class HttpDouble {
  #next: CrmFault[] = [];
  #always: CrmFault | undefined;
  requests = 0;

  failNext(faults: readonly CrmFault[]): void {
    this.#next = [...faults];
  }

  failAlways(fault: CrmFault | undefined): void {
    this.#always = fault;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const fault = this.#next.shift() ?? this.#always;
    const asked = await readRequest(request);
    if (fault === undefined) return send(response, await this.answer(asked));
    if (fault === 'garbage') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>maintenance</html>');
    } else if (fault === 'no-answer') {
      response.destroy();
    } else if (fault === 'lost-answer') {
      await this.answer(asked);
      response.destroy();
    } else if (fault === 'surprise') {
      const answer = await this.answer(asked);
      send(response, { ...answer, json: surprising(answer.json) });
    } else if ('afterMs' in fault) {
      // Whoever has hung up meanwhile is told nothing more, but what was asked is done.
      const answer = await this.answer(asked);
      await delay(fault.afterMs, undefined, { ref: false });
      send(response, answer);
    } else {
      const { status, retryAfter, json } = fault;
      send(response, { status, json, headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) } });
    }
  }

  protected abstract answer(request: DoubleRequest): Promise<DoubleAnswer>;
}

async function readRequest(request: IncomingMessage): Promise<DoubleRequest> {
  const raw = await buffer(request);
  const body = raw.toString('utf8');
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://double');
  return {
    ...{ method: request.method ?? 'GET', query: searchParams, headers: request.headers, body, raw },
    path: pathname.split('/').slice(1).map(decodeURIComponent),
  };
}

/** The same, with every text, number and yes or no in an object of its own: no field is of the type that it was. */
function surprising(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(surprising);
  if (typeof json === 'object' && json !== null) {
    return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, surprising(value)]));
  }
  return json === null || json === undefined ? json : { value: json };
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

/** The parts of a `multipart/form-data` body by their names; undefined when it is none. */
export async function parseForm({
  headers,
  raw,
}: Pick<DoubleRequest, 'headers' | 'raw'>): Promise<FormData | undefined> {
  try {
    const contentType = headers['content-type'] ?? '';
    return await new Response(Uint8Array.from(raw), { headers: { 'content-type': contentType } }).formData();
  } catch {
    return undefined;
  }
}
