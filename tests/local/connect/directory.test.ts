import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AssociateContactWithUserCommand,
  AssociateRoutingProfileQueuesCommand,
  ConnectClient,
  CreateContactFlowCommand,
  CreateContactFlowModuleCommand,
  CreateHoursOfOperationCommand,
  CreateQueueCommand,
  CreateRoutingProfileCommand,
  CreateUserCommand,
  DeleteHoursOfOperationCommand,
  DescribeContactCommand,
  DescribeContactFlowModuleCommand,
  DescribeHoursOfOperationCommand,
  DescribeQueueCommand,
  DescribeRoutingProfileCommand,
  DescribeUserCommand,
  DisassociateRoutingProfileQueuesCommand,
  DismissUserContactCommand,
  GetCurrentMetricDataCommand,
  GetCurrentUserDataCommand,
  ListContactFlowModulesCommand,
  ListContactReferencesCommand,
  ListRoutingProfileQueuesCommand,
  PutUserStatusCommand,
  SearchUsersCommand,
  StartTaskContactCommand,
  StopContactCommand,
  TagContactCommand,
  TransferContactCommand,
  UntagContactCommand,
  UpdateContactFlowModuleContentCommand,
  UpdateQueueMaxContactsCommand,
  UpdateUserRoutingProfileCommand,
} from '@aws-sdk/client-connect';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningConnect, startConnect } from '../../../local/connect/start.ts';
import { action, PLACE, SALES } from './instance.ts';

const InstanceId = PLACE.instanceId;
const ANA = 'a9e00000-0000-4000-8000-000000000001';
const SEED_PROFILE = '6d4c0000-0000-4000-8000-000000000001';
const ALWAYS = '3b2d0000-0000-4000-8000-000000000001';

let folder: string;
let connect: RunningConnect;
let client: ConnectClient;
const open = async () => {
  connect = await startConnect(
    {
      ...PLACE,
      port: 0,
      dataFolder: folder,
      trace: { record: () => undefined, recent: () => [], subscribe: () => () => undefined },
      surroundings: { putEvent: () => undefined, invokeFunction: async () => ({}) },
      authorize: async () => ({ allowed: true, principal: 'test' }),
    },
    { tuning: { speechMaximumMs: 0, promptMs: 1, eventDelayMs: 0, postDialDelayMs: 0 } },
  );
  client = new ConnectClient({
    endpoint: connect.origin,
    region: PLACE.region,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const unlimited = { perSecond: 1_000, burst: 1_000 };
  await fetch(`${connect.origin}/simulator/quotas`, { method: 'PUT', body: JSON.stringify({ default: unlimited }) });
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connect-directory-'));
  await open();
});
afterAll(async () => {
  await connect.stop();
  await rm(folder, { recursive: true });
});

const content = (actions: readonly object[]) =>
  JSON.stringify({ Version: '2019-10-30', StartAction: Object(actions[0]).Identifier, Actions: actions });
const moduleContent = (actions: readonly object[]): string =>
  JSON.stringify({ ...JSON.parse(content(actions)), Settings: {} });
const toQueue = (QueueId: string) =>
  content([
    action('target', 'UpdateContactTargetQueue', { QueueId }, 'queue', { errors: { NoMatchingError: 'end' } }),
    action('queue', 'TransferContactToQueue', {}, 'end', {
      errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' },
    }),
    action('end', 'DisconnectParticipant'),
  ]);
const newQueue = async (Name: string) => {
  const queue = { InstanceId, Name, HoursOfOperationId: ALWAYS, MaxContacts: 3 };
  return (await client.send(new CreateQueueCommand(queue))).QueueId ?? '';
};
const newUser = async (Username: string, RoutingProfileId: string) => {
  const user = {
    InstanceId,
    Username,
    Password: 'Secret123',
    IdentityInfo: { FirstName: 'Eva', LastName: 'Lang Larsen' },
    PhoneConfig: { PhoneType: 'SOFT_PHONE' as const, AutoAccept: true },
    SecurityProfileIds: ['any'],
    RoutingProfileId,
  };
  return (await client.send(new CreateUserCommand(user))).UserId ?? '';
};
const task = async (Name: string, queueId: string, more: object = {}) => {
  const flow = { InstanceId, Name: `to ${Name}`, Type: 'CONTACT_FLOW' as const, Content: toQueue(queueId) };
  const { ContactFlowId } = await client.send(new CreateContactFlowCommand(flow));
  const { ContactId = '' } = await client.send(
    new StartTaskContactCommand({ InstanceId, ContactFlowId, Name, ...more }),
  );
  return { ContactId, ContactFlowId };
};
const stateOf = async (contactId: string) => {
  const response = await fetch(`${connect.origin}/simulator/contacts/${contactId}`);
  return Object(await response.json()).contacts[0].state;
};
const record = async (contactId: string) => {
  const response = await fetch(`${connect.origin}/simulator/contacts/${contactId}/record`);
  return { status: response.status, body: Object(await response.json()) };
};

describe('queues, hours, profiles and users made through the API', () => {
  it('route a contact to the new user, who signs in with the new password', async () => {
    const queueId = await newQueue('Support');
    const profile = await client.send(
      new CreateRoutingProfileCommand({
        InstanceId,
        Name: 'Support agents',
        Description: 'Support',
        DefaultOutboundQueueId: queueId,
        MediaConcurrencies: [
          { Channel: 'VOICE', Concurrency: 1 },
          { Channel: 'CHAT', Concurrency: 5 },
          { Channel: 'TASK', Concurrency: 2 },
        ],
        QueueConfigs: [{ QueueReference: { QueueId: queueId, Channel: 'TASK' }, Priority: 1, Delay: 0 }],
      }),
    );
    const RoutingProfileId = profile.RoutingProfileId ?? '';
    const UserId = await newUser('eva', RoutingProfileId);
    expect((await client.send(new DescribeUserCommand({ InstanceId, UserId }))).User).toMatchObject({
      Username: 'eva',
      IdentityInfo: { FirstName: 'Eva', LastName: 'Lang Larsen' },
      RoutingProfileId,
      PhoneConfig: { AutoAccept: true },
    });
    expect(connect.agents.configuration('eva').routingProfile).toMatchObject({
      name: 'Support agents',
      queues: [{ name: 'Support' }, { name: null }],
      channelConcurrencyMap: { VOICE: 1, TASK: 2 },
    });
    const signIn = async (password: string) => {
      const response = await fetch(`${connect.origin}/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: connect.origin },
        body: JSON.stringify({ username: 'eva', password }),
      });
      return response.status;
    };
    expect(await signIn('Secret123')).toBe(200);
    expect(await signIn('secret123')).toBe(401);
    const [available] = connect.agents.configuration('eva').agentStates;
    await client.send(new PutUserStatusCommand({ InstanceId, UserId, AgentStatusId: available?.agentStateARN }));
    const { ContactId } = await task('for Eva', queueId);
    await vi.waitFor(async () => expect(await stateOf(ContactId)).toBe('connected'));
    const metrics = await client.send(
      new GetCurrentMetricDataCommand({
        InstanceId,
        Filters: { Queues: [queueId], Channels: ['TASK'] },
        Groupings: ['QUEUE'],
        CurrentMetrics: [
          { Name: 'AGENTS_ONLINE', Unit: 'COUNT' },
          { Name: 'SLOTS_ACTIVE', Unit: 'COUNT' },
          { Name: 'SLOTS_AVAILABLE', Unit: 'COUNT' },
          { Name: 'CONTACTS_IN_QUEUE', Unit: 'COUNT' },
        ],
      }),
    );
    expect(metrics.MetricResults).toMatchObject([
      { Dimensions: { Queue: { Id: queueId } }, Collections: [{ Value: 1 }, { Value: 1 }, { Value: 1 }, { Value: 0 }] },
    ]);
    const waiting = await task('for Eva too', queueId);
    await vi.waitFor(async () => expect(await stateOf(waiting.ContactId)).toBe('connected'));
    const third = await task('for nobody yet', queueId);
    await vi.waitFor(async () => expect(await stateOf(third.ContactId)).toBe('queued'));
    const byChannel = await client.send(
      new GetCurrentMetricDataCommand({
        InstanceId,
        Filters: { Queues: [queueId] },
        Groupings: ['QUEUE', 'CHANNEL'],
        CurrentMetrics: [{ Name: 'CONTACTS_IN_QUEUE', Unit: 'COUNT' }],
      }),
    );
    expect(byChannel.MetricResults).toMatchObject([
      { Dimensions: { Channel: 'VOICE' }, Collections: [{ Value: 0 }] },
      { Dimensions: { Channel: 'TASK' }, Collections: [{ Value: 1 }] },
    ]);
    const usersOf = async (Filters: object) => {
      const { UserDataList = [] } = await client.send(new GetCurrentUserDataCommand({ InstanceId, Filters }));
      return UserDataList.map(({ User, ActiveSlotsByChannel }) => [User?.Id, ActiveSlotsByChannel?.TASK]);
    };
    expect(await usersOf({ Queues: [queueId] })).toEqual([[UserId, 2]]);
    expect(await usersOf({ RoutingProfiles: [RoutingProfileId] })).toEqual([[UserId, 2]]);
    expect(await usersOf({ Queues: [SALES] })).toEqual([]);
    for (const { ContactId: other } of [waiting, third]) {
      await client.send(new StopContactCommand({ InstanceId, ContactId: other }));
    }
    await client.send(new StopContactCommand({ InstanceId, ContactId }));
    await client.send(new DismissUserContactCommand({ InstanceId, UserId, ContactId }));
    expect(await record(ContactId)).toMatchObject({
      status: 200,
      body: {
        ContactId,
        Channel: 'TASK',
        DisconnectReason: 'API',
        Queue: { Name: 'Support' },
        Agent: { Username: 'eva', RoutingProfile: { Name: 'Support agents' } },
      },
    });
  });

  it('survive a restart', async () => {
    const queueId = await newQueue('Kept');
    const hours = await client.send(
      new CreateHoursOfOperationCommand({
        InstanceId,
        Name: 'Office',
        TimeZone: 'Europe/Berlin',
        Config: [{ Day: 'MONDAY', StartTime: { Hours: 8, Minutes: 30 }, EndTime: { Hours: 17, Minutes: 0 } }],
      }),
    );
    const UserId = await newUser('kept', SEED_PROFILE);
    const module = await client.send(
      new CreateContactFlowModuleCommand({
        InstanceId,
        Name: 'kept',
        Content: moduleContent([action('back', 'EndFlowModuleExecution')]),
      }),
    );
    await connect.stop();
    await open();
    const described = await client.send(new DescribeQueueCommand({ InstanceId, QueueId: queueId }));
    expect(described.Queue).toMatchObject({ Name: 'Kept', MaxContacts: 3, HoursOfOperationId: ALWAYS });
    const { HoursOfOperationId } = hours;
    const kept = await client.send(new DescribeHoursOfOperationCommand({ InstanceId, HoursOfOperationId }));
    expect(kept.HoursOfOperation).toMatchObject({
      TimeZone: 'Europe/Berlin',
      Config: [{ Day: 'MONDAY', StartTime: { Hours: 8, Minutes: 30 }, EndTime: { Hours: 17, Minutes: 0 } }],
    });
    expect((await client.send(new DescribeUserCommand({ InstanceId, UserId }))).User?.Username).toBe('kept');
    const ContactFlowModuleId = module.Id;
    const { ContactFlowModule } = await client.send(
      new DescribeContactFlowModuleCommand({ InstanceId, ContactFlowModuleId }),
    );
    expect(ContactFlowModule).toMatchObject({ Name: 'kept', State: 'ACTIVE' });
  });

  it.each([
    [
      'a queue without hours',
      () => new CreateQueueCommand({ InstanceId, Name: 'x', HoursOfOperationId: 'none' }),
      'ResourceNotFoundException',
    ],
    [
      'a queue of a known name',
      () => new CreateQueueCommand({ InstanceId, Name: 'Sales', HoursOfOperationId: ALWAYS }),
      'DuplicateResourceException',
    ],
    [
      'hours that end before they start',
      () =>
        new CreateHoursOfOperationCommand({
          InstanceId,
          Name: 'x',
          TimeZone: 'UTC',
          Config: [{ Day: 'MONDAY', StartTime: { Hours: 9, Minutes: 0 }, EndTime: { Hours: 8, Minutes: 0 } }],
        }),
      'InvalidParameterException',
    ],
    [
      'hours of no time zone',
      () => new CreateHoursOfOperationCommand({ InstanceId, Name: 'x', TimeZone: 'Mars/Olympus', Config: [] }),
      'InvalidParameterException',
    ],
    [
      'hours that a queue has',
      () => new DeleteHoursOfOperationCommand({ InstanceId, HoursOfOperationId: ALWAYS }),
      'ResourceInUseException',
    ],
    [
      'a weak password',
      () =>
        new CreateUserCommand({
          InstanceId,
          Username: 'x',
          Password: 'secret',
          PhoneConfig: { PhoneType: 'SOFT_PHONE' },
          SecurityProfileIds: ['any'],
          RoutingProfileId: SEED_PROFILE,
        }),
      'InvalidParameterException',
    ],
    [
      'a user of a known name',
      () =>
        new CreateUserCommand({
          InstanceId,
          Username: 'ana',
          PhoneConfig: { PhoneType: 'SOFT_PHONE' },
          SecurityProfileIds: ['any'],
          RoutingProfileId: SEED_PROFILE,
        }),
      'DuplicateResourceException',
    ],
    [
      'two calls at once',
      () =>
        new CreateRoutingProfileCommand({
          InstanceId,
          Name: 'x',
          Description: 'x',
          DefaultOutboundQueueId: SALES,
          MediaConcurrencies: [{ Channel: 'VOICE', Concurrency: 2 }],
        }),
      'InvalidParameterException',
    ],
    [
      'an unknown metric',
      () =>
        new GetCurrentMetricDataCommand({
          InstanceId,
          Filters: { Queues: [SALES] },
          CurrentMetrics: [{ Name: 'AGENTS_ASLEEP' as never }],
        }),
      'InvalidParameterException',
    ],
    [
      'a task by a template',
      () => new StartTaskContactCommand({ InstanceId, Name: 'x', TaskTemplateId: 'template' }),
      'NotImplemented',
    ],
    [
      'a module that is none',
      () => new CreateContactFlowModuleCommand({ InstanceId, Name: 'x', Content: '{}' }),
      'InvalidRequestException',
    ],
  ] as const)('refuse %s', async (_, command, name) => {
    const send: (command: never) => Promise<unknown> = client.send.bind(client);
    await expect(send(command() as never)).rejects.toMatchObject({ name });
  });

  it('are found, and changed', async () => {
    const search = async (FieldName: string, Value: string, ComparisonType: 'STARTS_WITH' | 'CONTAINS' | 'EXACT') => {
      const SearchCriteria = { StringCondition: { FieldName, Value, ComparisonType } };
      const { Users = [] } = await client.send(new SearchUsersCommand({ InstanceId, SearchCriteria }));
      return Users.map(({ Username }) => Username);
    };
    expect(await search('Username', 'AN', 'STARTS_WITH')).toEqual(['ana']);
    expect(await search('LastName', 'kafo', 'CONTAINS')).toEqual(['ben']);
    expect(await search('username', 'an', 'EXACT')).toEqual([]);

    const queueId = await newQueue('Changing');
    await client.send(new UpdateQueueMaxContactsCommand({ InstanceId, QueueId: queueId }));
    const { Queue } = await client.send(new DescribeQueueCommand({ InstanceId, QueueId: queueId }));
    expect(Queue?.MaxContacts).toBeUndefined();

    const RoutingProfileId = SEED_PROFILE;
    const reference = { QueueId: queueId, Channel: 'VOICE' as const };
    const QueueConfigs = [{ QueueReference: reference, Priority: 7, Delay: 20 }];
    await client.send(new AssociateRoutingProfileQueuesCommand({ InstanceId, RoutingProfileId, QueueConfigs }));
    const listed = async () => {
      const { RoutingProfileQueueConfigSummaryList = [] } = await client.send(
        new ListRoutingProfileQueuesCommand({ InstanceId, RoutingProfileId }),
      );
      return RoutingProfileQueueConfigSummaryList.filter(({ QueueId }) => QueueId === queueId);
    };
    expect(await listed()).toMatchObject([{ QueueName: 'Changing', Priority: 7, Delay: 20, Channel: 'VOICE' }]);
    await client.send(
      new DisassociateRoutingProfileQueuesCommand({ InstanceId, RoutingProfileId, QueueReferences: [reference] }),
    );
    expect(await listed()).toEqual([]);
    const { RoutingProfile } = await client.send(new DescribeRoutingProfileCommand({ InstanceId, RoutingProfileId }));
    expect(RoutingProfile).toMatchObject({ NumberOfAssociatedQueues: 4 });
    await client.send(new UpdateUserRoutingProfileCommand({ InstanceId, UserId: ANA, RoutingProfileId }));
  });
});

describe('contacts and tasks', () => {
  it('carry references and tags, start once per token, and go to another agent', async () => {
    const more = {
      ClientToken: 'once',
      Attributes: { callId: 'c' },
      References: { deal: { Type: 'URL' as const, Value: 'https://crm.example/1' } },
    };
    const { ContactId, ContactFlowId } = await task('Preview', SALES, more);
    const again = await client.send(
      new StartTaskContactCommand({ InstanceId, ContactFlowId, Name: 'Preview', ...more }),
    );
    expect(again.ContactId).toBe(ContactId);
    const ScheduledTime = new Date('2099-01-01');
    await expect(
      client.send(new StartTaskContactCommand({ InstanceId, ContactFlowId, Name: 'Late', ScheduledTime })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const { ReferenceSummaryList } = await client.send(
      new ListContactReferencesCommand({ InstanceId, ContactId, ReferenceTypes: ['URL'] }),
    );
    expect(ReferenceSummaryList).toEqual([{ Url: { Name: 'deal', Value: 'https://crm.example/1' } }]);

    const tags = async () =>
      (await client.send(new DescribeContactCommand({ InstanceId, ContactId }))).Contact?.Tags ?? {};
    await client.send(new TagContactCommand({ InstanceId, ContactId, Tags: { team: 'sales', tier: 'gold' } }));
    await client.send(new UntagContactCommand({ InstanceId, ContactId, TagKeys: ['tier'] }));
    expect(await tags()).toEqual({ team: 'sales', 'aws:connect:instanceId': InstanceId });
    const Tags = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`key${index}`, 'x']));
    await expect(client.send(new TagContactCommand({ InstanceId, ContactId, Tags }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });

    await vi.waitFor(async () => expect(await stateOf(ContactId)).toBe('queued'));
    expect((await record(ContactId)).status).toBe(409);
    const moved = await client.send(new TransferContactCommand({ InstanceId, ContactId, UserId: ANA, ContactFlowId }));
    expect(await stateOf(ContactId)).toBe('completed');
    const next = moved.ContactId ?? '';
    await vi.waitFor(async () => expect(await stateOf(next)).toBe('queued'));
    await client.send(new AssociateContactWithUserCommand({ InstanceId, ContactId: next, UserId: ANA }));
    expect(connect.agents.snapshot('ana').contacts).toMatchObject([{ contactId: next, type: 'task' }]);
    await expect(
      client.send(new DismissUserContactCommand({ InstanceId, ContactId: next, UserId: ANA })),
    ).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await connect.agents.perform('ana', 'rejectContact', { contactId: next });
    await client.send(new DismissUserContactCommand({ InstanceId, ContactId: next, UserId: ANA }));
    expect(connect.agents.snapshot('ana').contacts).toEqual([]);
  });
});

describe('flow modules in the API', () => {
  it('are checked, kept as a draft, published and listed', async () => {
    const good = moduleContent([action('back', 'EndFlowModuleExecution')]);
    const bad = moduleContent([action('back', 'EndFlowExecution', {}, 'back')]);
    const { Id = '' } = await client.send(new CreateContactFlowModuleCommand({ InstanceId, Name: 'm', Content: good }));
    const update = (ContactFlowModuleId: string, Content: string) =>
      client.send(new UpdateContactFlowModuleContentCommand({ InstanceId, ContactFlowModuleId, Content }));
    await expect(update(Id, bad)).rejects.toMatchObject({
      name: 'InvalidContactFlowModuleException',
      Problems: [{ message: expect.stringContaining('EndFlowExecution ends the flow') }],
    });
    await update(`${Id}:$SAVED`, bad);
    const described = async (ContactFlowModuleId: string) =>
      (await client.send(new DescribeContactFlowModuleCommand({ InstanceId, ContactFlowModuleId }))).ContactFlowModule;
    expect((await described(Id))?.Content).toBe(good);
    expect(await described(`${Id}:$SAVED`)).toMatchObject({ Content: bad, Status: 'SAVED' });
    const listed = await client.send(new ListContactFlowModulesCommand({ InstanceId }));
    expect(listed.ContactFlowModulesSummaryList?.map(({ Name }) => Name)).toContain('m');
  });
});
