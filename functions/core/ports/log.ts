/** What is said about what happens: log, metrics, audit trail. */
import type { MetricDimensions, MetricName } from '../contracts/metrics.ts';
import type { LogFacts, OnlyFacts } from '../log-facts.ts';

/** Structured log: `event` is a code. What else a line may say is in log-facts.ts; personal data never goes in. */
export interface Log {
  info<Facts extends LogFacts>(event: string, facts?: OnlyFacts<Facts>): void;
  error<Facts extends LogFacts>(event: string, error: unknown, facts?: OnlyFacts<Facts>): void;
  /** Every further line of this invocation carries these facts. */
  note<Facts extends LogFacts>(facts: OnlyFacts<Facts>): void;
}

/** Counts of contracts/metrics.ts. */
export interface Metrics {
  /** So many more, or so many milliseconds. Never throws. */
  count<Name extends MetricName>(name: Name, dimensions: MetricDimensions<Name>, value?: number): void;
}

/** What an agent was shown something of: by the ids that say which. */
export interface AccessedRecord {
  readonly sourceId?: string | undefined;
  readonly opportunityId?: string | undefined;
  readonly contactId?: string | undefined;
  readonly documentId?: string | undefined;
  readonly callId?: string | undefined;
}

/** The audit trail of views: written before the answer leaves, so that nothing is shown without its line. */
export interface AccessTrail {
  /** @param access `by` is the agent's Connect user name, `route` the route's pattern */
  accessed(access: {
    readonly by: string;
    readonly route: string;
    readonly status: number;
    readonly records: readonly AccessedRecord[];
  }): void;
  /** The agent asked for these by their ids, and the access rule hides them. */
  refused(look: { readonly by: string; readonly route: string; readonly records: readonly AccessedRecord[] }): void;
}

/** A log that can tell one invocation, or one message of a batch, from another. */
export interface InvocationLog extends Log {
  /** Every line that comes of `work` carries these facts, and what is noted meanwhile. */
  within<Result>(facts: LogFacts, work: () => Result): Result;
}
