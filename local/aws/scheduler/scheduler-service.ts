/** EventBridge Scheduler: one-time schedules that send a message to a queue, with the permissions of the schedule's role. */
import { join } from 'node:path';
import { AwsError } from '../errors.ts';
import type { AwsService, Need } from '../service.ts';
import { openStateFile } from '../state-file.ts';
import { readSchedulerRequest, type ScheduleInput, type SchedulerRequest } from './schedule-requests.ts';
import { type Deliver, dueDeliveries, keyOf, type Schedule, type SchedulerState, timeOf } from './schedules.ts';

/** The service delivers within a minute; here nobody wants to wait for one. Milliseconds. */
const TICK = 500;

export interface SchedulerOptions {
  readonly region: string;
  readonly accountId: string;
  readonly dataFolder?: string;
  readonly now: () => Date;
  readonly deliver: Deliver;
  /** Whether the role's trust policy lets Scheduler assume it. */
  readonly mayAssume: (roleArn: string) => boolean;
}

export const startScheduler = (options: SchedulerOptions): AwsService => {
  const { region, accountId } = options;
  const now = () => options.now().getTime();
  const path = options.dataFolder && join(options.dataFolder, 'schedules.json');
  const file = openStateFile<SchedulerState>(path, { groups: ['default'], schedules: {} });
  const { groups, schedules } = file.value;
  const deliverDue = dueDeliveries(
    // After a restart the roles come with the deployment.
    file,
    options.deliver,
    ({ roleArn }) => options.mayAssume(roleArn),
  );
  const timer = setInterval(() => {
    deliverDue(now()).catch((error: unknown) => console.error('A schedule could not be delivered:', error));
  }, TICK);

  const arn = (resource: string) => `arn:aws:scheduler:${region}:${accountId}:${resource}`;
  const requireGroup = (group: string): void => {
    if (!groups.includes(group)) throw notFound(`Schedule group ${group} does not exist.`);
  };
  const requireSchedule = (group: string, name: string): Schedule => {
    const schedule = schedules[keyOf(group, name)];
    if (schedule === undefined) throw notFound(`Schedule ${name} does not exist.`);
    return schedule;
  };

  const put = async (name: string, input: ScheduleInput, known?: Schedule): Promise<object> => {
    const { GroupName: group, ScheduleExpression: expression, Target } = input;
    timeOf(expression);
    if (!options.mayAssume(Target.RoleArn)) {
      const words = 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
      throw new AwsError('ValidationException', words);
    }
    const deadLetterArn = Target.DeadLetterConfig?.Arn;
    schedules[keyOf(group, name)] = {
      ...{ name, group, expression, targetArn: Target.Arn, roleArn: Target.RoleArn, input: Target.Input },
      ...(deadLetterArn !== undefined && { deadLetterArn }),
      ...{ createdAt: known?.createdAt ?? now(), changedAt: now() },
    };
    await file.save();
    return { ScheduleArn: arn(`schedule/${group}/${name}`) };
  };

  const serve = async (request: SchedulerRequest): Promise<object> => {
    switch (request.operation) {
      case 'CreateScheduleGroup': {
        const { group } = request;
        if (groups.includes(group)) throw conflict(`Schedule group ${group} already exists.`);
        groups.push(group);
        await file.save();
        return { ScheduleGroupArn: arn(`schedule-group/${group}`) };
      }
      case 'GetScheduleGroup':
        requireGroup(request.group);
        return { Arn: arn(`schedule-group/${request.group}`), Name: request.group, State: 'ACTIVE' };
      case 'CreateSchedule': {
        const { name, input } = request;
        requireGroup(input.GroupName);
        if (keyOf(input.GroupName, name) in schedules) throw conflict(`Schedule ${name} already exists.`);
        return put(name, input);
      }
      case 'UpdateSchedule':
        return put(request.name, request.input, requireSchedule(request.input.GroupName, request.name));
      case 'GetSchedule':
        return presented(requireSchedule(request.group, request.name), arn);
      case 'DeleteSchedule':
        requireSchedule(request.group, request.name);
        delete schedules[keyOf(request.group, request.name)];
        await file.save();
        return {};
    }
  };

  return {
    name: 'scheduler',
    tracePart: 'events',
    read(received) {
      const request = readSchedulerRequest(received);
      return {
        operation: request.operation,
        needs: needsOf(request, arn),
        subject: 'name' in request ? request.name : request.group,
        serve: async () => ({
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(await serve(request)),
        }),
      };
    },
    async stop() {
      clearInterval(timer);
      await file.save();
    },
  };
};

/** As the Service Authorization Reference has it: whoever gives a schedule a role must be allowed to pass it on. */
function needsOf(request: SchedulerRequest, arn: (resource: string) => string): readonly Need[] {
  const action = `scheduler:${request.operation}`;
  if (!('name' in request)) return [{ action, resource: arn(`schedule-group/${request.group}`) }];
  if (!('input' in request)) return [{ action, resource: arn(`schedule/${request.group}/${request.name}`) }];
  const { GroupName: group, Target } = request.input;
  const context = { 'iam:PassedToService': 'scheduler.amazonaws.com' };
  return [
    { action, resource: arn(`schedule/${group}/${request.name}`) },
    { action: 'iam:PassRole', resource: Target.RoleArn, context },
  ];
}

const presented = (schedule: Schedule, arn: (resource: string) => string): object => ({
  ...{ Arn: arn(`schedule/${schedule.group}/${schedule.name}`), Name: schedule.name, GroupName: schedule.group },
  ...{ ScheduleExpression: schedule.expression, ScheduleExpressionTimezone: 'UTC', State: 'ENABLED' },
  ...{ FlexibleTimeWindow: { Mode: 'OFF' }, ActionAfterCompletion: 'DELETE' },
  ...{ CreationDate: schedule.createdAt / 1_000, LastModificationDate: schedule.changedAt / 1_000 },
  Target: {
    ...{ Arn: schedule.targetArn, RoleArn: schedule.roleArn, Input: schedule.input },
    ...(schedule.deadLetterArn !== undefined && { DeadLetterConfig: { Arn: schedule.deadLetterArn } }),
  },
});

const notFound = (message: string) => new AwsError('ResourceNotFoundException', message, 404, { Message: message });
const conflict = (message: string) => new AwsError('ConflictException', message, 409, { Message: message });
