/** One error type with a stable code; expected outcomes (duplicate, throttled, blocked) are values, not errors. */
import type { FieldError, ProblemCode } from './contracts/problem.ts';

export class CtiError extends Error {
  readonly code: ProblemCode;
  readonly fieldErrors: readonly FieldError[];

  constructor(
    code: ProblemCode,
    message: string,
    options: { cause?: unknown; fieldErrors?: readonly FieldError[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CtiError';
    this.code = code;
    this.fieldErrors = options.fieldErrors ?? [];
  }
}
