/** Operations of the service around routing criteria, over its wire. */
import {
  AssociateUserProficienciesCommand,
  CreatePredefinedAttributeCommand,
  DeletePredefinedAttributeCommand,
  DescribeContactCommand,
  DescribePredefinedAttributeCommand,
  DisassociateUserProficienciesCommand,
  ListPredefinedAttributesCommand,
  ListUserProficienciesCommand,
  SearchPredefinedAttributesCommand,
  SearchUsersCommand,
  StopContactCommand,
  UpdateContactRoutingDataCommand,
  UpdatePredefinedAttributeCommand,
  UpdateUserProficienciesCommand,
} from '@aws-sdk/client-connect';
import { describe, expect, it } from 'vitest';
import { startTask } from '../../../local/connect/contacts/tasks.ts';
import { action, PLACE, SALES, testInstance } from './instance.ts';
import { clientOf } from './service-client.ts';

const { instanceId: InstanceId } = PLACE;
const ANA = 'a9e00000-0000-4000-8000-000000000001';
const Name = 'Technology';
const Values = { StringList: ['Kinesis', 'DynamoDB'] };
const level = (Level: number, AttributeValue = 'Kinesis') => ({ AttributeName: Name, AttributeValue, Level });
const criteria = (Value: string, ProficiencyLevel: number) => ({
  Steps: [
    {
      Expression: {
        AttributeCondition: { Name, Value, ProficiencyLevel, ComparisonOperator: 'NumberGreaterOrEqualTo' },
      },
    },
  ],
});

const inSales = async () => {
  const instance = testInstance();
  const client = clientOf(instance.engine);
  const flow = instance.addFlow('tasks', 'CONTACT_FLOW', [
    action('target', 'UpdateContactTargetQueue', { QueueId: SALES }, 'queue', { errors: { NoMatchingError: 'end' } }),
    action('queue', 'TransferContactToQueue', {}, 'end', {
      errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' },
    }),
    action('end', 'DisconnectParticipant'),
  ]);
  const task = async () => {
    const contact = startTask(instance.engine, { flow, name: 'task' });
    await instance.scheduler.advance(1_000);
    return contact;
  };
  return { ...instance, client, task };
};

describe('predefined attributes', () => {
  it('are created, described, found, changed and deleted, but not while a user has one', async () => {
    const { client } = await inSales();
    await client.send(new CreatePredefinedAttributeCommand({ InstanceId, Name, Values }));
    await expect(
      client.send(new CreatePredefinedAttributeCommand({ InstanceId, Name: 'technology', Values })),
    ).rejects.toMatchObject({ name: 'DuplicateResourceException' });
    await expect(
      client.send(new CreatePredefinedAttributeCommand({ InstanceId, Name: 'connect:Mine', Values })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const listed = await client.send(new ListPredefinedAttributesCommand({ InstanceId }));
    expect(listed.PredefinedAttributeSummaryList?.map((summary) => summary.Name)).toEqual([
      'connect:Language',
      'connect:Subtype',
      Name,
    ]);
    const more = { StringList: [...Values.StringList, 'Neptune'] };
    await client.send(new UpdatePredefinedAttributeCommand({ InstanceId, Name, Values: more, Purposes: ['search'] }));
    const described = await client.send(new DescribePredefinedAttributeCommand({ InstanceId, Name }));
    expect(described.PredefinedAttribute).toMatchObject({ Values: more, Purposes: ['search'] });
    await expect(
      client.send(new UpdatePredefinedAttributeCommand({ InstanceId, Name: 'connect:Language', Values })),
    ).rejects.toMatchObject({ name: 'InvalidRequestException' });
    const search = { StringCondition: { FieldName: 'name', Value: 'tech', ComparisonType: 'STARTS_WITH' as const } };
    const found = await client.send(new SearchPredefinedAttributesCommand({ InstanceId, SearchCriteria: search }));
    expect(found).toMatchObject({ ApproximateTotalCount: 1, PredefinedAttributes: [{ Name }] });

    const of = { InstanceId, UserId: ANA };
    await client.send(new AssociateUserProficienciesCommand({ ...of, UserProficiencies: [level(3)] }));
    const gone = () => client.send(new DeletePredefinedAttributeCommand({ InstanceId, Name }));
    await expect(gone()).rejects.toMatchObject({ name: 'ResourceInUseException' });
    await client.send(new DisassociateUserProficienciesCommand({ ...of, UserProficiencies: [level(3)] }));
    await gone();
    await expect(gone()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('proficiencies', () => {
  it('must be of known values, are associated, changed, listed, and found by SearchUsers', async () => {
    const { client } = await inSales();
    await client.send(new CreatePredefinedAttributeCommand({ InstanceId, Name, Values }));
    const of = { InstanceId, UserId: ANA };
    const associate = (...UserProficiencies: ReturnType<typeof level>[]) =>
      client.send(new AssociateUserProficienciesCommand({ ...of, UserProficiencies }));
    await expect(associate(level(3, 'Aurora'))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(associate(level(6))).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await associate(level(3), level(2, 'DynamoDB'));
    await client.send(new UpdateUserProficienciesCommand({ ...of, UserProficiencies: [level(5)] }));
    const { UserProficiencyList } = await client.send(new ListUserProficienciesCommand(of));
    expect(UserProficiencyList).toEqual([level(5), level(2, 'DynamoDB')]);
    const having = async (MinValue: number) => {
      const ListCondition = {
        TargetListType: 'PROFICIENCIES' as const,
        Conditions: [
          { StringCondition: { FieldName: 'value', Value: 'DynamoDB', ComparisonType: 'EXACT' as const } },
          { NumberCondition: { FieldName: 'level', MinValue, ComparisonType: 'GREATER_OR_EQUAL' as const } },
        ],
      };
      const { Users } = await client.send(new SearchUsersCommand({ InstanceId, SearchCriteria: { ListCondition } }));
      return Users?.map(({ Username }) => Username);
    };
    expect([await having(2), await having(3)]).toEqual([['ana'], []]);
  });
});

describe('UpdateContactRoutingData', () => {
  it('changes the order in the queue by priority or by age, not by both', async () => {
    const { client, task, setStatus, agents, scheduler } = await inSales();
    const tasks = [await task(), await task(), await task()];
    const update = (index: number, more: { QueuePriority?: number; QueueTimeAdjustmentSeconds?: number }) =>
      client.send(new UpdateContactRoutingDataCommand({ InstanceId, ContactId: tasks[index]?.id, ...more }));
    await expect(update(1, { QueuePriority: 1, QueueTimeAdjustmentSeconds: 1 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await update(1, { QueueTimeAdjustmentSeconds: 600 });
    await update(2, { QueuePriority: 1 });
    const order: (string | undefined)[] = [];
    await setStatus('ana', 'Available');
    for (const _ of tasks) {
      const contactId = agents.snapshot('ana').contacts[0]?.contactId;
      order.push(contactId);
      await agents.perform('ana', 'acceptContact', { contactId });
      await scheduler.advance(1_000);
      await client.send(new StopContactCommand({ InstanceId, ContactId: contactId }));
      await agents.perform('ana', 'clearContact', { contactId });
    }
    expect(order).toEqual([tasks[2]?.id, tasks[1]?.id, tasks[0]?.id]);
  });

  it('sets routing criteria on a contact that waits, which DescribeContact tells', async () => {
    const { client, task, setStatus, agents } = await inSales();
    await client.send(new CreatePredefinedAttributeCommand({ InstanceId, Name, Values }));
    const contact = await task();
    const set = (RoutingCriteria: object) =>
      client.send(new UpdateContactRoutingDataCommand({ InstanceId, ContactId: contact.id, RoutingCriteria }));
    await expect(set(criteria('Aurora', 1))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(set(criteria('Kinesis', 7))).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await set(criteria('Kinesis', 3));
    await setStatus('ana', 'Available');
    expect(agents.snapshot('ana').contacts).toEqual([]);
    const { Contact } = await client.send(new DescribeContactCommand({ InstanceId, ContactId: contact.id }));
    expect(Contact?.RoutingCriteria).toMatchObject({
      Index: 0,
      ActivationTimestamp: expect.any(Date),
      Steps: [{ Status: 'ACTIVE', ...criteria('Kinesis', 3).Steps[0] }],
    });
    const UserProficiencies = [level(4)];
    await client.send(new AssociateUserProficienciesCommand({ InstanceId, UserId: ANA, UserProficiencies }));
    expect(agents.snapshot('ana').contacts).toMatchObject([{ contactId: contact.id }]);
  });
});
