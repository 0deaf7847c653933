import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  EventSourceMapping,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration, FunctionSource } from '../../functions/core/contracts/configuration.ts';
import { ENVIRONMENT, type EnvironmentName } from '../../functions/core/contracts/environment.ts';
import { acknowledge, wildcardResource } from '../acknowledge.ts';
import type { ConnectInstance } from '../connect-instance.ts';
import type { RecordingsBucket } from '../recordings-bucket.ts';
import { raiseAlarm } from './operator-alarm.ts';
import type { OpportunityTable } from './opportunity-table.ts';
import { SOURCES_FILE } from './sources-file.ts';
import type { TemplateContactFlow } from './template-contact-flow.ts';
import type { WakeUpSchedules } from './wake-up-schedules.ts';
import type { ReplayQueue, WorkQueue } from './work-queue.ts';

export type TableAccess = 'read' | 'write' | 'remove' | 'batch-read';
export type ObjectAccess = 'get' | 'upload' | 'put' | 'parts' | 'delete' | 'list' | 'purge';
export type ConnectAction =
  | 'DescribeContact'
  | 'GetContactAttributes'
  | 'ListAssociatedContacts'
  | 'StopContact'
  | 'UpdateContactAttributes';
/** The flows that functions start contacts with. */
export interface StartedFlows {
  readonly outbound: TemplateContactFlow;
  readonly agentPreview: TemplateContactFlow;
}

/** What one function gets by default and may be told otherwise. */
export interface CtiFunctionProps {
  readonly description: string;
  /** Folder with `index.mjs` (see `bundleHandlers`). */
  readonly code: string;
  readonly timeout: Duration;
  /** Its log says who was shown what: it is kept longer, and stays when the stack goes. */
  readonly isAudited?: boolean;
  /** Told when an invocation fails. */
  readonly alarmAction: IAlarmAction;
  /** For a function that is invoked asynchronously: takes the event when all attempts have failed. */
  readonly deadLetterQueue?: IQueue;
}

const TABLE_ACTIONS: Readonly<Record<TableAccess, readonly string[]>> = {
  read: ['dynamodb:GetItem', 'dynamodb:Query'],
  write: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
  remove: ['dynamodb:DeleteItem'],
  // Whether any of an opportunity's people were erased.
  'batch-read': ['dynamodb:BatchGetItem'],
};

const OBJECT_ACTIONS: Readonly<Record<Exclude<ObjectAccess, 'list'>, readonly string[]>> = {
  get: ['s3:GetObject'],
  // What a presigned upload needs of the role that signs it.
  upload: ['s3:PutObject'],
  // A large file is sent in parts; a part-way failure must be able to clear them.
  put: ['s3:PutObject', 's3:AbortMultipartUpload'],
  parts: ['s3:ListMultipartUploadParts'],
  delete: ['s3:DeleteObject'],
  // Every version of it.
  purge: ['s3:DeleteObjectVersion'],
};

/** Long enough for a question that comes with the yearly review; who needs longer exports the groups. */
const AUDIT_RETENTION = RetentionDays.THIRTEEN_MONTHS;

/**
 * A Lambda function with every default of this project:
 *
 * - Node.js 24 on arm64, 512 MB (about a third of a vCPU: below that the CPU-bound start dominates the first call);
 * - its own log group, JSON lines, three months (thirteen where views are audited), and its own role, which may write to that group and nothing else;
 * - alarms on failed and on throttled invocations.
 *
 * A `bind…` method sets the environment variable **and** grants what goes with it, so that the two cannot drift apart.
 */
export class CtiFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, props: CtiFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      retention: props.isAudited ? AUDIT_RETENTION : RetentionDays.THREE_MONTHS,
      removalPolicy: props.isAudited ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.logGroup = logGroup;
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: Code.fromAsset(props.code),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: props.timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    });
    this.#raiseAlarms(id, props.alarmAction);
  }

  /** Items of the table; a reader may also query the indexes. */
  bindTable(table: OpportunityTable, ...access: readonly TableAccess[]): this {
    this.#set(ENVIRONMENT.table, table.name);
    this.#set(ENVIRONMENT.retention, JSON.stringify(table.retention));
    this.#allow(
      access.flatMap((one) => TABLE_ACTIONS[one]),
      [table.arn],
    );
    if (access.includes('read')) this.#allow(['dynamodb:Query'], table.indexArns);
    return this;
  }

  /** Sends to the queue. */
  bindQueue(queue: WorkQueue): this {
    this.#set(queue.variable, queue.queue.queueUrl);
    this.#allow(['sqs:SendMessage'], [queue.queue.queueArn]);
    return this;
  }

  /** Is invoked with the queue's messages and reports those that failed. */
  consume(queue: WorkQueue, options: { batchSize: number; maxConcurrency?: number }): this {
    // ChangeMessageVisibility: a consumer sets its own retry delay.
    this.#allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
      [queue.queue.queueArn],
    );
    this.#set(queue.variable, queue.queue.queueUrl);
    this.#poll(queue.queue, options);
    return this;
  }

  /** Is invoked with its own dead letters once they are put back. */
  consumeReplays(queue: ReplayQueue): this {
    this.#allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queue.queue.queueArn]);
    this.#poll(queue.queue, { batchSize: 10 });
    return this;
  }

  #poll(queue: IQueue, options: { batchSize: number; maxConcurrency?: number }): void {
    new EventSourceMapping(this, 'Messages', {
      target: this.function,
      eventSourceArn: queue.queueArn,
      reportBatchItemFailures: true,
      ...options,
    });
  }

  /** Schedules messages of a queue for much later, or takes that back. */
  bindWakeUps({ groupName, schedulesArn, role, queue }: WakeUpSchedules, access: 'set' | 'cancel'): this {
    this.bindValues({ wakeUpGroup: groupName });
    acknowledge(this, {
      [`AwsSolutions-IAM5[Resource::${schedulesArn}]`]:
        'A schedule is named by its call: the narrowest resource is the group of this deployment.',
    });
    if (access === 'cancel') {
      this.#allow(['scheduler:DeleteSchedule'], [schedulesArn]);
      return this;
    }
    this.#allow(['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'], [schedulesArn]);
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
    return this.bindValues({
      ...{ wakeUpRole: role.roleArn, dialQueueArn: queue.queue.queueArn },
      dialDeadLettersArn: queue.deadLetters.queueArn,
    });
  }

  /** Objects under one prefix. `list` is on the whole bucket: without it S3 answers 403 for an object that is not there. */
  bindBucket(bucket: IBucket, prefix: string, ...access: readonly ObjectAccess[]): this {
    this.#set(ENVIRONMENT.documentsBucket, bucket.bucketName);
    this.#allow(
      access.flatMap((one) => (one === 'list' ? [] : OBJECT_ACTIONS[one])),
      [bucket.arnForObjects(`${prefix}*`)],
    );
    if (access.includes('list')) this.#allow(['s3:ListBucket'], [bucket.bucketArn]);
    if (access.includes('purge')) this.#allow(['s3:ListBucketVersions'], [bucket.bucketArn]);
    acknowledge(this, {
      [wildcardResource(this, bucket.bucketArn, `/${prefix}*`)]:
        'An object’s key is made of ids that the CRM chooses: the narrowest resource is the prefix of all documents.',
    });
    return this;
  }

  /** Reads call recordings; with a key, S3 asks for it in this function's name. */
  bindRecordings({ place, objectsArn, kmsKeyArn, service }: RecordingsBucket): this {
    this.bindValues({ recordings: place }).#allow(['s3:GetObject'], [objectsArn]);
    acknowledge(this, {
      [`AwsSolutions-IAM5[Resource::${objectsArn}]`]:
        'A recording’s key is made of the day and the call’s id: the narrowest resource is the folder of all recordings.',
    });
    if (kmsKeyArn === undefined) return this;
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [kmsKeyArn],
        conditions: { StringEquals: { 'kms:ViaService': service } },
      }),
    );
    return this;
  }

  /** The sources' configuration, without their secrets: it lies in the code. */
  bindSources(): this {
    return this.bindValues({ sources: SOURCES_FILE });
  }

  bindSecrets(secrets: readonly ISecret[]): this {
    if (secrets.length === 0) return this;
    this.#allow(
      ['secretsmanager:GetSecretValue'],
      secrets.map(({ secretArn }) => secretArn),
    );
    return this;
  }

  /** Starts outbound calls, and tasks of agents, each with one flow. The task's links lead to the desktop. */
  bindDialling(
    instance: ConnectInstance,
    connect: Configuration['connect'],
    { outbound, agentPreview }: StartedFlows,
    desktopOrigin: string,
  ): this {
    this.#allowConnect(instance, ['StartOutboundVoiceContact'], instance.dialResource);
    this.#allow(['connect:StartTaskContact'], [agentPreview.arn]);
    return this.bindValues({
      outboundFlow: outbound.flowId,
      previewFlow: agentPreview.flowId,
      desktopOrigin,
      sourcePhoneNumber: connect.sourcePhoneNumber,
    });
  }

  /** Reads or marks contacts of the instance. */
  bindConnect(instance: ConnectInstance, actions: readonly ConnectAction[]): this {
    this.#allowConnect(instance, actions, instance.contactsArn);
    return this;
  }

  /** Reads who an agent is. */
  bindAgents(instance: ConnectInstance): this {
    const why = 'Any user of this one instance may take a call, and new ones come without a deployment.';
    this.#allowConnect(instance, ['DescribeUser'], instance.agentsArn, why);
    return this;
  }

  /** Looks whether an agent can take a call, for sources that want to know it before they dial. */
  bindPresence(instance: ConnectInstance, sources: readonly FunctionSource[]): this {
    if (sources.every(({ agentUnavailable = 'dial' }) => agentUnavailable === 'dial')) return this;
    const why = 'Any user of this one instance may ask for a call, in any status that it has.';
    // What lists is allowed on the instance; the statuses themselves are there because their list may ask for them.
    this.#allow(['connect:SearchUsers', 'connect:ListAgentStatuses'], [instance.arn]);
    this.#allowConnect(instance, ['GetCurrentUserData'], instance.agentsArn, why);
    this.#allowConnect(instance, ['ListAgentStatuses'], instance.agentStatusesArn, why);
    return this;
  }

  /** Looks whether an agent has a contact at hand. */
  bindCallsAtHand(instance: ConnectInstance): this {
    const why = 'Any user of this one instance may have a call, and new ones come without a deployment.';
    this.#allow(['connect:SearchUsers'], [instance.arn]);
    this.#allowConnect(instance, ['GetCurrentUserData'], instance.agentsArn, why);
    return this;
  }

  /** Variables that carry no permission. */
  bindValues(values: Partial<Record<keyof typeof ENVIRONMENT, string>>): this {
    for (const [name, value] of Object.entries(values)) {
      this.#set(ENVIRONMENT[name as keyof typeof ENVIRONMENT], value);
    }
    return this;
  }

  #allowConnect(
    instance: ConnectInstance,
    actions: readonly string[],
    resource: string,
    why = 'A contact’s id exists only once the call does: the narrowest resource is the contacts of this one instance, or none for dialling where the operator found that refused (connect.dialPermission).',
  ): void {
    this.#set(ENVIRONMENT.connectInstance, instance.id);
    this.#allow(
      actions.map((action) => `connect:${action}`),
      [resource],
    );
    acknowledge(this, { [`AwsSolutions-IAM5[Resource::${resource}]`]: why });
  }

  #set(name: EnvironmentName, value: string): void {
    this.function.addEnvironment(name, value);
  }

  #allow(actions: readonly string[], resources: readonly string[]): void {
    this.function.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  #raiseAlarms(name: string, action: IAlarmAction): void {
    const period = Duration.minutes(5);
    raiseAlarm(this, 'Errors', {
      means: `${name} failed, its log group has the reason`,
      runbook: 'function-errors',
      metric: this.function.metricErrors({ period }),
      ...{ threshold: 1, action },
    });
    raiseAlarm(this, 'Throttles', {
      means: `Lambda had no room for ${name}`,
      runbook: 'function-throttles',
      metric: this.function.metricThrottles({ period }),
      // Whoever was refused comes again, but those who wait for an answer see it.
      ...{ threshold: 5, action },
    });
  }
}
