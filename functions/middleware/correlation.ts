import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { HttpResponse } from './http-response.ts';

/** API Gateway's request id: it stands in its access log, in our log and in the answer. */
export const correlationIdOf = (event: Pick<APIGatewayProxyEventV2, 'requestContext'>): string | undefined =>
  event.requestContext?.requestId;

/** Names the request in every answer, so that a report of a user leads to its log lines. */
export const correlation = (): MiddlewareObj<APIGatewayProxyEventV2, HttpResponse> => ({
  after: function correlationAfter({ event, response }) {
    name(event, response);
  },
  onError: function correlationOnError({ event, response }) {
    name(event, response);
  },
});

function name(event: APIGatewayProxyEventV2, response: HttpResponse | null | undefined): void {
  const correlationId = correlationIdOf(event);
  if (response && correlationId !== undefined) {
    response.headers = { ...response.headers, 'x-correlation-id': correlationId };
  }
}
