import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Problem } from '../core/contracts/problem.ts';
import { CtiError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import { toProblem } from '../core/problem.ts';
import { correlationIdOf } from './correlation.ts';
import { type HttpResponse, json, PROBLEM_TYPE } from './http-response.ts';

/** Turns whatever was thrown into `application/problem+json`; only faults of our own are logged. */
export const problemResponses = (log: Log): MiddlewareObj<APIGatewayProxyEventV2, HttpResponse> => ({
  onError: function problemResponsesOnError(request) {
    const problem = toProblem(request.error, correlationIdOf(request.event));
    if (problem.status >= 500) {
      log.error('request-failed', faultIn(request.error), {
        route: request.event.routeKey,
        status: problem.status,
      });
    }
    request.response = json(problem.status, problem, {
      'content-type': PROBLEM_TYPE,
      ...hint(problem, request.error),
    });
  },
});

/** What really happened, of what is told as something else. */
const faultIn = (error: unknown): unknown =>
  error instanceof CtiError && error.cause !== undefined ? error.cause : error;

/** What the caller may do about it, in the header that HTTP has for it. */
function hint({ status, code }: Problem, error: unknown): Record<string, string> {
  if (error instanceof CtiError && error.retryAfter !== undefined) return { 'retry-after': String(error.retryAfter) };
  if (status === 503) return { 'retry-after': '5' };
  if (status === 429) return { 'retry-after': '60' };
  if (status !== 401) return {};
  return { 'www-authenticate': code === 'unauthorized' ? 'Bearer' : 'Signature realm="standard-webhooks"' };
}
