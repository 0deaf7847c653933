/** What API Gateway makes of a function's answer, payload format 2.0. */
import { isRecord } from '../template/template.ts';

export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** The gateway's own answers: `{"message": "…"}`. */
export const messageResponse = (
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GatewayResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify({ message })),
});

export const internalServerError = (): GatewayResponse => messageResponse(500, 'Internal Server Error');

/** Without `statusCode` the whole answer is the body of a 200. A malformed answer is a 500. */
export function toResponse(payload: string): GatewayResponse {
  const answer: unknown = JSON.parse(payload);
  if (!isRecord(answer) || !('statusCode' in answer)) {
    const body = Buffer.from(typeof answer === 'string' ? answer : payload);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const status = Number(answer.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return internalServerError();
  const headers: Record<string, string | readonly string[]> = { 'content-type': 'text/plain;charset=utf-8' };
  if (isRecord(answer.headers)) {
    for (const [name, value] of Object.entries(answer.headers)) headers[name.toLowerCase()] = String(value);
  }
  if (Array.isArray(answer.cookies)) headers['set-cookie'] = answer.cookies.map(String);
  const body = answer.body;
  if (body !== undefined && body !== null && typeof body !== 'string') return internalServerError();
  return {
    status,
    headers,
    body: Buffer.from(body ?? '', answer.isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}
