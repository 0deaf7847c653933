import { Duration } from 'aws-cdk-lib';
import { type IAlarmAction, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { CallingApi } from './calling-api.ts';
import { ctiMetric } from './cti-metric.ts';
import { raiseAlarm, sumOf } from './operator-alarm.ts';
import type { OpportunityTable } from './opportunity-table.ts';
import type { WakeUpSchedules } from './wake-up-schedules.ts';

interface OperatorAlarmsProps {
  /** The configuration's name. */
  readonly deployment: string;
  readonly api: CallingApi;
  readonly table: OpportunityTable;
  readonly rules: readonly IRule[];
  readonly wakeUps: WakeUpSchedules;
  readonly action: IAlarmAction;
}

const FIVE_MINUTES = Duration.minutes(5);
const QUARTER = Duration.minutes(15);
/** What the functions do with the table. */
const TABLE_OPERATIONS = [
  ...['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
  ...['BatchWriteItem', 'TransactWriteItems'],
] as const;

/** What goes wrong between the parts; queues and functions bring alarms of their own. */
export class OperatorAlarms extends Construct {
  constructor(scope: Construct, id: string, props: OperatorAlarmsProps) {
    super(scope, id);
    this.#calls(props);
    this.#sources(props);
    this.#lookups(props);
    this.#table(props);
    this.#delivery(props);
  }

  /** Connect and we. */
  #calls({ deployment, action }: OperatorAlarmsProps): void {
    const attempts = (outcome: string) =>
      ctiMetric('DialAttempts', { deployment, statistic: 'Sum', period: QUARTER, of: { outcome } });
    raiseAlarm(this, 'ConnectThrottles', {
      means: 'Connect refuses to dial for want of capacity',
      runbook: 'connect-throttles',
      metric: attempts('throttled'),
      // We stay within the quota: one may be somebody else's burst, ten are not.
      ...{ threshold: 10, action },
    });
    raiseAlarm(this, 'CallsRefused', {
      means: 'Connect refuses calls for good',
      runbook: 'calls-not-placed',
      metric: attempts('refused'),
      // A wrong number is refused too; five in a quarter of an hour are a configuration.
      ...{ threshold: 5, action },
    });
    raiseAlarm(this, 'CallsUnanswered', {
      means: 'Connect does not answer when it is asked to dial',
      runbook: 'calls-not-placed',
      metric: attempts('unknown'),
      ...{ threshold: 5, action },
    });
    raiseAlarm(this, 'StuckCalls', {
      means: 'A call has had no end for a day and was closed',
      runbook: 'stuck-calls',
      metric: ctiMetric('StuckCalls', { deployment, statistic: 'Sum', period: Duration.hours(1) }),
      ...{ threshold: 1, action },
    });
  }

  /** CRMs, agents and we. */
  #sources({ deployment, api, action }: OperatorAlarmsProps): void {
    raiseAlarm(this, 'OpenCircuit', {
      means: 'A CRM fails so often that it is left alone',
      runbook: 'open-circuit',
      // A circuit is opened again at least every ten minutes while its source is down: the alarm lasts as long.
      metric: ctiMetric('CircuitsOpened', { deployment, statistic: 'Sum', period: QUARTER }),
      ...{ threshold: 1, action },
    });
    raiseAlarm(this, 'ApiErrors', {
      means: 'The API answers CRMs and desktops with errors of our own',
      runbook: 'api-errors',
      metric: api.serverErrors(FIVE_MINUTES),
      // A single 503 is sent again by whoever got it.
      ...{ threshold: 5, action },
    });
  }

  #lookups({ deployment, action }: OperatorAlarmsProps): void {
    raiseAlarm(this, 'LookupFailures', {
      means: 'Contact flows are not told who is calling',
      runbook: 'flow-lookups',
      metric: ctiMetric('FlowLookups', {
        ...{ deployment, statistic: 'Sum', period: FIVE_MINUTES },
        of: { outcome: 'store-unavailable' },
      }),
      ...{ threshold: 3, action },
    });
    raiseAlarm(this, 'LookupTime', {
      means: 'Contact flows are told who is calling almost too late',
      runbook: 'flow-lookups',
      // The flow waits 3 s, a cold start included; we give up at 2.5 s.
      metric: ctiMetric('FlowLookupTime', { deployment, statistic: 'p90', period: FIVE_MINUTES }),
      ...{ threshold: 1_500, periods: 3, action, ignoreFewSamples: true },
    });
  }

  #table({ table, action }: OperatorAlarmsProps): void {
    const metric = (metricName: string, dimensions: Readonly<Record<string, string>> = {}) =>
      new Metric({
        ...{ namespace: 'AWS/DynamoDB', metricName, statistic: 'Sum', period: FIVE_MINUTES },
        dimensionsMap: { TableName: table.name, ...dimensions },
      });
    const places = [{}, ...table.indexNames.map((GlobalSecondaryIndexName) => ({ GlobalSecondaryIndexName }))];
    raiseAlarm(this, 'TableThrottles', {
      means: 'DynamoDB throttles the table or an index of it',
      runbook: 'table-trouble',
      metric: sumOf(
        'throttled',
        FIVE_MINUTES,
        places.flatMap((place) => [metric('ReadThrottleEvents', place), metric('WriteThrottleEvents', place)]),
      ),
      // The SDK tries again; a few while a table grows cost milliseconds.
      ...{ threshold: 20, action },
    });
    raiseAlarm(this, 'TableErrors', {
      means: 'DynamoDB answers with errors of its own',
      runbook: 'table-trouble',
      metric: sumOf(
        'errors',
        FIVE_MINUTES,
        TABLE_OPERATIONS.map((Operation) => metric('SystemErrors', { Operation })),
      ),
      ...{ threshold: 5, action },
    });
  }

  /** What other services were to bring us, and Lambda's room for it. */
  #delivery({ rules, wakeUps, action }: OperatorAlarmsProps): void {
    const count = (namespace: string, metricName: string, dimensionsMap: Readonly<Record<string, string>>) =>
      new Metric({ namespace, metricName, dimensionsMap, statistic: 'Sum', period: FIVE_MINUTES });
    raiseAlarm(this, 'EventsNotDelivered', {
      means: 'EventBridge could not deliver events of Connect or S3',
      runbook: 'events-not-delivered',
      metric: sumOf(
        'not delivered',
        FIVE_MINUTES,
        rules.flatMap(({ ruleName: RuleName }) =>
          ['FailedInvocations', 'InvocationsFailedToBeSentToDlq'].map((name) =>
            count('AWS/Events', name, { RuleName }),
          ),
        ),
      ),
      ...{ threshold: 1, action },
    });
    const group = { ScheduleGroup: wakeUps.groupName };
    raiseAlarm(this, 'WakeUpsNotDelivered', {
      means: 'EventBridge Scheduler could not send the turn of a call',
      runbook: 'events-not-delivered',
      metric: sumOf('not delivered', FIVE_MINUTES, [
        count('AWS/Scheduler', 'InvocationDroppedCount', group),
        count('AWS/Scheduler', 'InvocationsFailedToBeSentToDeadLetterCount', group),
      ]),
      ...{ threshold: 1, action },
    });
    const used = new Metric({
      ...{ namespace: 'AWS/Usage', metricName: 'ResourceCount', statistic: 'Maximum', period: FIVE_MINUTES },
      dimensionsMap: { Service: 'Lambda', Type: 'Resource', Resource: 'ConcurrentExecutions', Class: 'None' },
    });
    raiseAlarm(this, 'Concurrency', {
      means: 'Lambda’s concurrent executions in this account and Region come near their quota (percent)',
      runbook: 'function-throttles',
      metric: new MathExpression({
        ...{ expression: '100 * used / SERVICE_QUOTA(used)', usingMetrics: { used } },
        ...{ label: 'percent of the quota', period: FIVE_MINUTES },
      }),
      ...{ threshold: 80, periods: 2, action },
    });
  }
}
