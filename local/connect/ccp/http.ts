import type { IncomingMessage, ServerResponse } from 'node:http';

export type Headers = Readonly<Record<string, string | string[]>>;

/** A refusal with the status and words for the caller. */
export class HttpError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
  }
}

const LARGEST_BODY_BYTES = 256 * 1024;

export const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > LARGEST_BODY_BYTES) throw new HttpError(413, 'The request is too large.');
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
};

export const readJson = async (request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> => {
  const text = await readBody(request);
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // Falls through: broken JSON and JSON of another kind get the same answer.
  }
  throw new HttpError(400, 'The body must be a JSON object.');
};

export const send = (
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
  headers: Headers = {},
): void => {
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...headers,
  });
  response.end(body);
};

export const sendJson = (response: ServerResponse, status: number, body: unknown, headers: Headers = {}): void =>
  send(response, status, 'application/json', JSON.stringify(body), headers);

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * The origin a request was sent to. Only loopback names count: with another name in `Host`, a page elsewhere has pointed
 * its own name at this machine (DNS rebinding).
 */
export const ownOrigin = (request: IncomingMessage): string => {
  const host = request.headers.host ?? '';
  if (!LOOPBACK_HOST.test(host)) throw new HttpError(421, 'This server answers on loopback names only.');
  return `http://${host}`;
};

/** The session cookie travels with cross-site requests, so what changes something must come from our own pages. */
export const requireOwnPage = (request: IncomingMessage): void => {
  if (request.headers.origin !== ownOrigin(request))
    throw new HttpError(403, 'Only the softphone itself may ask this.');
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
