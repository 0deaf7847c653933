import type { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** The pages of docs/runbook: each is the answer to at least one alarm. */
export type RunbookPage =
  | 'api-errors'
  | 'calls-not-placed'
  | 'connect-throttles'
  | 'dead-letters'
  | 'dial-queue-age'
  | 'document-queue-age'
  | 'erasure-queue-age'
  | 'events-not-delivered'
  | 'flow-lookups'
  | 'function-errors'
  | 'function-throttles'
  | 'open-circuit'
  | 'read-queue-age'
  | 'replay-queue-age'
  | 'stuck-calls'
  | 'table-trouble'
  | 'write-back-queue-age';

interface OperatorAlarm {
  /** One sentence for whoever is woken by it. */
  readonly means: string;
  readonly runbook: RunbookPage;
  readonly metric: IMetric;
  /** Reached or passed. */
  readonly threshold: number;
  /** So many periods in a row; 1 unless told. */
  readonly periods?: number;
  /** Told at the beginning and at the end. */
  readonly action: IAlarmAction;
  /** For percentiles: few samples say nothing. */
  readonly ignoreFewSamples?: true;
}

/**
 * An alarm that says which page of the runbook to open, and when it is over. No data is good news everywhere: what is counted
 * here is trouble, and that nobody calls at night is none.
 */
export function raiseAlarm(scope: Construct, id: string, alarm: OperatorAlarm): void {
  const raised = new Alarm(scope, id, {
    alarmDescription: `${alarm.means}: docs/runbook/${alarm.runbook}.md`,
    metric: alarm.metric,
    threshold: alarm.threshold,
    evaluationPeriods: alarm.periods ?? 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    ...(alarm.ignoreFewSamples && { evaluateLowSampleCountPercentile: 'ignore' }),
  });
  raised.addAlarmAction(alarm.action);
  raised.addOkAction(alarm.action);
}

/** Several metrics as one. An alarm takes at most ten. */
export function sumOf(label: string, period: Duration, metrics: readonly IMetric[]): MathExpression {
  const named = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  return new MathExpression({
    expression: `SUM([${Object.keys(named).join(',')}])`,
    usingMetrics: named,
    label,
    period,
  });
}
