import { CreateScheduleGroupCommand, GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unwrapped, wakeUpCancelling, wakeUpSetting } from '#adapters/scheduled-wake-ups.ts';
import { callIdOf } from '#core/ids.ts';
import { SCHEDULER_SESSION } from '../../../local/parts.ts';
import { ACCOUNT, type Clients, type StartedEdge, startEdge } from '../../local/aws/started-edge.ts';

const role = `arn:aws:iam::${ACCOUNT}:role/wake-ups`;
const message = { sourceId: 'demo-crm', requestId: 'msg_1', wakeAt: '2036-11-28T08:00:00.000Z' };
const callId = callIdOf('demo-crm', 'msg_1');
let system: StartedEdge;
let admin: Clients;

const find = () => admin.scheduler.send(new GetScheduleCommand({ Name: callId, GroupName: 'wake-ups' }));

beforeAll(async () => {
  system = await startEdge();
  admin = system.clients();
  system.edge.addRole({ arn: role, sessionName: SCHEDULER_SESSION, statements: [] });
  await admin.scheduler.send(new CreateScheduleGroupCommand({ Name: 'wake-ups' }));
  Object.assign(process.env, {
    ...{ WAKE_UP_GROUP: 'wake-ups', WAKE_UP_ROLE_ARN: role },
    ...{ DIAL_QUEUE_ARN: `arn:aws:sqs:eu-central-1:${ACCOUNT}:dial` },
    ...{ DIAL_DEAD_LETTERS_ARN: `arn:aws:sqs:eu-central-1:${ACCOUNT}:dead` },
  });
});
afterAll(() => system.stop());

describe('a wake-up', () => {
  it('is one schedule of its call, however often it is set: never early, with dead letters, gone afterwards', async () => {
    const { set } = wakeUpSetting(admin.scheduler);
    await set(message, new Date('2036-11-28T08:00:00.001Z'));
    await set(message, new Date('2036-11-28T08:00:00.001Z'));
    expect(await find()).toMatchObject({
      ...{ ScheduleExpression: 'at(2036-11-28T08:00:01)', ActionAfterCompletion: 'DELETE' },
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        RoleArn: role,
        Input: JSON.stringify(message),
        DeadLetterConfig: { Arn: expect.stringMatching(/dead$/) },
      },
    });
    await set(message, new Date('2036-11-29T08:00:00Z'));
    expect((await find()).ScheduleExpression).toBe('at(2036-11-29T08:00:00)');
  });

  it('is taken back, and was perhaps never there', async () => {
    const { cancel } = wakeUpCancelling(admin.scheduler);
    await wakeUpSetting(admin.scheduler).set(message, new Date('2036-11-28T08:00:00Z'));
    await cancel(callId);
    await expect(find()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await cancel(callId);
  });

  it('comes out of the dead letters as the message it was', () => {
    expect(unwrapped({ MessageBody: JSON.stringify(message) })).toEqual(message);
    expect(unwrapped(message)).toBe(message);
  });
});
