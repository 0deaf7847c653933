import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { DEFAULT_DISPOSITIONS } from '../functions/core/contracts/agent-requests.ts';
import type { Configuration, DesktopConfiguration, FunctionSource } from '../functions/core/contracts/configuration.ts';
import { ENVIRONMENT } from '../functions/core/contracts/environment.ts';
import { bindFunctions, DOCUMENTS_PREFIX, type Resources } from './bind-functions.ts';
import { connectInstance } from './connect-instance.ts';
import type { HandlerBundles } from './constructs/bundle-handlers.ts';
import { CallingApi } from './constructs/calling-api.ts';
import { CallingFunctions, timeoutOf } from './constructs/calling-functions.ts';
import { ContactFlows } from './constructs/contact-flows.ts';
import { EventSubscriptions } from './constructs/event-subscriptions.ts';
import { OperationsDashboard } from './constructs/operations-dashboard.ts';
import { OperatorAlarms } from './constructs/operator-alarms.ts';
import type { OpportunityTable } from './constructs/opportunity-table.ts';
import { deploySite } from './constructs/site-deployment.ts';
import { SourceSecrets } from './constructs/source-secrets.ts';
import { WakeUpSchedules } from './constructs/wake-up-schedules.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { desktopHosts } from './desktop-hosts.ts';
import { organisationOf } from './dynamics-organisation.ts';

interface CallingStackProps extends StackProps {
  readonly configuration: Configuration;
  readonly table: OpportunityTable;
  readonly documents: IBucket;
  readonly siteBucket: IBucket;
  readonly desktopOrigin: string;
  readonly bundles: HandlerBundles;
  readonly sources: readonly FunctionSource[];
  /** Folder with the contact flows' JSON. */
  readonly flowsFolder: string;
}

/** Everything that happens to a call: the API, the functions, their queues and events, and the contact flows. */
export class CallingStack extends Stack {
  constructor(scope: Construct, id: string, props: CallingStackProps) {
    const { configuration, table, documents, siteBucket, desktopOrigin, bundles, sources, flowsFolder, ...stackProps } =
      props;
    super(scope, id, stackProps);
    const instance = connectInstance(configuration);
    const alarmAction = new SnsAction(this.#alarmTopic(configuration));
    const secrets = new SourceSecrets(this, 'Secrets', sources).byId;
    const queues = this.#queues(alarmAction);
    const wakeUps = new WakeUpSchedules(this, 'WakeUps', { name: configuration.name, queue: queues.dial });
    const functions = new CallingFunctions(this, 'Functions', { bundles, alarmAction });
    const flows = new ContactFlows(this, 'Flows', {
      configuration,
      instance,
      folder: flowsFolder,
      lookUpContact: functions.byName[configuration.lookup.crm ? 'look-up-contact-in-crm' : 'look-up-contact'],
    });
    bindFunctions(functions.byName, {
      configuration,
      table,
      documents,
      queues,
      wakeUps,
      instance,
      flows,
      desktopOrigin,
      sources,
      secrets,
    });
    const events = new EventSubscriptions(this, 'Events', {
      functions,
      instance,
      documents,
      documentsPrefix: DOCUMENTS_PREFIX,
      eventSources: configuration.sources.flatMap((source) =>
        source.kind === 'salesforce' ? source.eventSources : [],
      ),
    });
    const api = new CallingApi(this, 'Api', {
      functions: functions.byName,
      identity: configuration.identity,
      desktopOrigin,
    });
    const deployment = configuration.name;
    const rules = events.rules;
    new OperatorAlarms(this, 'OperatorAlarms', { deployment, api, table, rules, wakeUps, action: alarmAction });
    new OperationsDashboard(this, 'Operations', {
      ...{ deployment, api, queues: Object.values(queues) },
      functions: Object.values(functions.byName),
    });
    // Written from here because only this stack knows the API's address.
    deploySite(this, 'DesktopConfiguration', siteBucket, {
      sources: [Source.jsonData('config.json', desktopConfiguration(configuration, api.url))],
    });

    new CfnOutput(this, 'ApiEndpoint', { value: api.url, description: 'For endpoints.api of the configuration' });
    new CfnOutput(this, 'DesktopUrl', { value: `${desktopOrigin}/` });
    new CfnOutput(this, 'InboundFlowArn', { value: flows.inbound.arn, description: 'Point a claimed number at it' });
    for (const [sourceId, { secretArn }] of secrets) {
      const name = sourceId.replaceAll('-', '');
      new CfnOutput(this, `WebhookUrl${name}`, { value: `${api.url}/webhooks/${sourceId}` });
      new CfnOutput(this, `SecretArn${name}`, { value: secretArn });
    }
  }

  #alarmTopic({ alarms }: Configuration): Topic {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true });
    if (alarms.email !== undefined) topic.addSubscription(new EmailSubscription(alarms.email));
    return topic;
  }

  #queues(alarmAction: SnsAction): Resources['queues'] {
    return {
      dial: new WorkQueue(this, 'Dial', {
        variable: ENVIRONMENT.dialQueue,
        consumerTimeout: timeoutOf('dial-call'),
        // Being early is no failure (the function sends the message anew), so ten failures mean a real fault.
        maxReceiveCount: 10,
        tooOld: Duration.minutes(30),
        runbook: 'dial-queue-age',
        alarmAction,
      }),
      writeBack: new WorkQueue(this, 'WriteBack', {
        variable: ENVIRONMENT.writeBackQueue,
        consumerTimeout: timeoutOf('write-back'),
        // With exponential backoff, twelve attempts outlast a CRM's outage of some hours.
        maxReceiveCount: 12,
        tooOld: Duration.hours(1),
        runbook: 'write-back-queue-age',
        alarmAction,
      }),
      document: new WorkQueue(this, 'Document', {
        variable: ENVIRONMENT.documentQueue,
        consumerTimeout: timeoutOf('fetch-document'),
        maxReceiveCount: 5,
        tooOld: Duration.hours(2),
        runbook: 'document-queue-age',
        alarmAction,
      }),
      read: new WorkQueue(this, 'Read', {
        variable: ENVIRONMENT.readQueue,
        consumerTimeout: timeoutOf('read-opportunity'),
        // Two more than the function's own patience (READ_ATTEMPTS), which ends in words and not as a dead letter.
        maxReceiveCount: 10,
        tooOld: Duration.minutes(30),
        runbook: 'read-queue-age',
        alarmAction,
      }),
      erasure: new WorkQueue(this, 'Erasure', {
        variable: ENVIRONMENT.erasureQueue,
        consumerTimeout: timeoutOf('erase-data'),
        maxReceiveCount: 10,
        tooOld: Duration.hours(1),
        runbook: 'erasure-queue-age',
        alarmAction,
      }),
    };
  }
}

function desktopConfiguration(configuration: Configuration, apiUrl: string): DesktopConfiguration {
  const { connect, region, identity, sources, desktop } = configuration;
  const { issuer, clientId, scope, audience } = identity;
  return {
    apiUrl,
    ccpUrl: connect.ccpUrl,
    ...(connect.loginUrl !== undefined && { loginUrl: connect.loginUrl }),
    region,
    identity: { issuer, clientId, scope, audience: audience[0] ?? '' },
    sources: sources.map((source) => {
      const { id, dispositions = DEFAULT_DISPOSITIONS } = source;
      const organisation = organisationOf(source, desktop);
      return { id, dispositions, ...(organisation !== undefined && { organisation }) };
    }),
    ...{ access: desktop.access, hosts: desktopHosts(configuration), phoneNumber: connect.sourcePhoneNumber },
  };
}
