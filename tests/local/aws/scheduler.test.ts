import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SCHEDULER_SESSION } from '../../../local/parts.ts';
import { ACCOUNT, allow, type Clients, type StartedEdge, startEdge } from './started-edge.ts';

/** The edge compares its clock with that of the SDK's signature, as AWS does: 15 minutes apart at most. */
const TEN_MINUTES = 600_000;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/wake-ups`;
const SCHEDULES = `arn:aws:scheduler:eu-central-1:${ACCOUNT}:schedule/calls`;
const queueArn = (name: string) => `arn:aws:sqs:eu-central-1:${ACCOUNT}:${name}`;
const INPUT = '{"sourceId":"demo-crm","requestId":"msg_1"}';

let ahead: number;
let folder: string;
let system: StartedEdge;
let admin: Clients;

const expressionIn = (milliseconds: number) =>
  `at(${new Date(Date.now() + ahead + milliseconds).toISOString().slice(0, 19)})`;
const schedule = (more: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
  ...{ Name: 'call-1', GroupName: 'calls', ScheduleExpression: expressionIn(TEN_MINUTES) },
  ...{ FlexibleTimeWindow: { Mode: 'OFF' }, ActionAfterCompletion: 'DELETE' },
  Target: { Arn: queueArn('dial'), RoleArn: ROLE, Input: INPUT, DeadLetterConfig: { Arn: queueArn('dead') } },
  ...more,
});
const create = (more: Partial<CreateScheduleCommandInput> = {}, by = admin) =>
  by.scheduler.send(new CreateScheduleCommand(schedule(more)));
const find = () => admin.scheduler.send(new GetScheduleCommand({ Name: 'call-1', GroupName: 'calls' }));
const receive = async (queue: string, WaitTimeSeconds = 10) => {
  const QueueUrl = `${system.edge.origin}/${ACCOUNT}/${queue}`;
  const wanted = { QueueUrl, WaitTimeSeconds, MessageAttributeNames: ['All'] };
  return (await admin.sqs.send(new ReceiveMessageCommand(wanted))).Messages?.[0];
};

async function start(): Promise<void> {
  system = await startEdge({ dataFolder: folder, clock: { now: () => new Date(Date.now() + ahead) } });
  admin = system.clients();
}
/** As the deployment does for a role whose trust policy names Scheduler. */
const trust = (...queues: readonly string[]) =>
  void system.edge.addRole({
    ...{ arn: ROLE, sessionName: SCHEDULER_SESSION },
    statements: [allow('sqs:SendMessage', queues.map(queueArn))],
  });

beforeEach(async () => {
  ahead = 0;
  folder = await mkdtemp(join(tmpdir(), 'scheduler-'));
  await start();
  for (const QueueName of ['dial', 'dead']) await admin.sqs.send(new CreateQueueCommand({ QueueName }));
  await admin.scheduler.send(new CreateScheduleGroupCommand({ Name: 'calls' }));
});
afterEach(async () => {
  await system.stop();
  await rm(folder, { recursive: true });
});

describe('EventBridge Scheduler behind the edge', () => {
  it('sends the message with the role’s permission when its time has come, once, and is gone', async () => {
    trust('dial');
    expect((await create()).ScheduleArn).toBe(`${SCHEDULES}/call-1`);
    expect(await find()).toMatchObject({ State: 'ENABLED', ActionAfterCompletion: 'DELETE', Target: { Input: INPUT } });
    expect(await receive('dial', 1)).toBeUndefined();
    ahead = TEN_MINUTES;
    expect((await receive('dial'))?.Body).toBe(INPUT);
    await expect(find()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('leaves what its role may not send in the dead-letter queue, with the call that failed', async () => {
    trust('dead');
    await create({ ScheduleExpression: expressionIn(0) });
    const dead = await receive('dead');
    expect(JSON.parse(dead?.Body ?? '{}')).toMatchObject({ MessageBody: INPUT });
    expect(dead?.MessageAttributes?.ERROR_CODE?.StringValue).toBe('AccessDenied');
    expect(dead?.MessageAttributes?.TARGET_ARN?.StringValue).toBe(queueArn('dial'));
  });

  it('keeps schedules over a restart, and delivers those whose time came meanwhile', async () => {
    trust('dial');
    await create();
    await system.stop();
    ahead = TEN_MINUTES;
    await start();
    trust('dial');
    expect((await receive('dial'))?.Body).toBe(INPUT);
  });

  it('moves a schedule, and takes one back', async () => {
    trust('dial');
    await create();
    const moved = { ScheduleExpression: expressionIn(2 * TEN_MINUTES) };
    await admin.scheduler.send(new UpdateScheduleCommand(schedule(moved)));
    expect((await find()).ScheduleExpression).toBe(moved.ScheduleExpression);
    const remove = () => admin.scheduler.send(new DeleteScheduleCommand({ Name: 'call-1', GroupName: 'calls' }));
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(admin.scheduler.send(new UpdateScheduleCommand(schedule()))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    ahead = TEN_MINUTES;
    expect(await receive('dial', 1)).toBeUndefined();
  });

  it.each([
    ['a name that is taken', {}, 'ConflictException'],
    ['a group that is not there', { GroupName: 'other' }, 'ResourceNotFoundException'],
    ['something else than a time', { Name: 'call-2', ScheduleExpression: 'at(tomorrow)' }, 'ValidationException'],
    ['a name with a slash', { Name: 'call/2' }, 'ValidationException'],
    ['a window that is not off', { Name: 'call-2', FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, 'ValidationException'],
    [
      'a role that does not trust it',
      { Name: 'call-2', Target: { Arn: queueArn('dial'), RoleArn: `${ROLE}-2`, Input: INPUT } },
      'ValidationException',
    ],
  ] as const)('refuses %s', async (_what, more, name) => {
    trust('dial');
    await create();
    await expect(create(more)).rejects.toMatchObject({ name });
  });

  it('asks for the permission to pass the role on', async () => {
    trust('dial');
    const may = allow('scheduler:CreateSchedule', `${SCHEDULES}/*`);
    await expect(create({}, system.role([may]))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('iam:PassRole'),
    });
    const mayPass = {
      ...allow('iam:PassRole', ROLE),
      Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    };
    await create({}, system.role([may, mayPass], 'another-role'));
    expect((await find()).Arn).toBe(`${SCHEDULES}/call-1`);
  });
});
