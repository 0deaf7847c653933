/** Dispatches `/simulator/…` to the controls, for tests and for the person at the desk. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { readBody } from '../read-body.ts';
import { type Control, type Controlled, type Given, Refusal } from './control.ts';
import { CONTROLS } from './controls/index.ts';

const MAX_BODY_BYTES = 1024 * 1024;

const parsedBody =
  (request: IncomingMessage): Given['body'] =>
  async (schema) => {
    const bytes = await readBody(request, MAX_BODY_BYTES);
    if (bytes === undefined) throw new Refusal(413, 'the body is too large');
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString());
    } catch {
      throw new Refusal(400, 'body: must be JSON');
    }
    const parsed = v.safeParse(schema, value);
    if (parsed.success) return parsed.output;
    const [issue] = parsed.issues;
    throw new Refusal(400, `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
  };

/** A broken escape stays as it is and then names nothing. */
const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

const paramsOf = (path: string, segments: readonly string[]): Record<string, string> | undefined => {
  const pattern = path.split('/');
  if (pattern.length !== segments.length) return undefined;
  const params: [string, string][] = [];
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (expected.startsWith('{')) params.push([expected.slice(1, -1), segment]);
    else if (expected !== segment) return undefined;
  }
  return Object.fromEntries(params);
};

const perform = async (
  one: Control,
  controlled: Controlled,
  given: Given,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  if ('send' in one) {
    one.send(controlled, given, request, response);
    return;
  }
  const body = JSON.stringify(await one.run(controlled, given));
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
};

/** Pages on this machine may use the controls, those of the internet may not. */
const LOOPBACK_ORIGIN = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/;
/** A name that someone else's DNS points at this machine is not ours. */
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1)(:\d+)?$/;

/** Resolves to false, with nothing written, when the path is not the simulator's. */
export const createSimulatorRoutes =
  (controlled: Controlled) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.startsWith('/simulator/')) return false;
    const { origin, host = '' } = request.headers;
    response.setHeader('vary', 'origin');
    if (!LOOPBACK_HOST.test(host) || (origin !== undefined && !LOOPBACK_ORIGIN.test(origin))) {
      response.writeHead(403).end();
      return true;
    }
    if (origin !== undefined) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-allow-methods', 'GET, PUT, POST, DELETE');
      response.setHeader('access-control-allow-headers', 'content-type');
    }
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return true;
    }
    const segments = pathname.slice('/simulator/'.length).split('/').map(decoded);
    try {
      for (const one of CONTROLS) {
        const params = one.method === request.method ? paramsOf(one.path, segments) : undefined;
        if (params === undefined) continue;
        await perform(one, controlled, { params, query: searchParams, body: parsedBody(request) }, request, response);
        return true;
      }
      throw new Refusal(404, 'no such control');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.writeHead(error.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: error.message }));
      return true;
    }
  };
