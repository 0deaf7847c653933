/** What every AWS client has in common: timeouts that really end a request, and few, counted attempts. */

export interface Timeouts {
  /** Milliseconds until the connection must stand. */
  readonly connection: number;
  /** Milliseconds for request and answer of one attempt. */
  readonly request: number;
  readonly attempts: number;
}

/** `throwOnRequestTimeout`: without it the SDK only logs a warning and keeps waiting. */
export const clientConfiguration = (timeouts: Timeouts) => ({
  maxAttempts: timeouts.attempts,
  requestHandler: {
    connectionTimeout: timeouts.connection,
    requestTimeout: timeouts.request,
    throwOnRequestTimeout: true,
  },
});

/** The name of the error that an AWS service answered with. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : '');

/** HTTP status of the service's answer; undefined when there was none. */
export function errorStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
