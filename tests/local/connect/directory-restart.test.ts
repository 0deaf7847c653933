import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AssociateUserProficienciesCommand,
  type ConnectClient,
  CreateHoursOfOperationOverrideCommand,
  CreatePredefinedAttributeCommand,
  CreateQuickConnectCommand,
  CreateUserHierarchyGroupCommand,
  DeleteQuickConnectCommand,
  DeleteUserCommand,
  ListHoursOfOperationOverridesCommand,
  ListPredefinedAttributesCommand,
  ListQuickConnectsCommand,
  ListTagsForResourceCommand,
  ListUserHierarchyGroupsCommand,
  ListUserProficienciesCommand,
  ListUsersCommand,
  TagResourceCommand,
  UpdateQueueNameCommand,
  UpdateQueueStatusCommand,
} from '@aws-sdk/client-connect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStateFile } from '../../../local/connect/state-file.ts';
import { PLACE, SALES, testInstance } from './instance.ts';
import { clientOf } from './service-client.ts';

const { instanceId: InstanceId } = PLACE;
const ANA = 'a9e00000-0000-4000-8000-000000000001';
const BEN = 'a9e00000-0000-4000-8000-000000000002';
const HoursOfOperationId = '3b2d0000-0000-4000-8000-000000000001';
const SEED_QUICK_CONNECT = '4f7b0000-0000-4000-8000-000000000001';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connect-restart-'));
});
afterAll(() => rm(folder, { recursive: true }));

const open = async () => {
  const { engine } = testInstance();
  const state = await openStateFile(engine, folder);
  return { engine, client: clientOf(engine), state };
};

const setUp = async (client: ConnectClient, salesArn: string) => {
  const Values = { StringList: ['Kinesis'] };
  await client.send(new CreatePredefinedAttributeCommand({ InstanceId, Name: 'Technology', Values }));
  const UserProficiencies = [{ AttributeName: 'Technology', AttributeValue: 'Kinesis', Level: 4 }];
  await client.send(new AssociateUserProficienciesCommand({ InstanceId, UserId: ANA, UserProficiencies }));
  await client.send(new DeleteUserCommand({ InstanceId, UserId: BEN }));
  await client.send(new UpdateQueueNameCommand({ InstanceId, QueueId: SALES, Name: 'Sales EU' }));
  await client.send(new UpdateQueueStatusCommand({ InstanceId, QueueId: SALES, Status: 'DISABLED' }));
  await client.send(new TagResourceCommand({ resourceArn: salesArn, tags: { team: 'eu' } }));
  await client.send(new CreateUserHierarchyGroupCommand({ InstanceId, Name: 'Berlin' }));
  const QuickConnectConfig = {
    QuickConnectType: 'PHONE_NUMBER' as const,
    PhoneConfig: { PhoneNumber: '+4930555010400' },
  };
  await client.send(new CreateQuickConnectCommand({ InstanceId, Name: 'Warehouse', QuickConnectConfig }));
  await client.send(new DeleteQuickConnectCommand({ InstanceId, QuickConnectId: SEED_QUICK_CONNECT }));
  const Config = [{ Day: 'MONDAY' as const, StartTime: { Hours: 8, Minutes: 0 }, EndTime: { Hours: 9, Minutes: 0 } }];
  await client.send(
    new CreateHoursOfOperationOverrideCommand({
      InstanceId,
      HoursOfOperationId,
      Name: 'holiday',
      Config,
      EffectiveFrom: '2026-12-24',
      EffectiveTill: '2026-12-26',
    }),
  );
};

describe('what was set up', () => {
  it('is there again after a restart, and what was deleted stays away', async () => {
    const first = await open();
    const sales = first.engine.instance.queues.find(({ id }) => id === SALES);
    await setUp(first.client, sales?.arn ?? '');
    await first.state.flush();

    const { client, engine } = await open();
    const attributes = await client.send(new ListPredefinedAttributesCommand({ InstanceId }));
    expect(attributes.PredefinedAttributeSummaryList?.map(({ Name }) => Name)).toContain('Technology');
    const proficiencies = await client.send(new ListUserProficienciesCommand({ InstanceId, UserId: ANA }));
    expect(proficiencies.UserProficiencyList).toMatchObject([{ AttributeValue: 'Kinesis', Level: 4 }]);
    const users = await client.send(new ListUsersCommand({ InstanceId }));
    expect(users.UserSummaryList?.map(({ Username }) => Username)).toEqual(['ana']);
    expect(engine.agents.has('ben')).toBe(false);
    expect(engine.instance.queues.find(({ id }) => id === SALES)).toMatchObject({ name: 'Sales EU', disabled: true });
    const tags = await client.send(new ListTagsForResourceCommand({ resourceArn: sales?.arn }));
    expect(tags.tags).toEqual({ team: 'eu' });
    const groups = await client.send(new ListUserHierarchyGroupsCommand({ InstanceId }));
    expect(groups.UserHierarchyGroupSummaryList).toMatchObject([{ Name: 'Berlin' }]);
    const quickConnects = await client.send(new ListQuickConnectsCommand({ InstanceId }));
    expect(quickConnects.QuickConnectSummaryList?.map(({ Name }) => Name)).toEqual(['Warehouse']);
    const overrides = await client.send(new ListHoursOfOperationOverridesCommand({ InstanceId, HoursOfOperationId }));
    expect(overrides.HoursOfOperationOverrideList).toMatchObject([{ Name: 'holiday', EffectiveTill: '2026-12-26' }]);
  });
});
