import { ArnFormat, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { WorkQueue } from './work-queue.ts';

interface WakeUpSchedulesProps {
  /** Of the deployment: unique in account and Region, as the group's name has to be. */
  readonly name: string;
  readonly queue: WorkQueue;
}

/**
 * The group in which functions schedule messages of one queue, and the role with which EventBridge Scheduler sends them:
 * it is assumed for schedules of this group only, as the guide to the confused deputy recommends. What cannot be delivered
 * goes to the queue's own dead letters.
 */
export class WakeUpSchedules extends Construct {
  readonly groupName: string;
  readonly role: IRole;
  readonly queue: WorkQueue;
  /** Every schedule of the group. */
  readonly schedulesArn: string;

  constructor(scope: Construct, id: string, { name, queue }: WakeUpSchedulesProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.queue = queue;
    this.groupName = `${name}-wake-ups`;
    const group = new CfnScheduleGroup(this, 'Group', { name: this.groupName });
    this.schedulesArn = stack.formatArn({
      ...{ service: 'scheduler', resource: 'schedule', resourceName: `${this.groupName}/*` },
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group.attrArn } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [queue.queue.queueArn, queue.deadLetters.queueArn],
      }),
    );
    this.role = role;
  }
}
