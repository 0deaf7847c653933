/** The event of payload format 2.0. */
import type { IncomingHttpHeaders } from 'node:http';

export interface ReceivedRequest {
  readonly method: string;
  /** As received, still encoded. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly sourceIp: string;
}

export interface EventFacts {
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly requestId: string;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly authorizer?: {
    readonly claims: Readonly<Record<string, string>>;
    readonly scopes: readonly string[] | null;
  };
  readonly now: Date;
}

/** Bodies of these types arrive as text; everything else, form data included, is base64. */
const TEXT_TYPES = /^(?:text\/|application\/(?:json|javascript|xml|[\w.-]+\+(?:json|xml))(?:;|\s|$))/i;

export function toEvent(request: ReceivedRequest, facts: EventFacts): object {
  const headers = flatten(request.headers);
  const { cookie, ...rest } = headers;
  const query = queryParameters(request.query);
  const isBase64Encoded = request.body.length > 0 && !TEXT_TYPES.test(headers['content-type'] ?? 'text/plain');
  return {
    version: '2.0',
    routeKey: facts.routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookie !== undefined && { cookies: cookie.split(';').map((part) => part.trim()) }),
    headers: {
      ...rest,
      'x-forwarded-for': request.sourceIp,
      'x-forwarded-proto': 'http',
      'x-forwarded-port': facts.domainName.split(':')[1] ?? '80',
    },
    ...(query !== undefined && { queryStringParameters: query }),
    ...(Object.keys(facts.pathParameters).length > 0 && { pathParameters: facts.pathParameters }),
    requestContext: {
      accountId: facts.accountId,
      apiId: facts.apiId,
      ...(facts.authorizer !== undefined && { authorizer: { jwt: facts.authorizer } }),
      domainName: facts.domainName,
      domainPrefix: facts.apiId,
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: facts.requestId,
      routeKey: facts.routeKey,
      stage: '$default',
      time: commonLogTime(facts.now),
      timeEpoch: facts.now.getTime(),
    },
    ...(request.body.length > 0 && { body: request.body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return flat;
}

function queryParameters(query: string): Record<string, string> | undefined {
  if (query === '') return undefined;
  const values: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    values[name] = values[name] === undefined ? value : `${values[name]},${value}`;
  }
  return values;
}

/** `23/Nov/2026:10:00:00 +0000` */
function commonLogTime(date: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(date.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
