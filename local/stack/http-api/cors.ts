/** Cross-origin rules of the API. When they are configured, the gateway's headers replace the function's. */
import type { IncomingHttpHeaders } from 'node:http';
import type { CorsConfiguration } from '../deployment.ts';
import type { GatewayResponse } from './response.ts';

const allows = (list: readonly string[], value: string): boolean => list.includes('*') || list.includes(value);

/** The answer to a preflight, which never reaches a function; without headers when the origin is not allowed. */
export function preflight(cors: CorsConfiguration, headers: IncomingHttpHeaders): GatewayResponse {
  const allowed = originHeaders(cors, headers.origin);
  if (Object.keys(allowed).length === 0) return { status: 204, headers: {}, body: Buffer.alloc(0) };
  return {
    status: 204,
    headers: {
      ...allowed,
      'access-control-allow-methods': cors.allowMethods.join(','),
      'access-control-allow-headers': cors.allowHeaders.join(','),
      ...(cors.maxAgeSeconds !== undefined && { 'access-control-max-age': String(cors.maxAgeSeconds) }),
    },
    body: Buffer.alloc(0),
  };
}

export const isPreflight = (method: string, headers: IncomingHttpHeaders): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

export function withCors(
  response: GatewayResponse,
  cors: CorsConfiguration | undefined,
  origin: string | undefined,
): GatewayResponse {
  if (cors === undefined) return response;
  const own = Object.fromEntries(
    Object.entries(response.headers).filter(([name]) => !name.startsWith('access-control-')),
  );
  const allowed = originHeaders(cors, origin);
  const exposed =
    Object.keys(allowed).length > 0 && cors.exposeHeaders.length > 0
      ? { 'access-control-expose-headers': cors.exposeHeaders.join(',') }
      : {};
  return { ...response, headers: { ...own, ...allowed, ...exposed } };
}

function originHeaders(cors: CorsConfiguration, origin: string | undefined): Readonly<Record<string, string>> {
  if (origin === undefined || !allows(cors.allowOrigins, origin)) return {};
  return {
    'access-control-allow-origin': cors.allowOrigins.includes('*') ? '*' : origin,
    vary: 'origin',
    ...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
  };
}
