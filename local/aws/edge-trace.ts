import type { ServiceRequest, ServiceResponse, Trace } from '../parts.ts';
import type { KnownPrincipal } from './principals.ts';
import type { AwsService, ServiceCall } from './service.ts';

/** One step for one call of a role. Names and sizes only: what is in an item, a message or a file stays out. */
export const recordCall = (
  trace: Trace,
  told: {
    service: AwsService;
    call: ServiceCall;
    principal: KnownPrincipal;
    request: ServiceRequest;
    answer: ServiceResponse;
    error?: string;
    startedAt: Date;
    durationMs: number;
  },
): void => {
  const { service, call, principal, request, answer } = told;
  if (!principal.traced || call.worthTelling?.(answer) === false) return;
  const error = told.error ?? errorCodeOf(answer);
  trace.record({
    at: told.startedAt.toISOString(),
    part: service.tracePart,
    title: `${call.operation} ${call.subject}`.trim(),
    ok: answer.status < 400,
    durationMs: Math.round(told.durationMs * 100) / 100,
    ...correlation(request, principal),
    detail: {
      by: principal.sessionName,
      status: answer.status,
      ...(error === undefined ? {} : { error }),
      ...call.detail,
    },
  });
};

/** Of an error that came ready from behind the edge, such as ConditionalCheckFailedException. */
const errorCodeOf = ({ status, body }: ServiceResponse): string | undefined =>
  status < 400 ? undefined : /"__type":"(?:[^"#]*#)?([\w.]+)"/.exec(body.toString())?.[1];

/** The SDK hands on `_X_AMZN_TRACE_ID` of the invocation; without one the session's name says which function it was. */
const correlation = ({ headers }: ServiceRequest, { sessionName }: KnownPrincipal): { correlationId?: string } => {
  const root = /Root=([^;]+)/.exec(headers['x-amzn-trace-id'] ?? '')?.[1];
  const correlationId = root ?? sessionName;
  return correlationId === undefined ? {} : { correlationId };
};
