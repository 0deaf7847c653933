import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { InvocationLog } from '../core/ports.ts';
import { correlation, correlationIdOf } from './correlation.ts';
import type { HttpResponse } from './http-response.ts';
import { type InvocationContext, invocationOf } from './invocation.ts';
import { problemResponses } from './problem-responses.ts';

/**
 * A route of the HTTP API: `answer` reads the event and returns, or throws a `CtiError`.
 * `timeoutEarlyInMillis: 0` because the adapters' own timeouts end first.
 */
export function httpHandler(
  log: InvocationLog,
  answer: (event: APIGatewayProxyEventV2) => Promise<HttpResponse>,
): (event: APIGatewayProxyEventV2, context: unknown) => Promise<HttpResponse> {
  const handle = middy<APIGatewayProxyEventV2, HttpResponse>({ timeoutEarlyInMillis: 0 })
    .use(correlation())
    .use(problemResponses(log))
    .handler((event) => answer(event)) as (event: APIGatewayProxyEventV2, context: unknown) => Promise<HttpResponse>;
  return (event, context) => {
    const { callId, connectContactId } = event.pathParameters ?? {};
    const subject = { correlationId: correlationIdOf(event), callId, connectContactId };
    const invocation = invocationOf((context ?? undefined) as InvocationContext | undefined);
    return log.within({ ...invocation, ...subject }, () => handle(event, context));
  };
}
