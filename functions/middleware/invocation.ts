import type { LogFacts } from '../core/log-facts.ts';

export interface InvocationContext {
  readonly awsRequestId?: string;
}

/** Lambda's id of the request: it stands in the platform's own log lines, with duration and memory. */
export const invocationOf = (context: InvocationContext | undefined): LogFacts => ({
  invocationId: context?.awsRequestId,
});
