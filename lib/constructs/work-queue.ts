import { Duration } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvironmentName } from '../../functions/core/contracts/environment.ts';
import { type RunbookPage, raiseAlarm } from './operator-alarm.ts';

interface DeadLetterQueueProps {
  readonly alarmAction: IAlarmAction;
}

/** What could not be processed waits here for a replay, and raises an alarm from the first message on. */
export class DeadLetterQueue extends Construct {
  readonly queue: IQueue;

  constructor(scope: Construct, id: string, { alarmAction }: DeadLetterQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // SQS keeps nothing longer.
      retentionPeriod: Duration.days(14),
    });
    raiseAlarm(this, 'Depth', {
      means: `${this.node.path} holds messages that could not be processed`,
      runbook: 'dead-letters',
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: 1,
      action: alarmAction,
    });
  }
}

interface ReplayQueueProps {
  readonly alarmAction: IAlarmAction;
  readonly deadLetters: DeadLetterQueue;
  /** Timeout of the function whose events died. */
  readonly consumerTimeout: Duration;
}

/** What fails again fails soon: it has been tried for hours before. */
const REPLAY_ATTEMPTS = 3;

/**
 * The way back from the dead letters of a function that is invoked by events. SQS moves messages out of a dead-letter queue
 * only when it belongs to another queue, and only into queues: this one, which the function consumes.
 */
export class ReplayQueue extends Construct {
  readonly queue: IQueue;

  constructor(scope: Construct, id: string, { deadLetters, consumerTimeout, alarmAction }: ReplayQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: visibilityTimeoutFor(consumerTimeout),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: deadLetters.queue, maxReceiveCount: REPLAY_ATTEMPTS },
    });
    raiseAlarm(this, 'Age', {
      means: `What was put back into ${this.node.path} is not processed`,
      runbook: 'replay-queue-age',
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: Duration.hours(1).toSeconds(),
      action: alarmAction,
    });
  }
}

/** Lambda asks for six times its timeout, so that a batch it had to put back is not seen twice at once. */
const visibilityTimeoutFor = (timeout: Duration): Duration => Duration.seconds(6 * timeout.toSeconds());

interface WorkQueueProps extends DeadLetterQueueProps {
  /** The variable by which functions know the queue. */
  readonly variable: EnvironmentName;
  /** Timeout of the consuming function. */
  readonly consumerTimeout: Duration;
  readonly maxReceiveCount: number;
  /** A message older than this means that work is not being done. */
  readonly tooOld: Duration;
  /** What to do then. */
  readonly runbook: RunbookPage;
}

/** A queue between two of our functions, with a dead-letter queue and an alarm on the age of its oldest message. */
export class WorkQueue extends Construct {
  readonly queue: IQueue;
  readonly deadLetters: IQueue;
  readonly variable: EnvironmentName;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.variable = props.variable;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', props);
    this.deadLetters = deadLetters.queue;
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: visibilityTimeoutFor(props.consumerTimeout),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: deadLetters.queue, maxReceiveCount: props.maxReceiveCount },
    });
    raiseAlarm(this, 'Age', {
      means: `The oldest message of ${this.node.path} waits longer than ${props.tooOld.toMinutes()} minutes`,
      runbook: props.runbook,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: props.tooOld.toSeconds(),
      action: props.alarmAction,
    });
  }
}
