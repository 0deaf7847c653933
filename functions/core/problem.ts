/** Errors as `application/problem+json` (RFC 9457). */
import { PROBLEM_STATUS, type Problem, type ProblemCode } from './contracts/problem.ts';
import { CtiError } from './errors.ts';

const TITLES: Readonly<Record<ProblemCode, string>> = {
  'malformed-json': 'The body is not JSON',
  'signature-missing': 'The request is not signed',
  'signature-invalid': 'The signature does not match',
  'signature-expired': 'The signature is too old or too new',
  unauthorized: 'Sign in first',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  'not-ready': 'Not ready yet',
  gone: 'Not there any more',
  'version-conflict': 'Somebody else changed it meanwhile',
  'version-required': 'Say which version you changed',
  'body-too-large': 'The body is too large',
  'invalid-fields': 'Some fields are wrong',
  'too-many-requests': 'Too many requests',
  'try-again': 'Try again in a moment',
  'internal-error': 'Something went wrong on our side',
};

/**
 * Our own fault is always 5xx, never 4xx: some CRMs drop a request for good after a 4xx. Only a `CtiError` speaks for itself;
 * of anything else nothing is told.
 */
export function toProblem(error: unknown, correlationId?: string): Problem {
  const code = error instanceof CtiError ? error.code : isPassing(error) ? 'try-again' : 'internal-error';
  return {
    type: `urn:opportunity-cti:problem:${code}`,
    title: TITLES[code],
    status: PROBLEM_STATUS[code],
    code,
    ...(error instanceof CtiError && { detail: error.message }),
    ...(error instanceof CtiError && error.fieldErrors.length > 0 && { errors: error.fieldErrors }),
    ...(correlationId !== undefined && { correlationId }),
  };
}

const PASSING =
  /timeout|throttl|throughput|toomanyrequests|unavailable|slowdown|econn|epipe|enotfound|eai_again|socket/i;

/** A dependency that was slow, busy or not there: the same request may well succeed in a moment. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $fault: fault, code } = error as Error & { $fault?: unknown; code?: unknown };
  return fault === 'server' || PASSING.test(error.name) || (typeof code === 'string' && PASSING.test(code));
}
