import { Duration, Stack } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, type IWidget, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { type ILogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  DEPLOYMENT_DIMENSION,
  METRIC_NAMESPACE,
  METRICS,
  type MetricName,
} from '../../functions/core/contracts/metrics.ts';
import type { CallingApi } from './calling-api.ts';
import type { CtiFunction } from './cti-function.ts';
import { ctiMetric } from './cti-metric.ts';
import type { WorkQueue } from './work-queue.ts';

interface OperationsDashboardProps {
  /** The configuration's name. */
  readonly deployment: string;
  readonly functions: readonly CtiFunction[];
  readonly queues: readonly WorkQueue[];
  readonly api: CallingApi;
}

const PERIOD = Duration.minutes(5);
const WIDTH = 8;

/** One page that answers "how are we doing", and the queries that a person who is asked about a call, a source or a record needs. */
export class OperationsDashboard extends Construct {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id);
    const { deployment } = props;
    new Dashboard(this, 'Dashboard', {
      dashboardName: deployment,
      defaultInterval: Duration.hours(12),
      widgets: [...callWidgets(deployment), ...sourceWidgets(deployment), ...platformWidgets(props)],
    });
    this.#queries(props.functions.map(({ logGroup }) => logGroup));
  }

  #queries(logGroups: readonly ILogGroup[]): void {
    const folder = Stack.of(this).stackName;
    const common = { logGroups: [...logGroups] };
    new QueryDefinition(this, 'CallStory', {
      ...common,
      queryDefinitionName: `${folder}/One call's story`,
      queryString: new QueryString({
        fields: ['@timestamp', '@log', 'event', 'type', 'outcome', 'reason', 'status', 'error', 'message'],
        filterStatements: ['callId = "call-"'],
        sort: '@timestamp asc',
      }),
    });
    new QueryDefinition(this, 'RecordAccess', {
      ...common,
      queryDefinitionName: `${folder}/Who was shown a record`,
      queryString: new QueryString({
        fields: ['@timestamp', 'event', 'by', 'route', 'status', 'contactId', 'documentId', 'callId', 'correlationId'],
        filterStatements: [
          'event in ["record-accessed", "record-refused"]',
          'sourceId = "my-crm"',
          'opportunityId = "1001"',
        ],
        sort: '@timestamp desc',
        limit: 1000,
      }),
    });
    new QueryDefinition(this, 'FailedWriteBacks', {
      ...common,
      queryDefinitionName: `${folder}/Failed write-backs of a source`,
      queryString: new QueryString({
        fields: [
          '@timestamp',
          'event',
          'status',
          'type',
          'callId',
          'contactId',
          'documentId',
          'receiveCount',
          'seconds',
        ],
        filterStatements: ['event like /^(write-back-|circuit-)/', 'sourceId = "my-crm"'],
        sort: '@timestamp desc',
        limit: 200,
      }),
    });
  }
}

/** One line for each combination that occurs. */
function search<Name extends MetricName>(deployment: string, name: Name, by: readonly string[]): MathExpression {
  if (!METRICS[name].by.some((one) => one.join() === by.join()))
    throw new Error(`${name} is not counted by ${by.join()}`);
  const schema = [METRIC_NAMESPACE, DEPLOYMENT_DIMENSION, ...by].join(',');
  const wanted = `MetricName="${name}" ${DEPLOYMENT_DIMENSION}="${deployment}"`;
  return new MathExpression({
    expression: `SEARCH('{${schema}} ${wanted}', 'Sum', ${PERIOD.toSeconds()})`,
    ...{ usingMetrics: {}, label: '', period: PERIOD },
  });
}

const graph = (
  title: string,
  left: readonly IMetric[],
  rest: { stacked?: true; right?: readonly IMetric[] } = {},
): IWidget =>
  new GraphWidget({
    ...{ title, width: WIDTH, left: [...left], stacked: rest.stacked ?? false },
    ...(rest.right !== undefined && { right: [...rest.right] }),
  });

const percentiles = (deployment: string, name: 'WaitToDial' | 'LineWait' | 'FlowLookupTime'): IMetric[] =>
  (['p50', 'p90', 'p99'] as const).map((statistic) =>
    ctiMetric(name, { deployment, statistic, period: PERIOD, label: statistic }),
  );

const callWidgets = (deployment: string): IWidget[][] => [
  [
    graph('Requests', [search(deployment, 'CallRequests', ['sourceId', 'outcome'])], { stacked: true }),
    graph('Calls by how they ended', [search(deployment, 'CallsEnded', ['state', 'reason'])], { stacked: true }),
    graph('Dial attempts', [search(deployment, 'DialAttempts', ['outcome'])], { stacked: true }),
  ],
  [
    graph('Wait from request to dialling (ms)', percentiles(deployment, 'WaitToDial')),
    graph('Length of the line (ms)', percentiles(deployment, 'LineWait')),
    graph('Contact events; stuck calls', [search(deployment, 'ContactEvents', ['outcome'])], {
      right: [ctiMetric('StuckCalls', { deployment, statistic: 'Sum', period: PERIOD, label: 'stuck' })],
    }),
  ],
];

const sourceWidgets = (deployment: string): IWidget[][] => [
  [
    graph('Write-backs', [search(deployment, 'WriteBacks', ['sourceId', 'outcome'])], {
      right: [search(deployment, 'CircuitsOpened', ['sourceId'])],
    }),
    graph('Refused webhooks', [search(deployment, 'RequestsRefused', ['sourceId', 'code'])], { stacked: true }),
    graph('Documents; erasures', [search(deployment, 'Documents', ['outcome', 'reason'])], {
      right: [search(deployment, 'Erasures', ['sourceId'])],
    }),
  ],
  [
    graph('Lookups of contact flows', [search(deployment, 'FlowLookups', ['outcome'])], { stacked: true }),
    graph('Time of a lookup (ms)', percentiles(deployment, 'FlowLookupTime')),
    graph('Calls that ended, by source', [search(deployment, 'CallsEnded', ['sourceId'])], { stacked: true }),
  ],
];

const platformWidgets = ({ functions, queues, api }: OperationsDashboardProps): IWidget[][] => [
  [
    graph(
      'Errors of functions',
      functions.map(({ function: one }) => one.metricErrors({ period: PERIOD })),
      { stacked: true },
    ),
    graph(
      'Throttles of functions',
      functions.map(({ function: one }) => one.metricThrottles({ period: PERIOD })),
      {
        stacked: true,
      },
    ),
    graph('API: requests answered 5xx', [api.serverErrors(PERIOD)]),
  ],
  [
    graph(
      'Age of the oldest message (s)',
      queues.map(({ queue, node }) =>
        queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: 'Maximum', label: node.id }),
      ),
    ),
    graph(
      'Dead letters',
      queues.map(({ deadLetters, node }) =>
        deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum', label: node.id }),
      ),
    ),
  ],
];
