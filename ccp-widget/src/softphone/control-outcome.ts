import type { ControlOutcome, ControlRefusal } from './softphone.ts';

/** What is asked of a softphone settles only when an answer comes through its frame (Streams issue 1090): we do not wait for ever. */
export const ANSWER_WITHIN_MS = 15_000;

/**
 * Names of `connect.CTIExceptions`; `LimitExceeded` and `DestinationNotAllowed` are those of the service's public API.
 * Whatever else there may be is `failed`.
 */
const REFUSALS: Readonly<Record<string, ControlRefusal>> = {
  AccessDeniedException: 'not-allowed',
  DestinationNotAllowedException: 'not-allowed',
  BadEndpointException: 'bad-destination',
  QuotaExceededException: 'full',
  LimitExceededException: 'full',
  InvalidStateException: 'wrong-moment',
  NetworkFailure: 'unreachable',
};

export const refusalNamed = (name: unknown): ControlRefusal =>
  (typeof name === 'string' && Object.hasOwn(REFUSALS, name) ? REFUSALS[name] : undefined) ?? 'failed';

/** Never rejects: what is thrown at once counts as a failure too. */
export function settleInTime(act: (settle: (outcome: ControlOutcome) => void) => void): Promise<ControlOutcome> {
  const { promise, resolve } = Promise.withResolvers<ControlOutcome>();
  const timer = setTimeout(() => resolve('unreachable'), ANSWER_WITHIN_MS);
  try {
    act(resolve);
  } catch {
    resolve('failed');
  }
  return promise.finally(() => clearTimeout(timer));
}
