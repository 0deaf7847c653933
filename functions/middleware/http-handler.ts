import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { AccessTrail, InvocationLog } from '../core/ports/log.ts';
import { AccessNote } from './access-note.ts';
import { correlation, correlationIdOf } from './correlation.ts';
import type { HttpResponse } from './http-response.ts';
import { type InvocationContext, invocationOf } from './invocation.ts';
import { problemResponses } from './problem-responses.ts';

/**
 * A route of the HTTP API: `answer` reads the event and returns, or throws a `CtiError`. What it shows to an agent is in the
 * audit trail before the answer leaves, and so is what the access rule has hidden.
 * `timeoutEarlyInMillis: 0` because the adapters' own timeouts end first.
 */
export function httpHandler(
  log: InvocationLog & AccessTrail,
  answer: (event: APIGatewayProxyEventV2, access: AccessNote) => Promise<HttpResponse>,
): (event: APIGatewayProxyEventV2, context: unknown) => Promise<HttpResponse> {
  const handle = middy<APIGatewayProxyEventV2, HttpResponse>({ timeoutEarlyInMillis: 0 })
    .use(correlation())
    .use(problemResponses(log))
    .handler(async (event) => {
      const access = new AccessNote();
      try {
        const response = await answer(event, access);
        const shown = access.of(event, response);
        if (shown !== undefined) log.accessed(shown);
        return response;
      } finally {
        const refused = access.refusals(event);
        if (refused !== undefined) log.refused(refused);
      }
    }) as (event: APIGatewayProxyEventV2, context: unknown) => Promise<HttpResponse>;
  return (event, context) => {
    const { callId, connectContactId } = event.pathParameters ?? {};
    const subject = { correlationId: correlationIdOf(event), callId, connectContactId };
    const invocation = invocationOf((context ?? undefined) as InvocationContext | undefined);
    return log.within({ ...invocation, ...subject }, () => handle(event, context));
  };
}
