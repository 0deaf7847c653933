import type { Problem } from '../../../functions/core/contracts/problem.ts';

/** `unreachable`: no answer at all; `signed-out`: no token to be had; otherwise the API's own problem. */
export class ApiError extends Error {
  readonly kind: 'unreachable' | 'signed-out' | 'problem';
  readonly status: number;
  readonly problem: Problem | undefined;

  constructor(
    kind: ApiError['kind'],
    options: { status?: number; problem?: Problem | undefined; cause?: unknown } = {},
  ) {
    super(options.problem?.title ?? kind, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ApiError';
    this.kind = kind;
    this.status = options.status ?? 0;
    this.problem = options.problem;
  }
}
