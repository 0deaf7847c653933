/**
 * What is counted, in CloudWatch's namespace `OpportunityCti`. Each metric is there for the whole deployment, and again for
 * each list of further dimensions in `by`: names of sources and codes only, because every combination is a metric that is
 * paid for. Counts are best effort: a process that dies between an effect and its count loses the count.
 */
export const METRIC_NAMESPACE = 'OpportunityCti';
/** The dimension that every metric has: the configuration's `name`. */
export const DEPLOYMENT_DIMENSION = 'deployment';

interface MetricDefinition {
  readonly unit: 'Count' | 'Milliseconds';
  readonly by: readonly (readonly string[])[];
}

export const METRICS = {
  CallRequests: { unit: 'Count', by: [['sourceId', 'outcome']] },
  RequestsRefused: { unit: 'Count', by: [['sourceId', 'code']] },
  CallsEnded: { unit: 'Count', by: [['state', 'reason'], ['sourceId']] },
  DialAttempts: { unit: 'Count', by: [['outcome']] },
  WaitToDial: { unit: 'Milliseconds', by: [] },
  LineWait: { unit: 'Milliseconds', by: [] },
  ContactEvents: { unit: 'Count', by: [['outcome']] },
  StuckCalls: { unit: 'Count', by: [] },
  WriteBacks: { unit: 'Count', by: [['outcome'], ['sourceId', 'outcome']] },
  CircuitsOpened: { unit: 'Count', by: [['sourceId']] },
  FlowLookups: { unit: 'Count', by: [['outcome']] },
  FlowLookupTime: { unit: 'Milliseconds', by: [] },
  Documents: { unit: 'Count', by: [['outcome', 'reason']] },
  Erasures: { unit: 'Count', by: [['sourceId']] },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof METRICS;
type DimensionName<Name extends MetricName> = (typeof METRICS)[Name]['by'][number][number];
export type MetricDimensions<Name extends MetricName> = Readonly<Record<DimensionName<Name>, string>>;

/** For docs/metrics.md: what one more of it means. */
export const METRIC_MEANINGS: Readonly<Record<MetricName, string>> = {
  CallRequests:
    'a call request of a source or an agent; `outcome` is `accepted`, or `duplicate` for one that came again',
  RequestsRefused: 'a webhook of a configured source that was answered with an error; `code` is the problem’s',
  CallsEnded: 'a call that reached a final `state`, with its `reason` (`none` without one)',
  DialAttempts:
    'an answer of Connect to StartOutboundVoiceContact or StartTaskContact: `started`, `refused`, `throttled`, or `unknown` when there was none',
  WaitToDial: 'from the request to the dialling of a customer-first call that no rule and no wish has held back',
  LineWait: 'how far ahead the slot is that a call was given when it asked for one; 0 when it may dial at once',
  ContactEvents:
    'an event of Connect that was delivered: `applied`, `repeated`, or `ignored` because it is about no call of ours',
  StuckCalls: 'a call of which Connect has told nothing final for a day',
  WriteBacks:
    'an attempt to tell a source something: `delivered`, `dropped` (nothing to tell any more, or unwanted), `failed`, or `waiting` for its circuit',
  CircuitsOpened:
    'a source that has failed so often that it is left alone for a while; again for each probe that fails',
  FlowLookups:
    'a question of a contact flow: `found`, `several`, `no-match`, or `store-unavailable` when no answer was to be had in time',
  FlowLookupTime: 'from the question to its answer, without a cold start; the flow waits 3 s for both',
  Documents:
    'a file of a CRM that was copied (`stored`), or given up (`failed`, with the `reason` that the desktop shows)',
  Erasures: 'an opportunity or a person that a source has had erased, and nothing was left of',
};
