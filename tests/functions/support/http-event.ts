/** An HTTP API event (payload 2.0) as API Gateway hands it over after its JWT authorizer. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { CallRecording } from '#core/contracts/call.ts';

export interface AskedRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly routeKey?: string;
  /** Claims of the token; without `username` the person is no agent. */
  readonly claims?: Readonly<Record<string, string>>;
}

export const httpEvent = (method: string, asked: AskedRequest = {}): APIGatewayProxyEventV2 => {
  const { path = {}, query, headers = {}, body, claims = { username: 'ana' } } = asked;
  const { routeKey = `${method} /` } = asked;
  const authorizer = { jwt: { claims, scopes: ['opportunity-cti/agent'] } };
  return {
    version: '2.0',
    routeKey,
    rawPath: '/',
    rawQueryString: '',
    headers: { ...headers },
    pathParameters: { ...path },
    ...(query !== undefined && { queryStringParameters: { ...query } }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: {
      ...{ accountId: '123456789012', apiId: 'api', domainName: 'api.example', domainPrefix: 'api', stage: '$default' },
      http: { method, path: '/', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      ...{ requestId: 'request-1', routeKey, time: '24/Nov/2026:10:00:00 +0000', timeEpoch: 0 },
      ...{ authorizer },
    },
  };
};

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: AnswerBody;
}

/** What the tests look into; every answer has some of it. */
export interface AnswerBody {
  readonly id: string;
  readonly url: string;
  readonly expiresAt: string;
  readonly contentType: string;
  readonly fileName: string;
  readonly upload: {
    readonly documentId: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  readonly outcome: object;
  readonly errors: readonly { readonly field: string }[];
  readonly matches: readonly object[];
  readonly contacts: readonly object[];
  readonly documents: readonly object[];
  readonly calls: readonly { readonly callId?: string; readonly recordings?: readonly CallRecording[] }[];
  readonly activity: readonly { readonly type: string }[];
}

type Handler = (event: APIGatewayProxyEventV2, context: unknown) => Promise<unknown>;

export async function ask(handler: Handler, method: string, asked?: AskedRequest): Promise<Answered> {
  const response = (await handler(httpEvent(method, asked), {})) as {
    statusCode: number;
    headers: Record<string, unknown>;
    body?: string;
  };
  return {
    status: response.statusCode,
    headers: response.headers,
    body: response.body === undefined ? undefined : JSON.parse(response.body),
  };
}
