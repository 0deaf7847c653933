import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Log } from '../core/ports.ts';
import { correlation } from './correlation.ts';
import type { HttpResponse } from './http-response.ts';
import { problemResponses } from './problem-responses.ts';

/**
 * A route of the HTTP API: `answer` reads the event and returns, or throws a `CtiError`.
 * `timeoutEarlyInMillis: 0` because the adapters' own timeouts end first.
 */
export const httpHandler = (
  log: Log,
  answer: (event: APIGatewayProxyEventV2) => Promise<HttpResponse>,
): ((event: APIGatewayProxyEventV2, context: unknown) => Promise<HttpResponse>) =>
  middy<APIGatewayProxyEventV2, HttpResponse>({ timeoutEarlyInMillis: 0 })
    .use(correlation())
    .use(problemResponses(log))
    .handler((event) => answer(event)) as (event: APIGatewayProxyEventV2, context: unknown) => Promise<HttpResponse>;
