/** What exists in the instance apart from contacts: queues, people, hours, profiles, flows, numbers, associations. */
import type { AgentStatus } from './agent-session.ts';
import type { PasswordHash } from './agents/authentication.ts';
import type { HoursOfOperation } from './hours-of-operation.ts';
import type { PredefinedAttribute } from './predefined-attributes.ts';
import type { Proficiency } from './queues/routing-criteria.ts';
import type { RoutingProfile } from './routing-profile.ts';

export type FlowType =
  | 'CONTACT_FLOW'
  | 'CUSTOMER_QUEUE'
  | 'CUSTOMER_HOLD'
  | 'CUSTOMER_WHISPER'
  | 'AGENT_HOLD'
  | 'AGENT_WHISPER'
  | 'OUTBOUND_WHISPER'
  | 'AGENT_TRANSFER'
  | 'QUEUE_TRANSFER'
  | 'CAMPAIGN'
  /** A module has no type in the service; here it is one, so that an action can say that it may stand in a module. */
  | 'MODULE';

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface SeedUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  /** Without one the user cannot sign in to the softphone by name and password. */
  readonly password?: string;
}

export interface SeedNumber {
  readonly id: string;
  readonly number: string;
  readonly description: string;
  /**
   * The operator's standing order: a flow whose name ends like this answers the number as soon as it exists, unless the
   * number has a flow already.
   */
  readonly answeredBy?: string;
}

/** The instance as it is before anything is deployed into it. */
export interface InstanceSeed {
  readonly alias: string;
  readonly queues: readonly Named[];
  readonly prompts: readonly Named[];
  readonly hoursOfOperation: readonly Named[];
  readonly routingProfile: Named;
  readonly users: readonly SeedUser[];
  readonly phoneNumbers: readonly SeedNumber[];
  /** Agents see each of them in each of the seeded queues. */
  readonly quickConnects: readonly QuickConnect[];
  /** Published flows that are there before any other. */
  readonly flows?: readonly SeedFlow[];
}

export interface SeedFlow extends Named {
  readonly type: FlowType;
  readonly content: string;
}

/** A destination with a name, that agents transfer to or add to their call. */
export interface QuickConnect {
  readonly id: string;
  name: string;
  description?: string;
  config: QuickConnectConfig;
  tags?: Record<string, string>;
}

/** `flowId` is the AGENT_TRANSFER or QUEUE_TRANSFER flow that the transferred contact runs; ids, not ARNs. */
export type QuickConnectConfig =
  | { readonly type: 'PHONE_NUMBER'; readonly phoneNumber: string }
  | { readonly type: 'USER'; readonly userId: string; readonly flowId: string }
  | { readonly type: 'QUEUE'; readonly queueId: string; readonly flowId: string };

export interface Flow {
  readonly id: string;
  name: string;
  readonly type: FlowType;
  description: string;
  content: string;
  state: 'ACTIVE' | 'ARCHIVED';
  /** `SAVED` content is kept but not validated and never runs. */
  status: 'PUBLISHED' | 'SAVED';
  /** What runs: the last content that was published. */
  published?: string;
  tags: Record<string, string>;
  modifiedAt: number;
  /** Of a module: what it takes and gives, as JSON. */
  settings?: string;
  /** Of a module: whether others than flows may run it. */
  externalInvocation?: boolean;
  /** Snapshots, oldest first; a number is never given twice. */
  versions?: FlowVersion[];
  lastVersion?: number;
  /** Of a module. */
  aliases?: ModuleAlias[];
}

export interface FlowVersion {
  readonly version: number;
  readonly description: string;
  readonly content: string;
  readonly settings?: string;
  readonly createdAt: number;
}

export interface ModuleAlias {
  readonly id: string;
  name: string;
  description: string;
  version: number;
  modifiedAt: number;
}

export interface IntegrationAssociation {
  readonly id: string;
  readonly type: string;
  readonly arn: string;
  readonly tags: Record<string, string>;
}

/** Empty texts for what is not known. */
export interface UserIdentity {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly secondaryEmail: string;
  readonly mobile: string;
}

/** Where one kind of the instance's data goes; an instance has at most one of each kind. */
export interface StorageAssociation {
  readonly id: string;
  readonly resourceType: string;
  readonly config: StorageConfig;
}

export type StorageConfig =
  | { readonly StorageType: 'S3'; readonly S3Config: { readonly BucketName: string; readonly BucketPrefix: string } }
  | { readonly StorageType: 'KINESIS_STREAM'; readonly KinesisStreamConfig: { readonly StreamArn: string } };

export interface User {
  readonly id: string;
  readonly arn: string;
  readonly username: string;
  name: string;
  /** Absent for a user of the seed. */
  identity?: UserIdentity;
  readonly password?: PasswordHash;
  routingProfileId: string;
  securityProfileIds: readonly string[];
  hierarchyGroupId?: string;
  proficiencies: readonly Proficiency[];
  tags: Record<string, string>;
}

/** A standard queue, or the queue every user owns. */
export interface Queue {
  readonly id: string;
  readonly arn: string;
  name: string | null;
  readonly type: 'STANDARD' | 'AGENT';
  /** Of a standard queue: contacts that wait in it go on, no new ones come in. */
  disabled?: boolean;
  tags?: Record<string, string>;
  /** The only user an agent queue routes to. */
  readonly username?: string;
  description?: string;
  hoursOfOperationId?: string;
  /** Contacts that may wait at once; without it as many as come. */
  maxContacts?: number;
  /** Flow that a call placed from this queue runs when it is answered. */
  outboundFlowId?: string;
  /** Number that a call placed from this queue shows. */
  outboundNumberId?: string;
  /** The quick connects that an agent with this queue may use; without it none. */
  quickConnectIds?: readonly string[];
}

/** Of users: a team, a site. */
export interface HierarchyGroup {
  readonly id: string;
  name: string;
  readonly parentId?: string;
  tags: Record<string, string>;
}

export interface SecurityProfile extends Named {
  readonly description: string;
  readonly tags: Record<string, string>;
}

export interface Instance {
  readonly id: string;
  readonly arn: string;
  readonly alias: string;
  readonly region: string;
  readonly accountId: string;
  readonly seed: InstanceSeed;
  readonly users: User[];
  readonly queues: Queue[];
  readonly hours: Map<string, HoursOfOperation>;
  readonly quickConnects: Map<string, QuickConnect>;
  readonly routingProfiles: Map<string, RoutingProfile>;
  /** By name. */
  readonly predefinedAttributes: Map<string, PredefinedAttribute>;
  readonly statuses: readonly AgentStatus[];
  readonly flows: Map<string, Flow>;
  readonly modules: Map<string, Flow>;
  readonly associations: Map<string, IntegrationAssociation>;
  readonly approvedOrigins: Set<string>;
  /** Ids of what was seeded and deleted, so that it stays so. */
  readonly deleted: Set<string>;
  readonly hierarchyGroups: Map<string, HierarchyGroup>;
  readonly securityProfiles: readonly SecurityProfile[];
  /** By resource type. */
  readonly storage: Map<string, StorageAssociation>;
  /** Attributes that were set, by InstanceAttributeType. */
  readonly attributes: Map<string, boolean>;
  /** Claimed number to the flow that answers it. */
  readonly numberFlows: Map<string, string>;
}

export type InstanceResource =
  | 'queue'
  | 'prompt'
  | 'operating-hours'
  | 'routing-profile'
  | 'agent'
  | 'agent-state'
  | 'contact-flow'
  | 'flow-module'
  | 'contact'
  | 'transfer-destination'
  | 'integration-association'
  | 'security-profile'
  | 'agent-group';

export const resourceArn = (instance: Pick<Instance, 'arn'>, kind: InstanceResource, id: string): string =>
  `${instance.arn}/${kind}/${id}`;

export const phoneNumberArn = (instance: Pick<Instance, 'region' | 'accountId'>, id: string): string =>
  `arn:aws:connect:${instance.region}:${instance.accountId}:phone-number/${id}`;

/**
 * Up to six parties instead of three, and all agents with the same controls. The service's default is off; here the
 * instance is one whose operator has turned it on, unless UpdateInstanceAttribute says otherwise.
 */
export const isMultiParty = ({ attributes }: Instance): boolean => attributes.get('MULTI_PARTY_CONFERENCE') ?? true;

/** The last part of an ARN, or the id itself. */
export const idOf = (idOrArn: string): string => idOrArn.slice(idOrArn.lastIndexOf('/') + 1);

/** By id or ARN. An agent's queue has the ARN `…/queue/agent/<user id>`. */
export const findQueue = (instance: Instance, idOrArn: string): Queue | undefined =>
  instance.queues.find((queue) => queue.arn === idOrArn || (queue.type === 'STANDARD' && queue.id === idOrArn));

/** By user name, id or ARN, as flows and the API name an agent. */
export const findUser = (instance: Instance, nameIdOrArn: string): User | undefined =>
  instance.users.find((user) => user.username === nameIdOrArn || user.id === nameIdOrArn || user.arn === nameIdOrArn);

export const findFlow = (instance: Instance, idOrArn: string): Flow | undefined => {
  const flow = instance.flows.get(idOf(idOrArn));
  return flow !== undefined && (idOrArn === flow.id || idOrArn === resourceArn(instance, 'contact-flow', flow.id))
    ? flow
    : undefined;
};

export const findHours = (instance: Instance, idOrArn: string): HoursOfOperation | undefined =>
  instance.hours.get(idOf(idOrArn));

export const findRoutingProfile = (instance: Instance, idOrArn: string): RoutingProfile | undefined =>
  instance.routingProfiles.get(idOf(idOrArn));

export const agentQueueOf = (instance: Instance, username: string): Queue | undefined =>
  instance.queues.find((queue) => queue.username === username);

/** The stream that data of this kind goes into, if any. */
export const streamFor = ({ storage }: Instance, resourceType: string): string | undefined => {
  const config = storage.get(resourceType)?.config;
  return config?.StorageType === 'KINESIS_STREAM' ? config.KinesisStreamConfig.StreamArn : undefined;
};

/** The number that a call from the queue shows: its own, else the instance's first. */
export const callerIdOf = ({ seed }: Instance, queue: Queue | undefined): string | undefined =>
  (seed.phoneNumbers.find(({ id }) => id === queue?.outboundNumberId) ?? seed.phoneNumbers[0])?.number;

export const functionAssociated = (instance: Instance, functionArn: string): boolean =>
  [...instance.associations.values()].some(
    (association) => association.type === 'LAMBDA_FUNCTION' && association.arn === functionArn,
  );
