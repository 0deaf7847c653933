/** What of the directory can be created, changed, found and deleted, over the service's wire. */
import {
  AssociateQueueQuickConnectsCommand,
  CreateQueueCommand,
  CreateQuickConnectCommand,
  CreateRoutingProfileCommand,
  CreateUserCommand,
  CreateUserHierarchyGroupCommand,
  DeleteQueueCommand,
  DeleteQuickConnectCommand,
  DeleteRoutingProfileCommand,
  DeleteUserCommand,
  DeleteUserHierarchyGroupCommand,
  DescribeAgentStatusCommand,
  DescribeInstanceAttributeCommand,
  DescribePhoneNumberCommand,
  DescribeQueueCommand,
  DescribeQuickConnectCommand,
  DescribeRoutingProfileCommand,
  DescribeUserCommand,
  DescribeUserHierarchyGroupCommand,
  ListInstanceAttributesCommand,
  ListInstancesCommand,
  ListPhoneNumbersCommand,
  ListPhoneNumbersV2Command,
  ListQueueQuickConnectsCommand,
  ListQuickConnectsCommand,
  ListSecurityProfilesCommand,
  ListTagsForResourceCommand,
  SearchAgentStatusesCommand,
  SearchContactFlowsCommand,
  SearchHoursOfOperationsCommand,
  SearchPromptsCommand,
  SearchQueuesCommand,
  SearchQuickConnectsCommand,
  SearchRoutingProfilesCommand,
  SearchUsersCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateInstanceAttributeCommand,
  UpdateQueueNameCommand,
  UpdateQueueStatusCommand,
  UpdateQuickConnectConfigCommand,
  UpdateRoutingProfileDefaultOutboundQueueCommand,
  UpdateUserHierarchyCommand,
  UpdateUserIdentityInfoCommand,
  UpdateUserSecurityProfilesCommand,
} from '@aws-sdk/client-connect';
import { describe, expect, it } from 'vitest';
import { startTask } from '../../../local/connect/contacts/tasks.ts';
import { action, PLACE, SALES, TO_AGENT_QUEUE, testInstance } from './instance.ts';
import { clientOf } from './service-client.ts';

const { instanceId: InstanceId } = PLACE;
const ANA = 'a9e00000-0000-4000-8000-000000000001';
const ALWAYS = '3b2d0000-0000-4000-8000-000000000001';
const SEED_PROFILE = '6d4c0000-0000-4000-8000-000000000001';

const open = () => {
  const instance = testInstance();
  const client = clientOf(instance.engine);
  const newQueue = async (Name: string, Tags: Record<string, string> = {}) => {
    const queue = { InstanceId, Name, HoursOfOperationId: ALWAYS, Tags };
    return (await client.send(new CreateQueueCommand(queue))).QueueId ?? '';
  };
  const newProfile = async (Name: string, QueueId: string) => {
    const profile = {
      InstanceId,
      Name,
      Description: Name,
      DefaultOutboundQueueId: QueueId,
      MediaConcurrencies: [{ Channel: 'VOICE' as const, Concurrency: 1 }],
      QueueConfigs: [{ QueueReference: { QueueId, Channel: 'VOICE' as const }, Priority: 1, Delay: 0 }],
    };
    return (await client.send(new CreateRoutingProfileCommand(profile))).RoutingProfileId ?? '';
  };
  return { ...instance, client, newQueue, newProfile };
};
const refusedAs = (name: string) => ({ name });

describe('queues', () => {
  it('are renamed, found by tag and name, and deleted when nothing uses them any more', async () => {
    const { client, newQueue, newProfile } = open();
    const QueueId = await newQueue('Support', { team: 'eu' });
    await newQueue('Billing', { team: 'us' });
    await client.send(new UpdateQueueNameCommand({ InstanceId, QueueId, Name: 'Support EU', Description: 'Berlin' }));
    await expect(
      client.send(new UpdateQueueNameCommand({ InstanceId, QueueId, Name: 'Billing' })),
    ).rejects.toMatchObject(refusedAs('DuplicateResourceException'));
    const found = async (more: object) =>
      (await client.send(new SearchQueuesCommand({ InstanceId, ...more }))).Queues?.map(({ Name }) => Name);
    const named = (Value: string) => ({
      StringCondition: { FieldName: 'name', Value, ComparisonType: 'STARTS_WITH' as const },
    });
    expect(await found({ SearchCriteria: { OrConditions: [named('supp'), named('bill')] } })).toEqual([
      'Support EU',
      'Billing',
    ]);
    expect(await found({ SearchCriteria: { AndConditions: [named('supp'), named('bill')] } })).toEqual([]);
    const tag = (TagValue: string) => ({ TagKey: 'team', TagValue });
    expect(await found({ SearchFilter: { TagFilter: { TagCondition: tag('us') } } })).toEqual(['Billing']);
    expect(await found({ SearchFilter: { TagFilter: { OrConditions: [[tag('us')], [tag('eu')]] } } })).toHaveLength(2);
    expect(await found({ SearchFilter: { TagFilter: { AndConditions: [tag('us'), tag('eu')] } } })).toEqual([]);
    await expect(found({ SearchCriteria: { StringCondition: { FieldName: 'colour' } } })).rejects.toMatchObject(
      refusedAs('InvalidRequestException'),
    );

    const RoutingProfileId = await newProfile('EU', QueueId);
    const gone = () => client.send(new DeleteQueueCommand({ InstanceId, QueueId }));
    await expect(gone()).rejects.toMatchObject(refusedAs('ResourceInUseException'));
    await client.send(new DeleteRoutingProfileCommand({ InstanceId, RoutingProfileId }));
    await gone();
    await expect(gone()).rejects.toMatchObject(refusedAs('ResourceNotFoundException'));
  });

  it('that are disabled take no new contact: the flow goes the error branch', async () => {
    const { client, addFlow, engine, scheduler } = open();
    await client.send(new UpdateQueueStatusCommand({ InstanceId, QueueId: SALES, Status: 'DISABLED' }));
    const { Queue } = await client.send(new DescribeQueueCommand({ InstanceId, QueueId: SALES }));
    expect(Queue?.Status).toBe('DISABLED');
    const flow = addFlow('tasks', 'CONTACT_FLOW', [
      action('target', 'UpdateContactTargetQueue', { QueueId: SALES }, 'queue', { errors: { NoMatchingError: 'end' } }),
      ...TO_AGENT_QUEUE.slice(2),
    ]);
    const contact = startTask(engine, { flow, name: 'task' });
    await scheduler.advance(1_000);
    expect(contact).toMatchObject({ state: 'completed' });
    expect(contact.flowTrace.find(({ type }) => type === 'TransferContactToQueue')).toMatchObject({
      result: 'NoMatchingError',
    });
  });
});

describe('quick connects', () => {
  it('are created, changed, found, given to queues, and vanish from them when deleted', async () => {
    const { client, agents } = open();
    const create = (Name: string, PhoneNumber: string) =>
      client.send(
        new CreateQuickConnectCommand({
          InstanceId,
          Name,
          QuickConnectConfig: { QuickConnectType: 'PHONE_NUMBER', PhoneConfig: { PhoneNumber } },
        }),
      );
    await expect(create('Bad', '0301234')).rejects.toMatchObject(refusedAs('InvalidParameterException'));
    const { QuickConnectId } = await create('Warehouse', '+4930555010400');
    await expect(create('Warehouse', '+4930555010400')).rejects.toMatchObject(refusedAs('DuplicateResourceException'));
    const PhoneConfig = { PhoneNumber: '+4930555010500' };
    await client.send(
      new UpdateQuickConnectConfigCommand({
        InstanceId,
        QuickConnectId,
        QuickConnectConfig: { QuickConnectType: 'PHONE_NUMBER', PhoneConfig },
      }),
    );
    const { QuickConnect } = await client.send(new DescribeQuickConnectCommand({ InstanceId, QuickConnectId }));
    expect(QuickConnect?.QuickConnectConfig?.PhoneConfig).toEqual(PhoneConfig);
    const phone = await client.send(new ListQuickConnectsCommand({ InstanceId, QuickConnectTypes: ['PHONE_NUMBER'] }));
    expect(phone.QuickConnectSummaryList?.map(({ Name }) => Name)).toContain('Warehouse');
    const SearchCriteria = {
      StringCondition: { FieldName: 'name', Value: 'ware', ComparisonType: 'CONTAINS' as const },
    };
    const found = await client.send(new SearchQuickConnectsCommand({ InstanceId, SearchCriteria }));
    expect(found.QuickConnects).toMatchObject([{ QuickConnectId }]);

    const names = async () => Object(await agents.perform('ana', 'getEndpoints', {})).endpoints.map(Object);
    const shown = async () => (await names()).map(({ name }: { name: string }) => name);
    expect(await shown()).not.toContain('Warehouse');
    const QuickConnectIds = [QuickConnectId ?? ''];
    await client.send(new AssociateQueueQuickConnectsCommand({ InstanceId, QueueId: SALES, QuickConnectIds }));
    const own = await client.send(new ListQueueQuickConnectsCommand({ InstanceId, QueueId: SALES }));
    expect(own.QuickConnectSummaryList?.map(({ Name }) => Name)).toContain('Warehouse');
    expect(await shown()).toContain('Warehouse');
    await client.send(new DeleteQuickConnectCommand({ InstanceId, QuickConnectId }));
    expect(await shown()).not.toContain('Warehouse');
  });
});

describe('users', () => {
  it('have an identity, security profiles and a hierarchy group, and are deleted with their queue', async () => {
    const { client, engine } = open();
    const group = await client.send(new CreateUserHierarchyGroupCommand({ InstanceId, Name: 'Berlin' }));
    const { HierarchyGroupId } = group;
    const below = await client.send(
      new CreateUserHierarchyGroupCommand({ InstanceId, Name: 'Sales', ParentGroupId: HierarchyGroupId }),
    );
    const described = await client.send(
      new DescribeUserHierarchyGroupCommand({ InstanceId, HierarchyGroupId: below.HierarchyGroupId }),
    );
    expect(described.HierarchyGroup).toMatchObject({
      LevelId: '2',
      HierarchyPath: { LevelOne: { Name: 'Berlin' }, LevelTwo: { Name: 'Sales' } },
    });
    const { SecurityProfileSummaryList = [] } = await client.send(new ListSecurityProfilesCommand({ InstanceId }));
    const SecurityProfileIds = SecurityProfileSummaryList.flatMap(({ Id, Name }) =>
      Name === 'Admin' && Id ? [Id] : [],
    );
    const { UserId } = await client.send(
      new CreateUserCommand({
        InstanceId,
        Username: 'eva',
        Password: 'Secret123',
        IdentityInfo: { FirstName: 'Eva', LastName: 'Lang', Email: 'eva@example.com' },
        PhoneConfig: { PhoneType: 'SOFT_PHONE' },
        SecurityProfileIds: ['any'],
        RoutingProfileId: SEED_PROFILE,
      }),
    );
    await client.send(new UpdateUserSecurityProfilesCommand({ InstanceId, UserId, SecurityProfileIds }));
    await client.send(new UpdateUserHierarchyCommand({ InstanceId, UserId, HierarchyGroupId }));
    await client.send(
      new UpdateUserIdentityInfoCommand({ InstanceId, UserId, IdentityInfo: { FirstName: 'Eva', LastName: 'Larsen' } }),
    );
    const { User } = await client.send(new DescribeUserCommand({ InstanceId, UserId }));
    expect(User).toMatchObject({
      IdentityInfo: { FirstName: 'Eva', LastName: 'Larsen' },
      SecurityProfileIds,
      HierarchyGroupId,
    });
    const SearchCriteria = { HierarchyGroupCondition: { Value: HierarchyGroupId ?? '' } };
    const found = await client.send(new SearchUsersCommand({ InstanceId, SearchCriteria }));
    expect(found.Users?.map(({ Username }) => Username)).toEqual(['eva']);
    await expect(
      client.send(new DeleteUserHierarchyGroupCommand({ InstanceId, HierarchyGroupId })),
    ).rejects.toMatchObject(refusedAs('ResourceInUseException'));

    await client.send(new DeleteUserCommand({ InstanceId, UserId }));
    expect(engine.instance.queues.filter(({ username }) => username === 'eva')).toEqual([]);
    await expect(client.send(new DescribeUserCommand({ InstanceId, UserId }))).rejects.toMatchObject(
      refusedAs('ResourceNotFoundException'),
    );
  });
});

describe('routing profiles', () => {
  it('change their default outbound queue and are kept while users have them', async () => {
    const { client, newQueue, newProfile } = open();
    const RoutingProfileId = await newProfile('Team', await newQueue('One'));
    const DefaultOutboundQueueId = await newQueue('Two');
    await client.send(
      new UpdateRoutingProfileDefaultOutboundQueueCommand({ InstanceId, RoutingProfileId, DefaultOutboundQueueId }),
    );
    const { RoutingProfile } = await client.send(new DescribeRoutingProfileCommand({ InstanceId, RoutingProfileId }));
    expect(RoutingProfile).toMatchObject({
      DefaultOutboundQueueId,
      AgentAvailabilityTimer: 'TIME_SINCE_LAST_ACTIVITY',
    });
    const byQueue = {
      StringCondition: { FieldName: 'associatedQueueIds', Value: SALES, ComparisonType: 'EXACT' as const },
    };
    const found = await client.send(new SearchRoutingProfilesCommand({ InstanceId, SearchCriteria: byQueue }));
    expect(found.RoutingProfiles).toMatchObject([{ RoutingProfileId: SEED_PROFILE }]);
    await expect(
      client.send(new DeleteRoutingProfileCommand({ InstanceId, RoutingProfileId: SEED_PROFILE })),
    ).rejects.toMatchObject(refusedAs('ResourceInUseException'));
  });
});

describe('tags', () => {
  it('are set, listed and removed on whatever has an ARN, without aws: keys', async () => {
    const { client, engine } = open();
    const [user] = engine.instance.users;
    const [queue] = engine.instance.queues;
    for (const resourceArn of [user?.arn, queue?.arn]) {
      await client.send(new TagResourceCommand({ resourceArn, tags: { site: 'berlin', tier: 'gold' } }));
      await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['tier'] }));
      const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn }));
      expect(tags).toEqual({ site: 'berlin' });
      await expect(
        client.send(new TagResourceCommand({ resourceArn, tags: { 'aws:mine': 'x' } })),
      ).rejects.toMatchObject(refusedAs('InvalidParameterException'));
    }
    await expect(
      client.send(new ListTagsForResourceCommand({ resourceArn: `${engine.instance.arn}/queue/none` })),
    ).rejects.toMatchObject(refusedAs('ResourceNotFoundException'));
  });
});

describe('the instance', () => {
  it('is listed, and its attributes are told and changed', async () => {
    const { client, engine } = open();
    const { InstanceSummaryList } = await client.send(new ListInstancesCommand({}));
    expect(InstanceSummaryList).toMatchObject([{ Id: InstanceId, Arn: engine.instance.arn }]);
    const AttributeType = 'CONTACT_LENS' as const;
    const value = async () =>
      (await client.send(new DescribeInstanceAttributeCommand({ InstanceId, AttributeType }))).Attribute?.Value;
    expect(await value()).toBe('false');
    await client.send(new UpdateInstanceAttributeCommand({ InstanceId, AttributeType, Value: 'true' }));
    expect(await value()).toBe('true');
    const { Attributes } = await client.send(new ListInstanceAttributesCommand({ InstanceId }));
    expect(Attributes).toContainEqual({ AttributeType, Value: 'true' });
  });

  it('finds hours, prompts, flows and agent statuses', async () => {
    const { client, addFlow, engine } = open();
    const flow = addFlow('to agent', 'CONTACT_FLOW', TO_AGENT_QUEUE);
    addFlow('whisper', 'AGENT_WHISPER', TO_AGENT_QUEUE);
    const flows = await client.send(
      new SearchContactFlowsCommand({ InstanceId, SearchCriteria: { TypeCondition: 'CONTACT_FLOW' } }),
    );
    expect(flows.ContactFlows?.map(({ Id }) => Id)).toEqual([flow.id]);
    const zone = { StringCondition: { FieldName: 'timezone', Value: 'UTC', ComparisonType: 'EXACT' as const } };
    const hours = await client.send(new SearchHoursOfOperationsCommand({ InstanceId, SearchCriteria: zone }));
    expect(hours.HoursOfOperations).toMatchObject([{ HoursOfOperationId: ALWAYS }]);
    const prompts = await client.send(new SearchPromptsCommand({ InstanceId }));
    expect(prompts.ApproximateTotalCount).toBe(engine.instance.seed.prompts.length);
    const type = { StringCondition: { FieldName: 'type', Value: 'CUSTOM', ComparisonType: 'EXACT' as const } };
    const statuses = await client.send(new SearchAgentStatusesCommand({ InstanceId, SearchCriteria: type }));
    expect(statuses.AgentStatuses?.map(({ Name }) => Name)).toEqual(['Break', 'Lunch']);
    const [first] = statuses.AgentStatuses ?? [];
    const { AgentStatus } = await client.send(
      new DescribeAgentStatusCommand({ InstanceId, AgentStatusId: first?.AgentStatusId }),
    );
    expect(AgentStatus).toEqual(first);
  });

  it('describes its numbers and lists them by country and prefix', async () => {
    const { client } = open();
    const german = await client.send(new ListPhoneNumbersCommand({ InstanceId, PhoneNumberCountryCodes: ['DE'] }));
    expect(german.PhoneNumberSummaryList).toMatchObject([{ PhoneNumber: '+4930555010100', PhoneNumberType: 'DID' }]);
    const none = await client.send(new ListPhoneNumbersV2Command({ InstanceId, PhoneNumberPrefix: '+1' }));
    expect(none.ListPhoneNumbersSummaryList).toEqual([]);
    const PhoneNumberId = german.PhoneNumberSummaryList?.[0]?.Id;
    const { ClaimedPhoneNumberSummary } = await client.send(new DescribePhoneNumberCommand({ PhoneNumberId }));
    expect(ClaimedPhoneNumberSummary).toMatchObject({ PhoneNumberCountryCode: 'DE', InstanceId });
  });

  it('pages what it finds', async () => {
    const { client, newQueue } = open();
    for (const name of ['a', 'b', 'c']) await newQueue(name);
    const names: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new SearchQueuesCommand({ InstanceId, MaxResults: 2, NextToken }));
      names.push(...(page.Queues ?? []).map(({ Name }) => Name));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    expect(names).toEqual(['Sales', 'Reception', 'a', 'b', 'c']);
  });
});

describe('a user on a contact', () => {
  it('cannot be deleted', async () => {
    const { client, setStatus, addFlow, engine, scheduler } = open();
    await setStatus('ana', 'Available');
    startTask(engine, {
      flow: addFlow('t', 'CONTACT_FLOW', TO_AGENT_QUEUE),
      name: 't',
      attributes: { agentUsername: 'ana' },
    });
    await scheduler.advance(1_000);
    await expect(client.send(new DeleteUserCommand({ InstanceId, UserId: ANA }))).rejects.toMatchObject(
      refusedAs('InvalidRequestException'),
    );
  });
});
