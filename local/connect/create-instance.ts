/** A new instance, and what is added to one later. */
import { hashPassword } from './agents/authentication.ts';
import { alwaysOpen } from './hours-of-operation.ts';
import {
  type Flow,
  type Instance,
  type InstanceSeed,
  type Named,
  type Queue,
  resourceArn,
  type SeedFlow,
  type SeedUser,
  type StorageAssociation,
  type User,
} from './instance.ts';
import { systemAttributes } from './predefined-attributes.ts';
import { everyQueue } from './routing-profile.ts';

/** The statuses of a new instance, and one custom status. */
const STATUSES = [
  { id: 'e5c00000-0000-4000-8000-000000000001', type: 'routable', name: 'Available' },
  { id: 'e5c00000-0000-4000-8000-000000000002', type: 'offline', name: 'Offline' },
  { id: 'e5c00000-0000-4000-8000-000000000003', type: 'not_routable', name: 'Break' },
  { id: 'e5c00000-0000-4000-8000-000000000004', type: 'not_routable', name: 'Lunch' },
] as const;

/** "Default security profiles" (Administrator Guide). */
const AGENT_PROFILE = '5ec00000-0000-4000-8000-000000000002';
const SECURITY_PROFILES = [
  { id: '5ec00000-0000-4000-8000-000000000001', name: 'Admin', description: 'Allows all actions' },
  { id: AGENT_PROFILE, name: 'Agent', description: 'Allows the Contact Control Panel' },
  { id: '5ec00000-0000-4000-8000-000000000003', name: 'CallCenterManager', description: 'Manages users and metrics' },
  { id: '5ec00000-0000-4000-8000-000000000004', name: 'QualityAnalyst', description: 'Allows metrics' },
].map((profile) => ({ ...profile, tags: {} }));

type Home = Pick<Instance, 'arn'>;

export const newUser = (
  home: Home,
  {
    password,
    ...user
  }: SeedUser & Pick<User, 'routingProfileId'> & Partial<Omit<User, 'id' | 'arn' | 'password' | 'username' | 'name'>>,
): User => ({
  tags: {},
  proficiencies: [],
  securityProfileIds: [AGENT_PROFILE],
  ...user,
  arn: resourceArn(home, 'agent', user.id),
  ...(password !== undefined && { password: hashPassword(password) }),
});

export const standardQueue = (
  home: Home,
  { id, name, hoursOfOperationId }: Named & { readonly hoursOfOperationId: string | undefined },
): Queue => ({
  id,
  name,
  arn: resourceArn(home, 'queue', id),
  type: 'STANDARD',
  ...(hoursOfOperationId !== undefined && { hoursOfOperationId }),
});

/** The queue every user owns. */
export const agentQueue = (home: Home, { id, username }: Pick<User, 'id' | 'username'>): Queue => ({
  id,
  name: null,
  arn: `${home.arn}/queue/agent/${id}`,
  type: 'AGENT',
  username,
});

/** The console associates a bucket for recordings with a new instance (Administrator Guide, "Create an instance"). */
const recordingsBucket = (id: string, alias: string): StorageAssociation => ({
  id,
  resourceType: 'CALL_RECORDINGS',
  config: {
    StorageType: 'S3',
    S3Config: { BucketName: `amazon-connect-${alias}`, BucketPrefix: `connect/${alias}` },
  },
});

const publishedFlow = (flow: SeedFlow): Flow => ({
  ...flow,
  description: '',
  published: flow.content,
  state: 'ACTIVE',
  status: 'PUBLISHED',
  tags: {},
  modifiedAt: 0,
});

export const createInstance = (
  place: { readonly instanceId: string; readonly region: string; readonly accountId: string },
  seed: InstanceSeed,
): Instance => {
  const arn = `arn:aws:connect:${place.region}:${place.accountId}:instance/${place.instanceId}`;
  const here = { arn };
  return {
    id: place.instanceId,
    arn,
    alias: seed.alias,
    region: place.region,
    accountId: place.accountId,
    seed,
    users: seed.users.map((user) => newUser(here, { ...user, routingProfileId: seed.routingProfile.id })),
    queues: [
      ...seed.queues.map((queue) => ({
        ...standardQueue(here, { ...queue, hoursOfOperationId: seed.hoursOfOperation[0]?.id }),
        quickConnectIds: seed.quickConnects.map(({ id }) => id),
      })),
      ...seed.users.map((user) => agentQueue(here, user)),
    ],
    quickConnects: new Map(seed.quickConnects.map((quickConnect) => [quickConnect.id, quickConnect])),
    hours: new Map(seed.hoursOfOperation.map((hours) => [hours.id, alwaysOpen(hours)])),
    routingProfiles: new Map([[seed.routingProfile.id, everyQueue(seed.routingProfile, seed.queues)]]),
    predefinedAttributes: new Map(systemAttributes(0).map((attribute) => [attribute.name, attribute])),
    statuses: STATUSES.map(({ id, type, name }) => ({
      agentStateARN: resourceArn(here, 'agent-state', id),
      type,
      name,
    })),
    flows: new Map(seed.flows?.map((flow) => [flow.id, publishedFlow(flow)])),
    modules: new Map(),
    associations: new Map(),
    approvedOrigins: new Set(),
    deleted: new Set(),
    attributes: new Map(),
    hierarchyGroups: new Map(),
    securityProfiles: SECURITY_PROFILES,
    storage: new Map([['CALL_RECORDINGS', recordingsBucket(place.instanceId, seed.alias)]]),
    numberFlows: new Map(),
  };
};
