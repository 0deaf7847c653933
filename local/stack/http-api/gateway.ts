/** The HTTP API on its own port, as API Gateway serves it. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RunningPart, Trace } from '../../parts.ts';
import type { Cloud } from '../cloud.ts';
import type { ApiDefinition, Deployment } from '../deployment.ts';
import { closeServer, listen, readBody } from '../http-server.ts';
import type { Functions } from '../lambda/functions.ts';
import type { Invoker } from '../lambda/resource-policy.ts';
import { type Subject, subjectOf } from '../lambda/subject.ts';
import { type Authorize, openAuthorizer } from './authorizer.ts';
import { isPreflight, preflight, withCors } from './cors.ts';
import { type EventFacts, type ReceivedRequest, toEvent } from './event.ts';
import { type GatewayResponse, internalServerError, messageResponse, toResponse } from './response.ts';
import { compileRoutes, type RouteMatch } from './route-match.ts';

/** API Gateway's payload quota. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

export interface GatewayOptions {
  readonly api: ApiDefinition;
  readonly port: number;
  readonly deployment: Deployment;
  readonly functions: Functions;
  readonly place: Pick<Cloud, 'region' | 'accountId' | 'apiOrigin'>;
  readonly trace: Trace;
}

interface Answer extends Subject {
  readonly response: GatewayResponse;
  readonly correlationId?: string;
}

export async function startGateway(options: GatewayOptions): Promise<RunningPart & { readonly port: number }> {
  const { api, deployment } = options;
  const findRoute = compileRoutes(deployment.routes.filter(({ apiId }) => apiId === api.id));
  const authorizers = new Map<string, Authorize>();
  for (const [id, definition] of deployment.authorizers) authorizers.set(id, openAuthorizer(definition));

  const answer = async (request: ReceivedRequest, requestId: string): Promise<GatewayResponse> => {
    if (api.cors !== undefined && isPreflight(request.method, request.headers)) {
      return preflight(api.cors, request.headers);
    }
    const started = performance.now();
    const match = api.stages.length === 0 ? undefined : findRoute(request.method, request.path);
    const { response, ...facts } =
      match === undefined
        ? { response: messageResponse(404, 'Not Found') }
        : await answerRoute(request, requestId, match).catch((error: unknown) => ({
            response: internalServerError(),
            detail: { reason: error instanceof Error ? error.message : String(error) },
          }));
    options.trace.record({
      part: 'api',
      title: `${match?.route.routeKey ?? `${request.method} ${request.path}`} ${response.status}`,
      ok: response.status < 400,
      durationMs: performance.now() - started,
      ...facts,
    });
    return withCors(response, api.cors, request.headers.origin);
  };

  const answerRoute = async (request: ReceivedRequest, requestId: string, match: RouteMatch): Promise<Answer> => {
    const { authorizerId, scopes } = match.route;
    if (authorizerId === undefined) return integrate(request, requestId, match);
    const authorize = authorizers.get(authorizerId);
    if (authorize === undefined) return { response: internalServerError() };
    const authorization = await authorize(request.headers.authorization, scopes);
    if (authorization.outcome === 'allowed') return integrate(request, requestId, match, authorization);
    const headers = { 'www-authenticate': authorization.challenge };
    return authorization.outcome === 'unauthorized'
      ? { response: messageResponse(401, 'Unauthorized', headers) }
      : { response: messageResponse(403, 'Forbidden', headers) };
  };

  const integrate = async (
    request: ReceivedRequest,
    requestId: string,
    match: RouteMatch,
    authorizer?: EventFacts['authorizer'],
  ): Promise<Answer> => {
    const integration = deployment.integrations.get(match.route.integrationId);
    if (integration === undefined) return { response: internalServerError() };
    const event = toEvent(request, {
      accountId: options.place.accountId,
      apiId: api.id,
      domainName: request.headers.host ?? new URL(options.place.apiOrigin).host,
      requestId,
      routeKey: match.route.routeKey,
      pathParameters: match.pathParameters,
      ...(authorizer !== undefined && { authorizer: { claims: authorizer.claims, scopes: authorizer.scopes } }),
      now: new Date(),
    });
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), integration.timeoutMs);
    try {
      const invoking = options.functions.invoke(integration.functionArn, event, invokerOf(match));
      const result = await Promise.race([invoking, late.promise]);
      if (result === 'late') return { response: messageResponse(503, 'Service Unavailable') };
      return {
        response: result.ok ? toResponse(result.payload) : internalServerError(),
        correlationId: result.traceRoot,
        ...subjectOf({ path: request.path }, result),
      };
    } finally {
      clearTimeout(timer);
    }
  };

  /** As the function's resource policy sees the gateway. */
  const invokerOf = ({ route }: RouteMatch): Invoker => {
    const { region, accountId } = options.place;
    const [method = '', path = ''] = route.routeKey.split(' ');
    return {
      service: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:${region}:${accountId}:${api.id}/$default/${method}${path}`,
      sourceAccount: accountId,
    };
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const requestId = randomBytes(11).toString('base64url');
    const [path = '/', query = ''] = splitOnce(incoming.url ?? '/', '?');
    const body = await readBody(incoming, MAX_BODY_BYTES);
    const request: ReceivedRequest = {
      method: incoming.method ?? 'GET',
      path,
      query,
      headers: incoming.headers,
      body: body ?? Buffer.alloc(0),
      sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
    };
    const response =
      body === undefined
        ? withCors(messageResponse(413, 'Request Entity Too Large'), api.cors, incoming.headers.origin)
        : await answer(request, requestId);
    outgoing.writeHead(response.status, {
      ...(response.headers as Record<string, string | string[]>),
      ...(response.status !== 204 && { 'content-length': response.body.length }),
      'apigw-requestid': requestId,
    });
    outgoing.end(response.body);
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"Internal Server Error"}');
    });
  });
  const port = await listen(server, options.port);
  return { port, stop: () => closeServer(server) };
}

function splitOnce(text: string, separator: string): readonly string[] {
  const index = text.indexOf(separator);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
