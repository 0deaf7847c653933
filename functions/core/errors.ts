/** One error type with a stable code; expected outcomes (duplicate, throttled, blocked) are values, not errors. */
import type { FieldError, ProblemCode } from './contracts/problem.ts';

export class CtiError extends Error {
  readonly code: ProblemCode;
  readonly fieldErrors: readonly FieldError[];
  /** Seconds after which the same may succeed, where that is known. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ProblemCode,
    message: string,
    options: { cause?: unknown; fieldErrors?: readonly FieldError[]; retryAfter?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CtiError';
    this.code = code;
    this.fieldErrors = options.fieldErrors ?? [];
    this.retryAfter = options.retryAfter;
  }
}
